-- Row security as a readable table: R__policies_<module>.sql first closes its schema, then allows, line by line, who may do what to which rows.
create schema if not exists isolation;

grant usage on schema isolation to vise_public, vise_track, vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system, vise_match;

-- The time of this transaction. Tests move it with the setting vise.clock_shift (an interval, set on the test's own database).
create function isolation.clock() returns timestamptz
language sql stable
as $$ select now() + coalesce(nullif(current_setting('vise.clock_shift', true), '')::interval, interval '0') $$;

-- Takes every privilege on the schema's tables from the VISE roles, forces row security and leaves the owner's policy alone.
create procedure isolation.close(target_schema text)
language plpgsql
as $$
declare
  item record;
begin
  for item in
    select c.oid::regclass as name
    from pg_class c
    where c.relnamespace = target_schema::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('revoke all on %s from public, vise_app, vise_auth, vise_public, vise_track, vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system, vise_match', item.name);
    execute format('alter table %s enable row level security', item.name);
    execute format('alter table %s force row level security', item.name);
  end loop;
  for item in
    select p.tablename, p.policyname from pg_policies p where p.schemaname = target_schema
  loop
    execute format('drop policy %I on %I.%I', item.policyname, target_schema, item.tablename);
  end loop;
  for item in
    select c.oid::regclass as name
    from pg_class c
    where c.relnamespace = target_schema::regnamespace and c.relkind in ('r', 'p')
  loop
    -- forced row security binds the owner too
    execute format('create policy owner_all on %s to current_user using (true) with check (true)', item.name);
  end loop;
end
$$;

-- Grants the verbs on the table (or on some of its columns) to the role and lets them touch the rows where the condition holds.
-- verb: select, insert, update or delete. condition: true, a range of branches, or rows of the account; {t} stands for the table.
create procedure isolation.allow(role_name text, verb text, target regclass, condition text, columns text default null, after text default null)
language plpgsql
as $$
declare
  bare text := (select relname from pg_class where oid = target);
  rows_seen text := replace(condition, '{t}', bare);
  rows_left text := replace(coalesce(after, condition), '{t}', bare);
begin
  execute format('grant %s %s on %s to %I', verb, coalesce('(' || columns || ')', ''), target, role_name);
  execute format('create policy %I on %s for %s to %I %s %s', role_name || '_' || verb, target, verb, role_name,
    case when verb <> 'insert' then 'using (' || rows_seen || ')' else '' end,
    case when verb in ('insert', 'update') then 'with check (' || rows_left || ')' else '' end);
end
$$;

-- The conditions. The range is the direct form: anything cleverer costs a scan of the scope.
create function isolation.in_range() returns text language sql immutable
as $$ select 'branch_id >= current_setting(''vise.lo'') and branch_id < current_setting(''vise.hi'')' $$;

create function isolation.own_account() returns text language sql immutable
as $$ select 'account_id = nullif(current_setting(''vise.account''), '''')::uuid' $$;

-- rows that hang on an application which the role itself may see
create function isolation.own_application() returns text language sql immutable
as $$ select 'exists (select from users.application seen where seen.branch_id = {t}.branch_id and seen.application_id = {t}.application_id)' $$;

-- the same while the family may still change them: in a draft, and in the very transaction that hands it in
create function isolation.own_draft() returns text language sql immutable
as $$ select 'exists (select from users.application seen where seen.branch_id = {t}.branch_id and seen.application_id = {t}.application_id
  and (seen.application_status = ''draft'' or seen.submitted_time = isolation.clock()))' $$;

-- a row that says who did something says the truth: the account of this transaction, now
create function isolation.by_caller(account_column text, time_column text) returns text language sql immutable
as $$ select format('%I = nullif(current_setting(''vise.account''), '''')::uuid and %I = isolation.clock()', account_column, time_column) $$;

revoke all on all routines in schema isolation from public;
grant execute on function isolation.clock() to vise_public, vise_track, vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system;
