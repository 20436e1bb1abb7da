-- The one trail of every child's record (SPEC 10): each change with old and new values, each opening, export, download and refusal; who, when,
-- under which grant, why. Rows are written by the owner's functions below and by nobody else, so that no writer leaves one out or forges one.
create table admissions.trail (
  branch_id      varchar(6) collate "C" not null,
  trail_id       bigint generated always as identity,
  transaction_id xid8 not null default pg_current_xact_id(),
  trail_time     timestamptz not null,
  action         text not null check (action in ('change', 'open', 'download', 'export', 'refusal')),
  application_id varchar(16) collate "C" check (left(application_id, 6) = branch_id),
  target         text not null,
  part           text,
  old_values     jsonb,
  new_values     jsonb,
  account_id     uuid,
  actor_role     text not null,
  actor_name     text not null,
  scope          varchar(6) collate "C",
  duty           text,
  reason         text check (length(reason) <= 2000),
  trace_id       varchar(32),
  primary key (branch_id, trail_id)
);

create index idx_trail_application on admissions.trail (branch_id, application_id, trail_id) where application_id is not null;
create index idx_trail_account on admissions.trail (branch_id, account_id, trail_id) where account_id is not null;
create index idx_trail_looked on admissions.trail (branch_id, trail_id) where action <> 'change';

-- Which transactions left rows that are not sealed yet. One row a transaction and branch; it is committed with them, however late that is.
create table admissions.trail_unsealed (
  branch_id      varchar(6) collate "C" not null,
  transaction_id xid8 not null,
  first_id       bigint not null,
  primary key (branch_id, transaction_id)
);

-- The chain of a branch: each seal holds a keyed hash of its row's values, and one over that, the row and the seal before. The key lies outside the database.
create table admissions.trail_seal (
  branch_id   varchar(6) collate "C" not null,
  seal_no     bigint not null check (seal_no > 0),
  trail_id    bigint not null,
  values_hash bytea not null,
  hash        bytea not null,
  sealed_time timestamptz not null,
  primary key (branch_id, seal_no),
  constraint uq_seal_row unique (branch_id, trail_id)
);

-- Where each chain ends, and what was found when it was last gone through.
create table admissions.trail_head (
  branch_id     varchar(6) collate "C" primary key,
  seal_no       bigint not null,
  hash          bytea not null,
  sealed_time   timestamptz,
  verified_no   bigint,
  verified_time timestamptz,
  findings      int
);

create trigger insert_only before update or delete or truncate on admissions.trail
for each statement execute function admissions.refuse_change();
create trigger insert_only before update or delete or truncate on admissions.trail_seal
for each statement execute function admissions.refuse_change();

-- Writes a row in the name of whoever this transaction acts as. The database role is the transaction's own; a role of ours is believed only
-- where it goes with that; the name is the account's. What is done by a login itself, such as the owner's, bears the login's name.
create function admissions.add_trail(branch text, application text, did text, on_what text, which text, old_part jsonb, new_part jsonb, why text) returns void
language plpgsql
as $$
declare
  database_role text := current_setting('role');
  named_role text := nullif(current_setting('vise.role', true), '');
  who uuid := nullif(current_setting('vise.account', true), '')::uuid;
  row_id bigint;
begin
  if database_role = 'none' then
    database_role := 'login';
    named_role := 'Login';
    who := null;
  elsif not coalesce(named_role = any (case database_role
    when 'vise_family' then array['Parent', 'Student']
    when 'vise_staff' then array['Clerk', 'BranchAdmin']
    when 'vise_officer' then array['DistrictOfficer', 'StateOfficer']
    when 'vise_setup' then array['SystemAdmin']
    when 'vise_audit' then array['Auditor']
    when 'vise_system' then array['System'] end), false) then
    named_role := database_role;
  end if;
  insert into admissions.trail (branch_id, trail_time, action, application_id, target, part, old_values, new_values,
    account_id, actor_role, actor_name, scope, duty, reason, trace_id)
  values (branch, isolation.clock(), did, application, on_what, which, old_part, new_part, who, named_role,
    coalesce(
      case when who is not null then (select a.name from users.account a where a.account_id = who) end,
      case when database_role = 'login' then session_user when database_role = 'vise_system' then nullif(current_setting('vise.actor', true), '') end,
      database_role),
    case when database_role not in ('login', 'vise_family') then left(current_setting('vise.lo', true), 6) end,
    nullif(current_setting('vise.duty', true), ''), why, left(nullif(current_setting('vise.trace', true), ''), 32))
  returning trail_id into row_id;
  insert into admissions.trail_unsealed values (branch, pg_current_xact_id(), row_id) on conflict do nothing;
end
$$;

-- Each change of a table that holds a child's record. The arguments name what is left of its key.
create function admissions.write_trail() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  -- these follow from another change of the same transaction, and alone make no row
  followers constant text[] := array['updated_time', 'last_expiry_check_time', 'draft_expires_time'];
  keys constant text[] := array['branch_id', 'application_id'];
  old_row jsonb;
  new_row jsonb;
  any_row jsonb;
  old_part jsonb;
  new_part jsonb;
  which text;
