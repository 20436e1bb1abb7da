-- What a family asks to have changed in a form that was handed in, and the branch's word on it. One request at a time, of one field or several.
create table admissions.amendment (
  branch_id       varchar(6) collate "C" not null,
  application_id  varchar(16) collate "C" not null,
  amendment_id    uuid not null,
  reason          text not null check (length(reason) between 1 and 1000),
  asked_time      timestamptz not null,
  asked_by        uuid not null references users.account,
  asker_name      text not null,
  state           text not null default 'open' check (state in ('open', 'granted', 'declined', 'withdrawn', 'lapsed')),
  decided_time    timestamptz,
  -- nobody decides that a request lapses
  decided_by      uuid references users.account,
  decider_name    text,
  decision_reason text check (length(decision_reason) between 1 and 1000),
  primary key (branch_id, application_id, amendment_id),
  foreign key (branch_id, application_id) references users.application,
  check ((state = 'open') = (decided_time is null)),
  check (num_nonnulls(decided_by, decider_name) = case when state in ('open', 'lapsed') then 0 else 2 end),
  check (state <> 'declined' or decision_reason is not null)
);
create unique index uq_amendment_open on admissions.amendment (branch_id, application_id) where state = 'open';

-- What each field should be, sealed as the draft's own fields are. What decides the kind of seat, and the consent, are never asked for.
create table admissions.amendment_field (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  amendment_id   uuid not null,
  path           text collate "C" not null check (length(path) between 1 and 100 and path <> 'sought.quota' and path not like 'consent.%'),
  -- the revision of the answer that it should replace; 0 where none was given
  base_revision  int not null check (base_revision >= 0),
  value          text check (length(value) <= 4000),
  sealed         bytea,
  primary key (branch_id, application_id, amendment_id, path),
  check (num_nonnulls(value, sealed) <= 1),
  foreign key (branch_id, application_id, amendment_id) references admissions.amendment
);
call admissions.keep_trail('admissions.amendment', 'amendment_id');
call admissions.keep_trail('admissions.amendment_field', 'amendment_id', 'path');

-- fields of a request that the role itself may see and nobody has decided on
create function isolation.open_amendment() returns text language sql immutable
as $$ select 'exists (select from admissions.amendment asked where asked.branch_id = {t}.branch_id and asked.application_id = {t}.application_id
  and asked.amendment_id = {t}.amendment_id and asked.state = ''open'')' $$;
revoke all on function isolation.open_amendment() from public;

-- A request stands while the form lies with the school; ten are made in a day at most. The date of birth is for a branch's admin to change.
create function admissions.guard_amendment() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if admissions.is_owner() then
    return new;
  end if;
  perform from users.application a
  where a.branch_id = new.branch_id and a.application_id = new.application_id
    and a.application_status in ('submitted', 'review', 'accepted', 'offer', 'fees')
  for update;
  if not found
    or (tg_op = 'INSERT' and (select count(*) from admissions.amendment m
      where m.branch_id = new.branch_id and m.application_id = new.application_id and m.asked_time > isolation.clock() - interval '1 day') >= 10)
  then
    raise exception 'no amendment of this application now' using errcode = 'VS008';
  end if;
  if new.state = 'granted' then
    if exists (select from admissions.amendment_field f
      where f.branch_id = new.branch_id and f.application_id = new.application_id and f.amendment_id = new.amendment_id and f.path = 'child.birthDate')
      and not users.grant_stands(new.decided_by, 'BranchAdmin', new.branch_id)
    then
      raise exception 'a date of birth is changed by a branch admin' using errcode = '42501';
    end if;
  end if;
  return new;
end
$$;

create trigger guard_amendment before insert or update on admissions.amendment
for each row execute function admissions.guard_amendment();

-- A request lapses where the form goes back to the family or the application ends, whoever brings that about.
create function admissions.lapse_amendment() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update admissions.amendment m set state = 'lapsed', decided_time = isolation.clock()
  where m.branch_id = new.branch_id and m.application_id = new.application_id and m.state = 'open';
  return null;
end
$$;

create trigger lapse_amendment after update on users.application
for each row when (new.application_status <> old.application_status and new.application_status in ('draft', 'enrolled', 'rejected', 'withdrawn', 'expired'))
execute function admissions.lapse_amendment();

-- Which answer each column of the record is made of. Where it is the answer as typed, the column must be it.
create function admissions.amended_columns() returns table (col text, pattern text, exact boolean)
language sql immutable
as $$
  values ('child_name', 'child.name', true), ('child_name_script', 'child.nameInScript', true), ('birth_date', 'child.birthDate', true), ('gender', 'child.gender', true),
    ('nationality', 'child.nationality', true), ('mother_tongue', 'child.motherTongue', true), ('religion', 'child.religion', true), ('social_category', 'child.socialCategory', true),
    ('pen', 'child.pen', false), ('minority', 'child.minority', false), ('ews', 'child.ews', false), ('ews', 'child.socialCategory', false),
    ('disadvantaged_group', 'child.disadvantagedGroup', false), ('bpl', 'child.bpl', false), ('aay', 'child.aay', false), ('aay', 'child.bpl', false),
    ('disability_sealed', 'child.disability%', false), ('disability_sealed', 'child.impairment', false), ('apaar_sealed', 'child.apaarId', false), ('apaar_hash', 'child.apaarId', false),
    ('aadhaar_sealed', 'child.aadhaar', false), ('aadhaar_hash', 'child.aadhaar', false), ('aadhaar_last_four', 'child.aadhaar', false), ('rte_sealed', 'sought.rte%', false),
    ('transport_wanted', 'sought.transport', false), ('medium_code', 'sought.medium', true), ('permanent_line', 'address.permanent.line', true),
    ('permanent_locality', 'address.permanent.locality', true), ('permanent_pin', 'address.permanent.pinCode', true), ('present_line', 'address.present%', false),
    ('present_locality', 'address.present%', false), ('present_pin', 'address.present%', false), ('health_sealed', 'health.%', false)
