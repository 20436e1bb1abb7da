-- The lifecycle of SPEC 3 as the database guards it: from, to and the database role that may. A test holds this table against the domain's.
create table admissions.lifecycle (
  from_status   text not null,
  to_status     text not null,
  database_role text not null,
  primary key (from_status, to_status, database_role)
);

insert into admissions.lifecycle (from_status, to_status, database_role) values
  ('draft',     'submitted', 'vise_family'),
  ('draft',     'submitted', 'vise_staff'),
  ('draft',     'expired',   'vise_system'),
  ('draft',     'withdrawn', 'vise_family'),
  ('draft',     'withdrawn', 'vise_staff'),
  ('submitted', 'withdrawn', 'vise_family'),
  ('submitted', 'withdrawn', 'vise_staff'),
  ('review',    'withdrawn', 'vise_family'),
  ('review',    'withdrawn', 'vise_staff'),
  ('accepted',  'withdrawn', 'vise_family'),
  ('accepted',  'withdrawn', 'vise_staff'),
  ('offer',     'withdrawn', 'vise_family'),
  ('offer',     'withdrawn', 'vise_staff'),
  ('fees',      'withdrawn', 'vise_family'),
  ('fees',      'withdrawn', 'vise_staff'),
  ('submitted', 'review',    'vise_staff'),
  ('review',    'draft',     'vise_staff'),
  ('review',    'accepted',  'vise_staff'),
  ('review',    'rejected',  'vise_staff'),
  ('accepted',  'rejected',  'vise_staff'),
  ('accepted',  'rejected',  'vise_system'),
  ('accepted',  'offer',     'vise_staff'),
  ('accepted',  'offer',     'vise_system'),
  ('offer',     'fees',      'vise_family'),
  ('offer',     'fees',      'vise_staff'),
  ('offer',     'expired',   'vise_system'),
  ('fees',      'expired',   'vise_system'),
  ('fees',      'enrolled',  'vise_staff'),
  ('fees',      'enrolled',  'vise_system');

-- Whether this is the owner of the applications at work: migrations and bulk loads, never the running app.
create function admissions.is_owner() returns boolean
language sql stable
as $$ select current_user::regrole::oid = (select relowner from pg_class where oid = 'users.application'::regclass) $$;

-- What a family may change of its own application beside the step it takes: the draft, and nothing of a form that was handed in.
create function admissions.family_may(before users.application, after users.application) returns boolean
language sql stable
as $$
  select (before.application_status = 'draft' or before.application_status <> after.application_status)
    and (after.correction_due_time is null or after.correction_due_time = before.correction_due_time)
    and (before.application_status = 'draft'
      or (before.child_name, before.programme_code, before.department_code, before.class_code)
        is not distinct from (after.child_name, after.programme_code, after.department_code, after.class_code))
    and (after.submitted_time is not distinct from before.submitted_time or after.submitted_time = isolation.clock())
    and (after.application_status <> 'fees' or before.offer_expires_time >= isolation.clock())
    and (after.application_status = 'fees' or after.fees_due_time is not distinct from before.fees_due_time)
$$;

create function admissions.guard_lifecycle() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if admissions.is_owner() then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.application_status <> 'draft' then
      raise exception 'an application begins as a draft' using errcode = 'VS001';
    end if;
  else
    if new.application_id <> old.application_id or new.branch_id <> old.branch_id or new.id <> old.id
      or new.created_time <> old.created_time then
      raise exception 'an application keeps its id' using errcode = 'VS002';
    end if;
    if old.enrollment_id is not null and new.enrollment_id is distinct from old.enrollment_id then
      raise exception 'a child keeps its enrolment id' using errcode = 'VS002';
    end if;
    if new.application_status <> old.application_status and not exists (
      select from admissions.lifecycle l
      where l.from_status = old.application_status and l.to_status = new.application_status and l.database_role = current_user)
    then
      raise exception 'no way from % to % for %', old.application_status, new.application_status, current_user using errcode = 'VS001';
    end if;
    if current_user = 'vise_family' and not admissions.family_may(old, new) then
      raise exception 'a family may not change this now' using errcode = 'VS002';
    end if;
    new.updated_time := isolation.clock();
  end if;
  return new;
end
$$;

create trigger guard_lifecycle before insert or update on users.application
for each row execute function admissions.guard_lifecycle();

-- A status never changes without its event in the same transaction.
create function admissions.guard_event() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not admissions.is_owner() and not exists (
    select from admissions.application_event e
    where e.branch_id = new.branch_id and e.application_id = new.application_id
      and e.to_status = new.application_status and e.transaction_id = pg_current_xact_id()
      and e.from_status is not distinct from (case when tg_op = 'UPDATE' then old.application_status end))
  then
    raise exception 'a change of status needs its event' using errcode = 'VS003';
  end if;
  return null;
end
$$;

-- Nor does an event tell of a change that was not made.
create function admissions.guard_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not admissions.is_owner() and not exists (
    select from users.application a
    where a.branch_id = new.branch_id and a.application_id = new.application_id
      and a.application_status = new.to_status and a.updated_time = new.event_time)
  then
    raise exception 'an event needs its change of status' using errcode = 'VS003';
  end if;
  return null;
end
$$;

create constraint trigger guard_change_on_insert after insert on admissions.application_event
deferrable initially deferred for each row execute function admissions.guard_change();

create constraint trigger guard_event_on_insert after insert on users.application
deferrable initially deferred for each row execute function admissions.guard_event();

create constraint trigger guard_event_on_update after update on users.application
deferrable initially deferred for each row
when (old.application_status is distinct from new.application_status)
execute function admissions.guard_event();

-- Events, views and payments are never changed or removed, not even by the owner.
create function admissions.refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception '% is insert-only', tg_table_name using errcode = 'VS004';
end
$$;

create trigger insert_only before update or delete or truncate on admissions.application_event
for each statement execute function admissions.refuse_change();
create trigger insert_only before update or delete or truncate on admissions.record_view
for each statement execute function admissions.refuse_change();
create trigger insert_only before update or delete or truncate on finance.payment
for each statement execute function admissions.refuse_change();

create index idx_application_figures on users.application (branch_id, academic_year, application_status, class_code, institution_code);

-- Figures that name nobody, over the caller's range: what officers and dashboards read.
create function admissions.figures(asked_year text)
returns table (branch_id text, institution_code text, class_code text, application_status text, applications bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select a.branch_id, a.institution_code, a.class_code, a.application_status, count(*)
  from users.application a
  where a.branch_id >= current_setting('vise.lo') and a.branch_id < current_setting('vise.hi') and a.academic_year = asked_year
  group by 1, 2, 3, 4
$$;

-- The next receipt number of a branch in the caller's range.
create function finance.take_receipt(branch text) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into finance.receipt_counter as c (branch_id, last_receipt)
  select branch, 1 where branch >= current_setting('vise.lo') and branch < current_setting('vise.hi')
  on conflict (branch_id) do update set last_receipt = c.last_receipt + 1
  returning last_receipt
$$;

revoke all on all functions in schema admissions, finance from public;
grant execute on function admissions.guard_lifecycle(), admissions.guard_event(), admissions.guard_change(), admissions.family_may(users.application, users.application),
  admissions.refuse_change(), admissions.is_owner()
  to vise_family, vise_staff, vise_system;
grant execute on function admissions.take_id(text, text, text, text) to vise_family, vise_staff, vise_system;
grant execute on function admissions.figures(text) to vise_staff, vise_officer;
grant execute on function finance.take_receipt(text) to vise_staff;
