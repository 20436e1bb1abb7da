-- Who gave and who ended a grant; invitations of staff; a walk-in form's claim code; a family's second guardian.

-- The times of a grant that was taken back before it began are equal: it never held.
alter table users.access_grant
  -- with names: whoever reads the history may not see the other's account
  add given_by uuid references users.account,
  add giver_name text,
  add ended_by uuid references users.account,
  add ender_name text,
  add reason text check (length(reason) <= 500),
  add invitation_id uuid,
  drop constraint access_grant_check,
  add constraint chk_grant_times check (to_time >= from_time),
  drop constraint access_grant_account_id_role_scope_from_time_key;
create unique index uq_grant_begin on users.access_grant (account_id, role, scope, from_time) where to_time is null or to_time > from_time;
create index idx_grant_account on users.access_grant (account_id);
create index idx_grant_scope on users.access_grant (scope, account_id);

-- What people are listed and searched by: prefix ranges only, since under row security an index serves nothing cleverer.
alter table users.account
  add name_key text collate "C" generated always as (lower(name)) stored,
  add email_key text collate "C" generated always as (lower(email)) stored;
create index idx_account_name on users.account (name_key, account_id);
create index idx_account_email on users.account (email_key, account_id) where email_key is not null;

-- A role promised to whoever holds the link, of which only a keyed hash is kept. Network-wide: no branch_id.
create table users.invitation (
  invitation_id  uuid primary key,
  token_hash     bytea not null,
  email          text,
  mobile         text check (mobile ~ '^\+91[6-9][0-9]{9}$'),
  role           text not null check (role in ('Clerk', 'BranchAdmin', 'DistrictOfficer', 'StateOfficer', 'SystemAdmin', 'Auditor')),
  scope          varchar(6) collate "C" not null check (scope ~ '^([0-9A-Z]{2}){0,3}$'),
  from_time      timestamptz not null,
  to_time        timestamptz check (to_time > from_time),
  -- null: made on the server's own command line
  invited_by     uuid references users.account,
  inviter_name   text,
  invited_time   timestamptz not null,
  expires_time   timestamptz not null,
  withdrawn_time timestamptz,
  withdrawn_by   uuid references users.account,
  accepted_time  timestamptz,
  accepted_by    uuid references users.account,
  check (num_nonnulls(email, mobile) = 1),
  check (num_nonnulls(accepted_time, accepted_by) <> 1)
);
create unique index uq_invitation_token on users.invitation (token_hash);
create index idx_invitation_open on users.invitation (scope, invited_time) where accepted_time is null and withdrawn_time is null;

alter table users.access_grant add constraint fk_grant_invitation foreign key (invitation_id) references users.invitation;