begin
  if tg_op = 'INSERT' then
    new_row := to_jsonb(new);
    new_part := jsonb_strip_nulls(new_row) - keys;
  elsif tg_op = 'DELETE' then
    old_row := to_jsonb(old);
    old_part := jsonb_strip_nulls(old_row) - keys;
  elsif old is not distinct from new then
    return null;
  else
    old_row := to_jsonb(old);
    new_row := to_jsonb(new);
    select jsonb_object_agg(e.key, e.value), jsonb_object_agg(e.key, new_row -> e.key) into old_part, new_part
    from jsonb_each(old_row) e where e.value is distinct from new_row -> e.key;
    if old_part - followers = '{}' then
      return null;
    end if;
  end if;
  any_row := coalesce(new_row, old_row);
  for n in 0 .. tg_nargs - 1 loop
    which := concat_ws('/', which, any_row ->> tg_argv[n]);
  end loop;
  if any_row ->> 'application_id' is not null then
    perform admissions.add_trail(any_row ->> 'branch_id', any_row ->> 'application_id', 'change', tg_table_schema || '.' || tg_table_name, which, old_part, new_part, null);
  end if;
  -- a seat that goes from one child to another, or to none, is a change of the former holder's too
  if tg_op = 'UPDATE' and old_row ->> 'application_id' is not null and old_row ->> 'application_id' is distinct from new_row ->> 'application_id' then
    perform admissions.add_trail(old_row ->> 'branch_id', old_row ->> 'application_id', 'change', tg_table_schema || '.' || tg_table_name, which, old_part, new_part, null);
  end if;
  return null;
end
$$;

-- An opening, a download or an export, of a record that the caller may know of.
create function admissions.leave_trail(branch text, application text, did text, on_what text, which text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if did not in ('open', 'download', 'export') or not (case current_setting('role')
    when 'vise_family' then exists (
      select from users.application a
      where a.branch_id = branch and a.application_id = application and a.account_id = nullif(current_setting('vise.account', true), '')::uuid)
    else branch >= current_setting('vise.lo') and branch < current_setting('vise.hi') end)
  then
    raise exception 'no trail may be left there' using errcode = '42501';
  end if;
  perform admissions.add_trail(branch, application, did, on_what, which, null, null, why);
end
$$;

-- A refusal, once a minute for an account and a record. Only for what exists; and where "not found" was the answer, only if the record was kept
-- from the account: a document that isn't there is no refusal. Returns whether it left a row.
create function admissions.leave_refusal(application text, who uuid, named_role text, named_scope text, on_what text, hidden boolean, trace text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  branch constant text := left(application, 6);
  row_id bigint;
begin
  insert into admissions.trail (branch_id, trail_time, action, application_id, target, account_id, actor_role, actor_name, scope, trace_id)
  select branch, isolation.clock(), 'refusal', application, on_what, who, named_role, u.name, left(named_scope, 6), left(trace, 32)
  from users.account u, users.application a
  where u.account_id = who and a.branch_id = branch and a.application_id = application
    and not exists (
      select from admissions.trail t
      where t.branch_id = branch and t.application_id = application and t.account_id = who and t.action = 'refusal'
        and t.trail_time > isolation.clock() - interval '1 minute')
    and not (hidden and (a.account_id is not distinct from who or ((a.submitted_time is not null or a.account_id is null) and exists (
      select from users.access_grant g
      where g.account_id = who and g.role in ('Clerk', 'BranchAdmin') and starts_with(branch, g.scope)
        and g.from_time <= isolation.clock() and (g.to_time is null or g.to_time > isolation.clock())))))
  returning trail_id into row_id;
  if row_id is null then
    return false;
  end if;
  insert into admissions.trail_unsealed values (branch, pg_current_xact_id(), row_id) on conflict do nothing;
  return true;
end
$$;

create function admissions.refuse_truncate() returns trigger
language plpgsql
as $$
begin
  raise exception 'rows of % are removed one by one, so that the trail tells of each', tg_table_name using errcode = 'VS004';
end
$$;

-- Has a table's changes written to the trail: call admissions.keep_trail('users.parent', 'position'). The columns are what is left of the key
-- beside branch_id and application_id. A test fails on a table with a child's record that isn't kept.
create procedure admissions.keep_trail(target regclass, variadic columns text[] default '{}')
language plpgsql
as $$
begin
  execute format('create trigger trail after insert or update or delete on %s for each row execute function admissions.write_trail(%s)',
    target, (select string_agg(quote_literal(name), ', ') from unnest(columns) name));
  execute format('create trigger trail_truncate before truncate on %s for each statement execute function admissions.refuse_truncate()', target);
end
$$;

revoke all on all functions in schema admissions from public;
revoke all on procedure admissions.keep_trail(regclass, text[]) from public;
grant execute on function admissions.leave_trail(text, text, text, text, text, text) to vise_family, vise_staff, vise_officer, vise_audit, vise_system;
grant execute on function admissions.leave_refusal(text, uuid, text, text, text, boolean, text) to vise_system;

call admissions.keep_trail('users.application');
call admissions.keep_trail('users.application_guardian', 'guardian_id');
call admissions.keep_trail('users.parent', 'position');
call admissions.keep_trail('users.sibling', 'position');
call admissions.keep_trail('users.academic', 'position');
call admissions.keep_trail('users.student', 'enrollment_id');
call admissions.keep_trail('admissions.applicant');
call admissions.keep_trail('admissions.draft_field', 'path');
call admissions.keep_trail('admissions.correction', 'path');
call admissions.keep_trail('admissions.document', 'document_id');
call admissions.keep_trail('admissions.seat', 'class_code', 'quota', 'seat_no');
call admissions.keep_trail('admissions.application_event', 'event_id');
call admissions.keep_trail('finance.payment', 'receipt_no');

-- Openings had a table of their own.
insert into admissions.trail (branch_id, trail_time, action, application_id, target, account_id, actor_role, actor_name)
select branch_id, viewed_time, 'open', application_id, 'record', account_id, actor_role, actor_name from admissions.record_view order by viewed_time;
insert into admissions.trail_unsealed select branch_id, transaction_id, min(trail_id) from admissions.trail group by branch_id, transaction_id;
drop table admissions.record_view;
