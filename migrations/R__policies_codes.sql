-- Who may do what in codes. Everyone reads them; SystemAdmin keeps them.
call isolation.close('codes');

do $$
declare
  target regclass;
  reader text;
begin
  foreach target in array array['codes.geographic', 'codes.branch', 'codes.institution', 'codes.term', 'codes.curriculum', 'codes.age_rule']::regclass[]
  loop
    foreach reader in array array['vise_public', 'vise_track', 'vise_family', 'vise_staff', 'vise_officer', 'vise_setup', 'vise_audit', 'vise_system', 'vise_match']
    loop
      call isolation.allow(reader, 'select', target, 'true');
    end loop;
    call isolation.allow('vise_setup', 'insert', target, 'true');
    call isolation.allow('vise_setup', 'update', target, 'true');
  end loop;
end
$$;

-- what changed: read by the nodes, added to by triggers and by whoever drops what is cached, forgotten after a day
call isolation.allow('vise_system', 'select', 'codes.change', 'true');
call isolation.allow('vise_system', 'delete', 'codes.change', 'true');
call isolation.allow('vise_system', 'insert', 'codes.change', 'source = ''command''', 'source, place');
call isolation.allow('vise_setup', 'insert', 'codes.change', 'source = ''command''', 'source, place');
