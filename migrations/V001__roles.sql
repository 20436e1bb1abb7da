-- The database roles of SPEC 4 and the schemas, one per domain. A transaction takes on exactly one role; the app's login
-- inherits none of them, so a transaction that forgot its role gets "permission denied". Roles belong to the whole cluster,
-- so each is made only where it is missing. The two logins (vise_app, vise_auth) are made before this file, with their passwords.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'vise_public', 'vise_track', 'vise_family', 'vise_staff', 'vise_officer', 'vise_setup', 'vise_audit', 'vise_system', 'vise_match']
  loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin noinherit', role_name);
    end if;
    if role_name <> 'vise_match' then
      execute format('grant %I to vise_app', role_name);
    end if;
  end loop;
  -- to hand functions over to it below
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant vise_match to %I', current_user);
  end if;
  execute format('revoke create, temporary on database %I from public', current_database());
end
$$;

revoke all on schema public from public;

create schema if not exists codes;
create schema if not exists users;
create schema if not exists admissions;
create schema if not exists finance;
create schema if not exists academic;
create schema if not exists auth;
create schema if not exists jobs;

grant usage on schema codes to vise_public, vise_track, vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system, vise_match;
grant usage on schema users, admissions to vise_public, vise_track, vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system, vise_match;
grant usage on schema finance to vise_family, vise_staff, vise_officer, vise_audit, vise_system;
grant usage on schema academic to vise_family, vise_staff, vise_officer, vise_audit, vise_system;
grant usage on schema auth, jobs to vise_auth;
