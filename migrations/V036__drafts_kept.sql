-- A form that was returned may have longer to be mended than a draft is kept: saving it never shortens its life. Else this is what V030 says.
create or replace function admissions.save_typed(
  accounts uuid[], sessions uuid[], actors text[], traces text[], applications text[], paths text[], typed text[], secrets bytea[], bases int[], shown_names text[], draft_days int)
returns table (
  entry int, revision int, saved_time timestamptz, institution_code text, academic_year text, programme_code text, department_code text, class_code text,
  stamp int, known_paths text[], known_values text[], known_secrets bytea[])
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  moment constant timestamptz := isolation.clock();
  form record;
  known record;
  n int;
begin
  perform set_config('vise.role', 'Parent', true), set_config('vise.duty', 'ApplyForOwnChild', true);
  -- in one order everywhere, so that no two transactions wait for each other
  for n in select i from generate_subscripts(applications, 1) i order by applications[i] collate "C", i loop
    perform set_config('vise.account', accounts[n]::text, true), set_config('vise.actor', actors[n], true), set_config('vise.trace', traces[n], true);
    if not users.grant_stands(accounts[n], 'Parent', '', sessions[n]) then
      continue;
    end if;
    select a.institution_code, a.academic_year, a.programme_code, a.department_code, a.class_code, a.child_name, a.draft_expires_time into form
    from users.application a
    where a.branch_id = left(applications[n], 6) and a.application_id = applications[n] and a.application_status = 'draft'
    for no key update skip locked;
    if not found then
      continue;
    end if;
    select d.revision, d.value into known from admissions.draft_field d
    where d.branch_id = left(applications[n], 6) and d.application_id = applications[n] and d.path = paths[n];
    if coalesce(known.revision, 0) <> bases[n] then
      continue;
    end if;
    if known.revision is null then
      insert into admissions.draft_field (branch_id, application_id, path, value, sealed, revision, saved_time, saved_by)
      values (left(applications[n], 6), applications[n], paths[n], typed[n], secrets[n], 1, moment, accounts[n]);
    elsif secrets[n] is not null or known.value is distinct from typed[n] then
      update admissions.draft_field d set value = typed[n], sealed = secrets[n], revision = known.revision + 1, saved_time = moment, saved_by = accounts[n]
      where d.branch_id = left(applications[n], 6) and d.application_id = applications[n] and d.path = paths[n];
    end if;
    -- the draft's last day moves by days; to move it with each field would touch every index of the application
    if shown_names[n] <> form.child_name or form.draft_expires_time < moment + make_interval(days => draft_days) - interval '1 hour' then
      update users.application a set
        child_name = coalesce(shown_names[n], a.child_name), draft_expires_time = greatest(a.draft_expires_time, moment + make_interval(days => draft_days))
      where a.branch_id = left(applications[n], 6) and a.application_id = applications[n];
    end if;
    return query
      select n, max(d.revision) filter (where d.path = paths[n]), moment, form.institution_code::text, form.academic_year::text, form.programme_code::text,
        form.department_code::text, form.class_code::text, sum(d.revision)::int, array_agg(d.path), array_agg(d.value), array_agg(d.sealed)
      from admissions.draft_field d where d.branch_id = left(applications[n], 6) and d.application_id = applications[n];
  end loop;
end
$$;
