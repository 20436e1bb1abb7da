-- Admission cycles as branches set them up themselves: closing early, classes taken back, the cycle's own questions with their answers, and who changed what.
alter table admissions.cycle
  add closed_time  timestamptz,
  add closed_by    text,
  add close_reason text check (length(close_reason) between 1 and 500),
  add constraint chk_cycle_closed check (num_nonnulls(closed_time, closed_by, close_reason) in (0, 3));

-- a class that nobody applied to may be taken back; its row stays for whoever began a form in that moment
alter table admissions.cycle_class add withdrawn_time timestamptz;

-- What a cycle asks beside the form that all schools share. Names carry translations: {"hi": "..."}. The key stands in a field's path: questions.q1.
create table admissions.question (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  key              varchar(20) collate "C" not null check (key ~ '^[a-z][a-z0-9]{0,19}$'),
  position         int not null check (position > 0),
  kind             text not null check (kind in ('text', 'number', 'date', 'yes-no', 'choice', 'choices')),
  label            text not null check (length(label) between 1 and 200),
  labels           jsonb not null default '{}',
  hint             text not null default '' check (length(hint) <= 300),
  hints            jsonb not null default '{}',
  -- [{"code": "o1", "name": "...", "names": {"hi": "..."}}], for choice and choices
  options          jsonb not null default '[]',
  required         boolean not null default false,
  -- empty: asked for every class
  class_codes      text[] not null default '{}',
  retired_time     timestamptz,
  primary key (branch_id, institution_code, academic_year, key),
  foreign key (branch_id, institution_code, academic_year) references admissions.cycle
);

-- The answers as handed in; the draft holds each as a field of its own.
create table admissions.answer (
  branch_id        varchar(6) collate "C" not null,
  application_id   varchar(16) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  key              varchar(20) collate "C" not null,
  value            text not null check (length(value) between 1 and 1000),
  primary key (branch_id, application_id, key),
  foreign key (branch_id, application_id) references users.application,
  foreign key (branch_id, institution_code, academic_year, key) references admissions.question
);
create index idx_answer_question on admissions.answer (branch_id, institution_code, academic_year, key);
call admissions.keep_trail('admissions.answer', 'key');

-- Who may set up the cycles of a branch: whoever of this transaction is its BranchAdmin or the network's SystemAdmin. The same stands in Vise.Domain/Users/Duty.cs.
create function users.may_set_up(branch text) returns boolean
language sql stable
as $$
  select users.grant_stands(nullif(current_setting('vise.account', true), '')::uuid, 'BranchAdmin', branch)
    or users.grant_stands(nullif(current_setting('vise.account', true), '')::uuid, 'SystemAdmin', branch)
$$;
revoke all on function users.may_set_up(text) from public;
grant execute on function users.may_set_up(text) to vise_staff, vise_setup;
grant execute on function admissions.is_owner() to vise_setup;

-- What people changed of a cycle. Loads of the owner's leave no row.
create table admissions.cycle_change (
  branch_id        varchar(6) collate "C" not null,
  change_id        bigint generated always as identity,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  changed_time     timestamptz not null,
  account_id       uuid,
  actor_name       text not null,
  target           text not null check (target in ('cycle', 'cycle_class', 'question', 'seat')),
  part             text,
  old_values       jsonb,
  new_values       jsonb,
  primary key (branch_id, change_id),
  foreign key (branch_id, institution_code, academic_year) references admissions.cycle
);
create index idx_cycle_change on admissions.cycle_change (branch_id, institution_code, academic_year, change_id);
create trigger insert_only before update or delete or truncate on admissions.cycle_change
for each statement execute function admissions.refuse_change();

create function admissions.add_cycle_change(branch text, institution text, year text, what text, which text, old_part jsonb, new_part jsonb) returns void
language sql
as $$
  insert into admissions.cycle_change (branch_id, institution_code, academic_year, changed_time, account_id, actor_name, target, part, old_values, new_values)
  select branch, institution, year, isolation.clock(), me.id, coalesce((select a.name from users.account a where a.account_id = me.id), ''), what, which, old_part, new_part
  from (select nullif(current_setting('vise.account', true), '')::uuid as id) me
$$;
revoke all on function admissions.add_cycle_change(text, text, text, text, text, jsonb, jsonb) from public;

create function admissions.note_cycle_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  keys constant text[] := array['branch_id', 'institution_code', 'academic_year'];
  new_row jsonb := to_jsonb(new);
  old_row jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
  which text;
