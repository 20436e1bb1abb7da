-- People and services that sign in, whoever the authority is, and what they may do. Network-wide: no branch_id.
create table users.account (
  account_id        uuid primary key default gen_random_uuid(),
  issuer            text not null,
  subject           text not null,
  name              text not null,
  email             text,
  mobile            text check (mobile ~ '^\+91[6-9][0-9]{9}$'),
  language          text not null default 'en',
  created_time      timestamptz not null default now(),
  last_sign_in_time timestamptz,
  disabled_time     timestamptz,
  unique (issuer, subject)
);

create table users.access_grant (
  grant_id   uuid primary key default gen_random_uuid(),
  account_id uuid not null references users.account,
  role       text not null check (role in ('Parent', 'Student', 'Clerk', 'BranchAdmin', 'DistrictOfficer', 'StateOfficer', 'SystemAdmin', 'Auditor')),
  scope      varchar(6) collate "C" not null check (scope ~ '^([0-9A-Z]{2}){0,3}$'),
  from_time  timestamptz not null default now(),
  to_time    timestamptz check (to_time > from_time),
  unique (account_id, role, scope, from_time)
);

-- Whether the account stands and holds the role over the whole scope now. Families need no grant of their own.
-- Asked at the start of every write, in its own transaction, so a removed grant ends its effect at once.
create function users.grant_stands(asked_account uuid, asked_role text, asked_scope text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from users.account a
    where a.account_id = asked_account and a.disabled_time is null
      and (asked_role in ('Parent', 'Student') or exists (
        select from users.access_grant g
        where g.account_id = a.account_id and g.role = asked_role
          and starts_with(asked_scope, g.scope)
          and g.from_time <= isolation.clock() and (g.to_time is null or g.to_time > isolation.clock()))))
$$;

revoke all on function users.grant_stands(uuid, text, text) from public;
grant execute on function users.grant_stands(uuid, text, text) to vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system;
