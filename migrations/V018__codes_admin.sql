-- Codes are kept by administrators: academic years, announcements of branches, and the history of every change.

-- Sessions that cycles may be held for; SystemAdmin opens and closes them. Network-wide.
create table codes.academic_year (
  academic_year   varchar(9) primary key
    constraint chk_academic_year check (academic_year ~ '^20[0-9]{2}-[0-9]{2}$' and right(academic_year, 2)::int = (substr(academic_year, 3, 2)::int + 1) % 100),
  from_day        date not null,
  to_day          date not null,
  open_for_cycles boolean not null default true,
  retired_time    timestamptz,
  constraint chk_academic_year_days check (to_day > from_day and to_day < from_day + 550)
);

-- those in use, and those from 2025-26 until the session after the current one
insert into codes.academic_year (academic_year, from_day, to_day)
select format('%s-%s', year, to_char((year + 1) % 100, 'FM00')), make_date(year, 4, 1), make_date(year + 1, 3, 31)
from (
  select generate_series(2025, greatest(2026, extract(year from isolation.clock() - interval '3 months')::int + 1)) as year
  union select left(academic_year, 4)::int from admissions.cycle
) used;

alter table admissions.cycle add constraint fk_cycle_academic_year foreign key (academic_year) references codes.academic_year;

-- What a branch has to say to families, from the first to the last of its days in the branch's time zone. Texts by language: {"en": "...", "hi": "..."}.
create table codes.announcement (
  branch_id       varchar(6) collate "C" not null references codes.branch,
  announcement_id uuid not null,
  texts           jsonb not null check (texts <> '{}'),
  from_day        date not null,
  to_day          date not null,
  retired_time    timestamptz,
  primary key (branch_id, announcement_id),
  constraint chk_announcement_days check (to_day >= from_day)
);
create index idx_announcement_days on codes.announcement (branch_id, to_day);

-- Every change of a code: who, when, old and new values. The scope is the place it lies in ('' the network, 27, 2725, 272501), so that one range
-- covers what a role may see. Written by the owner's function below and by nobody else.
create table codes.history (
  scope        varchar(6) collate "C" not null,
  history_id   bigint generated always as identity,
  target       text not null,
  record       text collate "C" not null,
  history_time timestamptz not null,
  old_values   jsonb,
  new_values   jsonb not null,
  account_id   uuid,
  actor_role   text not null,
  actor_name   text not null,
  trace_id     varchar(32),
  primary key (scope, history_id)
);
create index idx_history_record on codes.history (scope, target, record, history_id);

create trigger insert_only before update or delete or truncate on codes.history
for each statement execute function admissions.refuse_change();

-- Once a statement, so that an import of many rows costs little. The arguments name the key. What the server's own login sets up is there from the
-- start and leaves no row; what it changes does, under the login's name. Otherwise the role is the transaction's own and the name the account's.
create function codes.write_history() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  keys constant text[] := tg_argv;
  database_role constant text := current_setting('role');
  who uuid := nullif(current_setting('vise.account', true), '')::uuid;
  named text;
  named_role text;
