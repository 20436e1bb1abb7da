-- Who may do what in codes. Everyone reads them; SystemAdmin keeps them, a branch's admin the own branch's schools. What a code is never changes, and no row goes.
call isolation.close('codes');

do $$
declare
  target regclass;
  reader text;
begin
  foreach target in array array['codes.geographic', 'codes.branch', 'codes.institution', 'codes.term', 'codes.curriculum', 'codes.age_rule', 'codes.income_cap', 'codes.academic_year']::regclass[]
  loop
    foreach reader in array array['vise_public', 'vise_track', 'vise_family', 'vise_staff', 'vise_officer', 'vise_setup', 'vise_audit', 'vise_system', 'vise_match']
    loop
      call isolation.allow(reader, 'select', target, 'true');
    end loop;
    call isolation.allow('vise_setup', 'insert', target, 'true');
  end loop;
end
$$;

-- what changed: read by the nodes, added to by triggers and by whoever drops what is cached, forgotten after a day
call isolation.allow('vise_system', 'select', 'codes.change', 'true');
call isolation.allow('vise_system', 'delete', 'codes.change', 'true');
call isolation.allow('vise_system', 'insert', 'codes.change', 'source = ''command''', 'source, place');
call isolation.allow('vise_setup', 'insert', 'codes.change', 'source = ''command''', 'source, place');
call isolation.allow('vise_setup', 'update', 'codes.geographic', 'true', 'name, names, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.branch', 'true', 'name, names, time_zone, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.institution', 'true', 'name, names, udise_code, locality, pin_code, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.curriculum', 'true', 'media, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.term', 'true', 'name, names, position, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.academic_year', 'true', 'from_day, to_day, open_for_cycles, retired_time');
call isolation.allow('vise_setup', 'update', 'codes.age_rule', 'true');
call isolation.allow('vise_setup', 'update', 'codes.income_cap', 'true', 'cap_paise, retired_time');

call isolation.allow('vise_staff', 'insert', 'codes.institution', isolation.own_branch_admin());
call isolation.allow('vise_staff', 'update', 'codes.institution', isolation.own_branch_admin(), 'name, names, udise_code, locality, pin_code, retired_time');
call isolation.allow('vise_staff', 'insert', 'codes.curriculum', isolation.own_branch_admin());
call isolation.allow('vise_staff', 'update', 'codes.curriculum', isolation.own_branch_admin(), 'media, retired_time');

-- Announcements: the public sees what is not taken back, from the day before it begins (days end by the branch's clock).
do $$
declare
  reader text;
begin
  foreach reader in array array['vise_public', 'vise_family']
  loop
    call isolation.allow(reader, 'select', 'codes.announcement', 'retired_time is null and from_day <= (isolation.clock() + interval ''1 day'')::date');
  end loop;
end
$$;
call isolation.allow('vise_staff', 'select', 'codes.announcement', isolation.in_range());
call isolation.allow('vise_staff', 'insert', 'codes.announcement', isolation.own_branch_admin());
call isolation.allow('vise_staff', 'update', 'codes.announcement', isolation.own_branch_admin(), 'texts, from_day, to_day, retired_time');
call isolation.allow('vise_setup', 'select', 'codes.announcement', 'true');
call isolation.allow('vise_setup', 'insert', 'codes.announcement', 'true');
call isolation.allow('vise_setup', 'update', 'codes.announcement', 'true', 'texts, from_day, to_day, retired_time');

-- what schools are found by: read where everyone looks, written by triggers alone
call isolation.allow('vise_public', 'select', 'codes.school_key', 'true');

-- The history is read by who keeps the record, and written by its triggers alone.
call isolation.allow('vise_setup', 'select', 'codes.history', 'true');
call isolation.allow('vise_staff', 'select', 'codes.history',
  'scope >= current_setting(''vise.lo'') and scope < current_setting(''vise.hi'') and users.grant_stands(nullif(current_setting(''vise.account''), '''')::uuid, ''BranchAdmin'', scope)');