$$;

-- What was handed in stays as it is, for staff too: it is written while the form is a draft, in the transaction that hands it in, and in the one
-- that grants an amendment, then only what that asks for: each field exactly, the record's columns and rows by the answers that they are made of.
-- Looked at when the transaction ends, so that the order of its statements is its own.
create function admissions.guard_filed() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  old_row constant jsonb := to_jsonb(old);
  new_row constant jsonb := to_jsonb(new);
  branch constant text := coalesce(new_row, old_row) ->> 'branch_id';
  application constant text := coalesce(new_row, old_row) ->> 'application_id';
  granted uuid;
begin
  if exists (select from users.application a
    where a.branch_id = branch and a.application_id = application and (a.application_status = 'draft' or a.submitted_time = isolation.clock()))
  then
    return null;
  end if;
  select m.amendment_id into granted from admissions.amendment m
  where m.branch_id = branch and m.application_id = application and m.state = 'granted' and m.decided_time = isolation.clock();
  if granted is null or not (case tg_argv[0]
    when 'field' then tg_op <> 'DELETE' and exists (
      select from admissions.amendment_field f
      where f.branch_id = branch and f.application_id = application and f.amendment_id = granted and f.path = new_row ->> 'path'
        and to_jsonb(f) -> 'value' = new_row -> 'value' and to_jsonb(f) -> 'sealed' = new_row -> 'sealed')
    when 'columns' then tg_op = 'UPDATE' and not exists (
      select from jsonb_each(new_row) n
      where n.value is distinct from old_row -> n.key and not exists (
        select from admissions.amendment_field f join admissions.amended_columns() c on c.col = n.key and f.path like c.pattern
        where f.branch_id = branch and f.application_id = application and f.amendment_id = granted
          and (not c.exact or n.value #>> '{}' is not distinct from nullif(f.value, ''))))
    else exists (
      select from admissions.amendment_field f
      where f.branch_id = branch and f.application_id = application and f.amendment_id = granted and f.path like tg_argv[0]) end)
  then
    raise exception 'what was handed in is changed by an amendment alone' using errcode = 'VS008';
  end if;
  return null;
end
$$;

-- A family's own fields are held to the same by row security at once, thousands of times a minute; V030 saves those of several families in one transaction,
-- which ends as the last of them, so what is looked at then is looked at as the owner.
create constraint trigger guard_filed after insert or update or delete on admissions.draft_field deferrable initially deferred
for each row when (current_user <> 'vise_family' and not admissions.is_owner()) execute function admissions.guard_filed('field');
create constraint trigger guard_filed after insert or update or delete on admissions.applicant deferrable initially deferred
for each row when (not admissions.is_owner()) execute function admissions.guard_filed('columns');
create constraint trigger guard_filed after insert or update or delete on users.parent deferrable initially deferred
for each row when (not admissions.is_owner()) execute function admissions.guard_filed('parents.%');
create constraint trigger guard_filed after insert or update or delete on users.sibling deferrable initially deferred
for each row when (not admissions.is_owner()) execute function admissions.guard_filed('siblings.%');
create constraint trigger guard_filed after insert or update or delete on users.academic deferrable initially deferred
for each row when (not admissions.is_owner()) execute function admissions.guard_filed('schooling.%');
create constraint trigger guard_filed after insert or update or delete on admissions.answer deferrable initially deferred
for each row when (not admissions.is_owner()) execute function admissions.guard_filed('questions.%');

create function admissions.guard_shown_name() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from users.application a
      where a.branch_id = new.branch_id and a.application_id = new.application_id and (a.application_status = 'draft' or a.submitted_time = isolation.clock()))
    and not exists (select from admissions.amendment m join admissions.amendment_field f using (branch_id, application_id, amendment_id)
      where m.branch_id = new.branch_id and m.application_id = new.application_id and m.state = 'granted' and m.decided_time = isolation.clock()
        and f.path = 'child.name' and f.value = new.child_name)
  then
    raise exception 'what was handed in is changed by an amendment alone' using errcode = 'VS008';
  end if;
  return null;
end
$$;

create constraint trigger guard_shown_name after update on users.application deferrable initially deferred
for each row when (old.child_name is distinct from new.child_name and current_user <> 'vise_family' and not admissions.is_owner()) execute function admissions.guard_shown_name();

revoke all on function admissions.guard_amendment(), admissions.lapse_amendment(), admissions.amended_columns(), admissions.guard_filed(), admissions.guard_shown_name() from public;
grant execute on function admissions.guard_amendment(), admissions.amended_columns(), admissions.guard_filed(), admissions.guard_shown_name() to vise_family, vise_staff, vise_system;