-- Whether the account may give and end the role over the scope: SystemAdmin any within the own scope, BranchAdmin the own branch's
-- Clerk and BranchAdmin. The same table stands in Vise.Domain/Users/Giving.cs; a test holds the two together.
create function users.may_give(giver uuid, given_role text, given_scope text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select users.grant_stands(giver, 'SystemAdmin', given_scope)
    or (given_role in ('Clerk', 'BranchAdmin') and length(given_scope) = 6 and users.grant_stands(giver, 'BranchAdmin', given_scope))
$$;

-- What the database holds to whoever writes a grant: nobody gives one to oneself, what has ended stays ended, and the network keeps a
-- SystemAdmin whose grant has no end.
create function users.guard_grant() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.given_by = new.account_id then
      raise exception 'nobody gives a role to oneself' using errcode = 'VS002';
    end if;
  elsif old.to_time <= isolation.clock() then
    raise exception 'a grant that has ended stays ended' using errcode = 'VS002';
  end if;
  return new;
end
$$;

create trigger guard_grant before insert or update on users.access_grant
for each row when (new.given_by is not null or new.ended_by is not null) execute function users.guard_grant();

-- one at a time, so that two who end each other's do not both succeed
create function users.guard_last_admin() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_name = 'account' and not exists (select from users.access_grant g where g.account_id = new.account_id and g.role = 'SystemAdmin') then
    return null;
  end if;
  perform pg_advisory_xact_lock(4201);
  if not exists (
    select from users.access_grant g join users.account a using (account_id)
    where g.role = 'SystemAdmin' and g.scope = '' and g.from_time <= isolation.clock() and g.to_time is null and a.disabled_time is null)
  then
    raise exception 'the network keeps a SystemAdmin' using errcode = 'VS005';
  end if;
  return null;
end
$$;

create trigger guard_last_admin after update on users.access_grant
for each row when (old.role = 'SystemAdmin' and old.to_time is distinct from new.to_time and new.to_time is not null)
execute function users.guard_last_admin();
create trigger guard_last_admin after update on users.account
for each row when (old.disabled_time is null and new.disabled_time is not null) execute function users.guard_last_admin();

-- A walk-in form is claimed by its code, once: a claimed form has none.
alter table users.application
  add claim_expires_time timestamptz,
  add guardian_account_id uuid references users.account,
  add constraint chk_application_claim check (claim_code_hash is null or (account_id is null and claim_expires_time is not null)),
  add constraint chk_application_guardian check (guardian_account_id <> account_id);
create index idx_application_guardian on users.application (guardian_account_id, created_time) where guardian_account_id is not null;

-- A child stays with its family: the system gives a form to whoever claims it, and a guest's to the account that the guest became.
create function admissions.guard_family() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not admissions.is_owner() and (current_user <> 'vise_system' or (old.account_id is not null and not exists (
    select from users.account guest where guest.account_id = old.account_id and guest.moved_to = new.account_id)))
  then
    raise exception 'a child stays with its family' using errcode = 'VS002';
  end if;
  return null;
end
$$;

create constraint trigger guard_family after update on users.application
deferrable initially deferred for each row when (old.account_id is distinct from new.account_id) execute function admissions.guard_family();

-- The second guardian of an application: invited by its owner, accepted by whoever holds the link, ended by either.
create table users.application_guardian (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  guardian_id    uuid not null,
  token_hash     bytea not null,
  email          text,
  mobile         text check (mobile ~ '^\+91[6-9][0-9]{9}$'),
  invited_by     uuid not null references users.account,
  inviter_name   text not null,
  invited_time   timestamptz not null,
  expires_time   timestamptz not null,
  account_id     uuid references users.account,
  account_name   text,
  accepted_time  timestamptz,
  ended_time     timestamptz,
  ended_by       uuid references users.account,
  primary key (branch_id, application_id, guardian_id),
  foreign key (branch_id, application_id) references users.application,
  check (num_nonnulls(email, mobile) = 1),
  check (num_nonnulls(account_id, account_name, accepted_time) in (0, 3)),
  check (num_nonnulls(ended_time, ended_by) in (0, 2)),
  check (account_id <> invited_by)
);
-- one at a time
create unique index uq_guardian_open on users.application_guardian (branch_id, application_id) where ended_time is null;
create index idx_guardian_token on users.application_guardian (token_hash);
create index idx_guardian_account on users.application_guardian (account_id) where account_id is not null;

-- The application's own column is what rows are found by; it says what stands in the table, in the same transaction, and nobody else writes it.
create function users.keep_guardian() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update users.application a
  set guardian_account_id = (
    select g.account_id from users.application_guardian g
    where g.branch_id = new.branch_id and g.application_id = new.application_id and g.ended_time is null)
  where a.branch_id = new.branch_id and a.application_id = new.application_id;
  return null;
end
$$;

create trigger keep_guardian after insert or update on users.application_guardian
for each row execute function users.keep_guardian();

create function users.guard_guardian() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if old.ended_time is not null or (old.account_id is not null and new.account_id is distinct from old.account_id) then
    raise exception 'what has ended or was accepted stays so' using errcode = 'VS002';
  end if;
  return new;
end
$$;

create trigger guard_guardian before update on users.application_guardian
for each row execute function users.guard_guardian();

-- the application that the family owns or shares
create function isolation.own_or_shared() returns text language sql immutable
as $$ select '(account_id = nullif(current_setting(''vise.account''), '''')::uuid or guardian_account_id = nullif(current_setting(''vise.account''), '''')::uuid)' $$;

-- rows that hang on an application which the account itself owns
create function isolation.owned_application() returns text language sql immutable
as $$ select 'exists (select from users.application seen where seen.branch_id = {t}.branch_id and seen.application_id = {t}.application_id
  and seen.account_id = nullif(current_setting(''vise.account''), '''')::uuid)' $$;

-- what staff may give and end under their own grant
create function isolation.may_give() returns text language sql immutable
as $$ select 'scope >= current_setting(''vise.lo'') and scope < current_setting(''vise.hi'')
  and users.may_give(nullif(current_setting(''vise.account''), '''')::uuid, role, scope)' $$;

-- As V007, and taking an application back stays with its owner.
create or replace function admissions.family_may(before users.application, after users.application) returns boolean
language sql stable
as $$
  select (before.application_status = 'draft' or before.application_status <> after.application_status)
    and (after.application_status <> 'withdrawn' or before.account_id = nullif(current_setting('vise.account'), '')::uuid)
    and (after.correction_due_time is null or after.correction_due_time = before.correction_due_time)
    and (before.application_status = 'draft'
      or (before.child_name, before.programme_code, before.department_code, before.class_code)
        is not distinct from (after.child_name, after.programme_code, after.department_code, after.class_code))
    and (after.submitted_time is not distinct from before.submitted_time or after.submitted_time = isolation.clock())
    and (after.application_status <> 'fees' or before.offer_expires_time >= isolation.clock())
    and (after.application_status = 'fees' or after.fees_due_time is not distinct from before.fees_due_time)
$$;

revoke all on function users.may_give(uuid, text, text), users.guard_grant(), users.guard_last_admin(), users.keep_guardian(), users.guard_guardian(),
  admissions.guard_family(), isolation.own_or_shared(), isolation.owned_application(), isolation.may_give() from public;
grant execute on function users.may_give(uuid, text, text) to vise_staff, vise_setup, vise_system;
grant execute on function users.guard_grant() to vise_staff, vise_setup, vise_system;
grant execute on function users.guard_guardian() to vise_family, vise_system;
grant execute on function admissions.guard_family() to vise_family, vise_staff, vise_system;
