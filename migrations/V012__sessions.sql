-- Where people are signed in. Network-wide: a session belongs to an account, not to a branch. It holds no network address: which browser
-- and system it is tells a person apart from a stranger, and where somebody was at what hour is nobody's business.
create table users.session (
  session_id    uuid primary key,
  account_id    uuid not null references users.account,
  started_time  timestamptz not null default now(),
  -- moved at most once in five minutes
  last_seen_time timestamptz not null default now(),
  ended_time    timestamptz,
  browser       text not null check (length(browser) <= 40),
  system        text not null check (length(system) <= 40),
  -- RFC 8176 values as the authority gave them: pwd, otp, hwk, mfa
  methods       text not null check (methods ~ '^[a-z0-9 ]{0,80}$')
);
create index idx_session_open on users.session (account_id) where ended_time is null;
create index idx_session_seen on users.session (last_seen_time) where ended_time is null;
create index idx_session_ended on users.session (ended_time) where ended_time is not null;

-- The same question with the session that asks: one that ended elsewhere writes nothing more. A service account has no session.
create function users.grant_stands(asked_account uuid, asked_role text, asked_scope text, asked_session uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select users.grant_stands(asked_account, asked_role, asked_scope)
    and (asked_session is null or exists (
      select from users.session s where s.session_id = asked_session and s.account_id = asked_account and s.ended_time is null))
$$;

revoke all on function users.grant_stands(uuid, text, text, uuid) from public;
grant execute on function users.grant_stands(uuid, text, text, uuid) to vise_family, vise_staff, vise_officer, vise_setup, vise_audit, vise_system;