begin
  for n in 0 .. tg_nargs - 1 loop
    which := concat_ws('/', which, new_row ->> tg_argv[n]);
  end loop;
  if tg_op = 'INSERT' then
    perform admissions.add_cycle_change(new_row ->> 'branch_id', new_row ->> 'institution_code', new_row ->> 'academic_year', tg_table_name, which, null, jsonb_strip_nulls(new_row) - keys);
  elsif old is distinct from new then
    perform admissions.add_cycle_change(new_row ->> 'branch_id', new_row ->> 'institution_code', new_row ->> 'academic_year', tg_table_name, which,
      (select jsonb_object_agg(e.key, e.value) from jsonb_each(old_row) e where e.value is distinct from new_row -> e.key),
      (select jsonb_object_agg(e.key, e.value) from jsonb_each(new_row) e where e.value is distinct from old_row -> e.key));
  end if;
  return null;
end
$$;

revoke all on function admissions.note_cycle_change() from public;

create trigger note_change after insert or update on admissions.cycle
for each row when (not admissions.is_owner()) execute function admissions.note_cycle_change();
create trigger note_change after insert or update on admissions.cycle_class
for each row when (not admissions.is_owner()) execute function admissions.note_cycle_change('programme_code', 'department_code', 'class_code');
create trigger note_change after insert or update on admissions.question
for each row when (not admissions.is_owner()) execute function admissions.note_cycle_change('key');
-- Brings a class to so many seats of a quota: new ones get the lowest numbers that are free, and of those that nobody holds the highest go first. Returns how many
-- there are then; more than wanted means that the rest is held. Whoever keeps the network sets seats too and learns of no holder, so it runs as the owner.
create function admissions.set_seats(branch text, institution text, year text, programme text, department text, class text, asked_quota text, wanted int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  before int;
  after int;
begin
  if not (branch >= current_setting('vise.lo') and branch < current_setting('vise.hi') and users.may_set_up(branch)) then
    raise exception 'no seat may be set there' using errcode = '42501';
  end if;
  -- one at a time
  perform from admissions.cycle_class c
  where (c.branch_id, c.institution_code, c.academic_year, c.programme_code, c.department_code, c.class_code) = (branch, institution, year, programme, department, class)
  for update;
  select count(*)::int into before from admissions.seat s
  where (s.branch_id, s.institution_code, s.academic_year, s.programme_code, s.department_code, s.class_code, s.quota)
    = (branch, institution, year, programme, department, class, asked_quota);
  insert into admissions.seat (branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no)
  select branch, institution, year, programme, department, class, asked_quota, number
  from generate_series(1, greatest(before, wanted)) number
  where wanted > before and not exists (select from admissions.seat s
    where (s.branch_id, s.institution_code, s.academic_year, s.programme_code, s.department_code, s.class_code, s.quota, s.seat_no)
      = (branch, institution, year, programme, department, class, asked_quota, number))
  order by number limit greatest(wanted - before, 0);
  delete from admissions.seat s
  where (s.branch_id, s.institution_code, s.academic_year, s.programme_code, s.department_code, s.class_code, s.quota)
      = (branch, institution, year, programme, department, class, asked_quota)
    and s.application_id is null and s.seat_no in (
      select f.seat_no from admissions.seat f
      where (f.branch_id, f.institution_code, f.academic_year, f.programme_code, f.department_code, f.class_code, f.quota)
          = (branch, institution, year, programme, department, class, asked_quota) and f.application_id is null
      order by f.seat_no desc limit greatest(before - wanted, 0) for update skip locked);
  select count(*)::int into after from admissions.seat s
  where (s.branch_id, s.institution_code, s.academic_year, s.programme_code, s.department_code, s.class_code, s.quota)
    = (branch, institution, year, programme, department, class, asked_quota);
  if after <> before then
    perform admissions.add_cycle_change(branch, institution, year, 'seat', concat_ws('/', programme, department, class, asked_quota),
      jsonb_build_object('seats', before), jsonb_build_object('seats', after));
  end if;
  return after;
end
$$;

-- How far a cycle has come, class by class, in numbers that name nobody: seats, seats held, forms begun, forms handed in, offers and the last deadline that runs.
create function admissions.cycle_counts(branch text, institution text, year text)
returns table (programme_code text, department_code text, class_code text, open_seats int, open_held int, rte_seats int, rte_held int,
  forms int, handed_in int, offers int, last_deadline timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select c.programme_code, c.department_code, c.class_code,
    coalesce(s.open_seats, 0), coalesce(s.open_held, 0), coalesce(s.rte_seats, 0), coalesce(s.rte_held, 0),
    coalesce(f.forms, 0), coalesce(f.handed_in, 0), coalesce(f.offers, 0), f.last_deadline
  from admissions.cycle_class c
  left join lateral (
    select count(*) filter (where quota = 'open')::int as open_seats, count(application_id) filter (where quota = 'open')::int as open_held,
      count(*) filter (where quota = 'rte')::int as rte_seats, count(application_id) filter (where quota = 'rte')::int as rte_held
    from admissions.seat s
    where (s.branch_id, s.institution_code, s.academic_year, s.programme_code, s.department_code, s.class_code)
      = (c.branch_id, c.institution_code, c.academic_year, c.programme_code, c.department_code, c.class_code)) s on true
  left join lateral (
    select count(*)::int as forms, count(a.submitted_time)::int as handed_in, count(a.offer_issued_time)::int as offers,
      max(case a.application_status when 'offer' then a.offer_expires_time when 'fees' then a.fees_due_time end) as last_deadline
    from users.application a
    where (a.branch_id, a.institution_code, a.academic_year, a.programme_code, a.department_code, a.class_code)
      = (c.branch_id, c.institution_code, c.academic_year, c.programme_code, c.department_code, c.class_code)) f on true
  where c.branch_id = branch and c.institution_code = institution and c.academic_year = year
    and branch >= current_setting('vise.lo') and branch < current_setting('vise.hi')
$$;

-- Which of a cycle's questions somebody has answered, in a draft or a form handed in.
create function admissions.answered_questions(branch text, institution text, year text) returns table (key text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select q.key from admissions.question q
  where q.branch_id = branch and q.institution_code = institution and q.academic_year = year
    and branch >= current_setting('vise.lo') and branch < current_setting('vise.hi')
    and (exists (select from admissions.answer a
        where (a.branch_id, a.institution_code, a.academic_year, a.key) = (q.branch_id, q.institution_code, q.academic_year, q.key))
      or exists (select from admissions.draft_field d join users.application a on a.branch_id = d.branch_id and a.application_id = d.application_id
        where d.branch_id = q.branch_id and d.path = 'questions.' || q.key and d.path like 'questions.%' and d.value <> ''
          and a.institution_code = q.institution_code and a.academic_year = q.academic_year))
$$;
create index idx_draft_question on admissions.draft_field (branch_id, path, application_id) where path like 'questions.%';

revoke all on function admissions.cycle_counts(text, text, text), admissions.answered_questions(text, text, text),
  admissions.set_seats(text, text, text, text, text, text, text, int) from public;
grant execute on function admissions.cycle_counts(text, text, text), admissions.answered_questions(text, text, text),
  admissions.set_seats(text, text, text, text, text, text, text, int) to vise_staff, vise_setup;

-- DOMAIN, "Age for a class": Delhi 2026-27, its EWS/DG ages of 2025 and those of children with a disability. SystemAdmin keeps them from here on.
insert into codes.age_rule (state_code, class_code, category, cutoff_month, cutoff_day, min_years, max_years, relaxation_days) values
  ('07', 'NU', 'all', 3, 31, 3, 4, 30),
  ('07', 'LK', 'all', 3, 31, 4, 5, 30),
  ('07', 'UK', 'all', 3, 31, 5, 6, 30),
  ('07', '01', 'all', 3, 31, 6, 7, 30),
  ('07', 'NU', 'ews_dg', 3, 31, 3, 5, 0),
  ('07', 'LK', 'ews_dg', 3, 31, 4, 6, 0),
  ('07', 'UK', 'ews_dg', 3, 31, 4, 6, 0),
  ('07', '01', 'ews_dg', 3, 31, 5, 7, 0),
  ('07', 'NU', 'disability', 3, 31, 3, 7, 0),
  ('07', 'LK', 'disability', 3, 31, 4, 8, 0),
  ('07', 'UK', 'disability', 3, 31, 4, 8, 0),
  ('07', '01', 'disability', 3, 31, 5, 9, 0)
on conflict do nothing;

alter table codes.age_rule
  add constraint chk_age_category check (category in ('all', 'ews_dg', 'disability')),
  add constraint chk_age_cutoff check (make_date(2001, cutoff_month, cutoff_day) is not null),
  add retired_time timestamptz;