begin
  if database_role = 'none' then
    if tg_op = 'INSERT' then
      return null;
    end if;
    who := null;
  end if;
  named := coalesce((select a.name from users.account a where a.account_id = who), case database_role when 'none' then session_user::text else database_role end);
  named_role := case database_role when 'none' then 'Login' when 'vise_setup' then 'SystemAdmin' when 'vise_staff' then 'BranchAdmin' else database_role end;
  if tg_op = 'INSERT' then
    insert into codes.history (scope, target, record, history_time, new_values, account_id, actor_role, actor_name, trace_id)
    select codes.scope_of(made.line), tg_table_name, (select string_agg(made.line ->> key, '/' order by place) from unnest(keys) with ordinality as k (key, place)),
      isolation.clock(), jsonb_strip_nulls(made.line) - keys, who, named_role, named, left(nullif(current_setting('vise.trace', true), ''), 32)
    from (select to_jsonb(n) as line from new_rows n) made;
  else
    insert into codes.history (scope, target, record, history_time, old_values, new_values, account_id, actor_role, actor_name, trace_id)
    select codes.scope_of(was.line), tg_table_name, was.record, isolation.clock(), changed.was, changed.became, who, named_role, named,
      left(nullif(current_setting('vise.trace', true), ''), 32)
    from (select to_jsonb(o) as line, (select string_agg(to_jsonb(o) ->> key, '/' order by place) from unnest(keys) with ordinality as k (key, place)) as record from old_rows o) was
    join (select to_jsonb(n) as line, (select string_agg(to_jsonb(n) ->> key, '/' order by place) from unnest(keys) with ordinality as k (key, place)) as record from new_rows n) became
      on became.record = was.record
    cross join lateral (
      select jsonb_object_agg(e.key, e.value) as was, jsonb_object_agg(e.key, became.line -> e.key) as became
      from jsonb_each(was.line) e where e.value is distinct from became.line -> e.key) changed
    where changed.was is not null;
  end if;
  return null;
end
$$;

create function codes.scope_of(line jsonb) returns text language sql immutable
as $$ select case
  when line ? 'branch_id' then line ->> 'branch_id'
  when line ? 'district_code' then (line ->> 'state_code') || case line ->> 'district_code' when '00' then '' else line ->> 'district_code' end
  when line ? 'state_code' then case line ->> 'state_code' when '00' then '' else line ->> 'state_code' end
  else '' end $$;

-- Has a table's changes written to the history: call codes.keep_history('codes.institution', 'branch_id', 'institution_code').
create procedure codes.keep_history(target regclass, variadic keys text[])
language plpgsql
as $$
declare
  arguments constant text := (select string_agg(quote_literal(name), ', ') from unnest(keys) name);
begin
  execute format('create trigger history_insert after insert on %s referencing new table as new_rows for each statement execute function codes.write_history(%s)', target, arguments);
  execute format('create trigger history_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function codes.write_history(%s)', target, arguments);
end
$$;

call codes.keep_history('codes.geographic', 'state_code', 'district_code');
call codes.keep_history('codes.branch', 'branch_id');
call codes.keep_history('codes.institution', 'branch_id', 'institution_code');
call codes.keep_history('codes.curriculum', 'branch_id', 'institution_code', 'programme_code', 'department_code', 'class_code');
call codes.keep_history('codes.term', 'list', 'code');
call codes.keep_history('codes.age_rule', 'state_code', 'class_code', 'category');
call codes.keep_history('codes.academic_year', 'academic_year');
call codes.keep_history('codes.announcement', 'branch_id', 'announcement_id');

-- rows of the branch whose admin the account is now: vise_staff is the clerks' role too
create function isolation.own_branch_admin() returns text language sql immutable
as $$ select isolation.in_range() || ' and users.grant_stands(nullif(current_setting(''vise.account''), '''')::uuid, ''BranchAdmin'', branch_id)' $$;

-- Rows of an import on their way in: COPYed here, since COPY is refused under row security, then inserted by select under the caller's role and taken
-- out again in the same transaction. None is ever committed, so nobody sees another's; that is why the table needs no row security.
create schema staging;
create unlogged table staging.code_row (
  is_new           boolean not null,
  kind             text not null,
  branch_id        text collate "C" not null,
  institution_code text collate "C" not null,
  programme_code   text collate "C" not null,
  department_code  text collate "C" not null,
  class_code       text collate "C" not null,
  name             text not null,
  names            jsonb not null,
  udise_code       text,
  locality         text not null,
  pin_code         text,
  time_zone        text not null,
  media            text[] not null,
  retired          boolean not null,
  version          bigint not null
);
grant usage on schema staging to vise_setup, vise_staff;
grant select, insert, delete on staging.code_row to vise_setup, vise_staff;

revoke all on function codes.write_history(), codes.scope_of(jsonb), isolation.own_branch_admin() from public;
revoke all on procedure codes.keep_history(regclass, text[]) from public;
