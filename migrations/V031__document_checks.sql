-- What a branch can't use among the documents of a form, and the one door by which the family then replaces exactly that document though the form is handed in.
-- And the closing of a cycle: whom it concerns is found by indexes.

alter table admissions.document
  add column refused_time timestamptz,
  add column refused_by   uuid references users.account,
  add column refuser_name text,
  add column fault        text check (fault in ('unreadable', 'wrong', 'another-person', 'out-of-date', 'page-missing')),
  add column fault_note   text check (length(fault_note) between 1 and 300),
  -- until when the family is asked to replace it
  add column replace_by   timestamptz,
  -- the refused document in whose place the family put this one after it had handed the form in; that one's row is gone
  add column replaces     uuid,
  add constraint chk_document_refused check (num_nonnulls(refused_time, refused_by, refuser_name, fault, replace_by) in (0, 5) and (fault_note is null or refused_time is not null)),
  add constraint chk_document_checked check (num_nonnulls(verified_time, refused_time) <= 1);
-- what was replaced and is still to be looked at
create index idx_document_replaced on admissions.document (branch_id, application_id)
  where replaces is not null and verified_time is null and refused_time is null;

-- those to be replaced, by the day on which their families are reminded
create index idx_document_refused on admissions.document (replace_by) where refused_time is not null;

-- Whether the branch checks the documents of an application now. The application stays locked until the transaction ends. The same stands in
-- Vise.Domain/Admissions/ApplicationDocuments.cs; a test holds the two together.
create function admissions.checks_documents(branch text, application text) returns boolean
language plpgsql volatile
as $$
begin
  perform from users.application a
  where a.branch_id = branch and a.application_id = application and a.application_status in ('submitted', 'review')
  for update;
  return found;
end
$$;

-- A document changes by being checked and by nothing else; that it can't be used is said by whoever says so, now, while the branch checks it.
create function admissions.guard_document_check() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  checked constant text[] := array['verified_time', 'verifier_name', 'refused_time', 'refused_by', 'refuser_name', 'fault', 'fault_note', 'replace_by'];
begin
  if admissions.is_owner() then
    return new;
  end if;
  if to_jsonb(new) - checked <> to_jsonb(old) - checked then
    raise exception 'a document is replaced, never changed' using errcode = 'VS002';
  end if;
  if not admissions.checks_documents(new.branch_id, new.application_id) then
    raise exception 'no document of this application is checked now' using errcode = 'VS009';
  end if;
  if new.refused_time is not null
    and (new.refused_time <> isolation.clock() or new.refused_by is distinct from nullif(current_setting('vise.account', true), '')::uuid or new.replace_by <= new.refused_time)
  then
    raise exception 'who refuses a document says so in the own name and now' using errcode = '42501';
  end if;
  return new;
end
$$;

create trigger guard_document_check before update on admissions.document
for each row execute function admissions.guard_document_check();

-- A document that comes in after the form was handed in stands in the place of one that was refused: of the same kind, the same page, by the family, now.
create function admissions.guard_replacement() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if admissions.is_owner() then
    return new;
  end if;
  if current_user <> 'vise_family'
    or new.uploaded_by is distinct from nullif(current_setting('vise.account', true), '')::uuid or new.uploaded_time <> isolation.clock()
    or not admissions.checks_documents(new.branch_id, new.application_id)
    or not exists (
      select from admissions.document d
      where d.branch_id = new.branch_id and d.application_id = new.application_id and d.document_id = new.replaces
        and d.kind = new.kind and d.page = new.page and d.refused_time is not null)
  then
    raise exception 'only a refused document is replaced after the form was handed in' using errcode = 'VS009';
  end if;
  return new;
end
$$;

create trigger guard_replacement before insert on admissions.document
for each row when (new.replaces is not null) execute function admissions.guard_replacement();

-- What it replaces goes in the same statement, so that no family needs to remove anything of a form that was handed in. The application gets a new version:
-- whoever decides on it as it was is told.
create function admissions.take_replaced_out() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from admissions.document d where d.branch_id = new.branch_id and d.application_id = new.application_id and d.document_id = new.replaces;
  update users.application a set expiry_processed = a.expiry_processed where a.branch_id = new.branch_id and a.application_id = new.application_id;
  return null;
end
$$;

create trigger take_replaced_out after insert on admissions.document
for each row when (new.replaces is not null and not admissions.is_owner()) execute function admissions.take_replaced_out();

-- Rows that tell of a file in the place of a document that was refused.
create function isolation.own_replacement() returns text language sql immutable
as $$ select isolation.own_application() || ' and exists (select from admissions.document refused where refused.branch_id = {t}.branch_id and refused.application_id = {t}.application_id
  and refused.document_id = {t}.replaces and refused.kind = {t}.kind and refused.refused_time is not null)' $$;

-- Whether nothing is to be paid for a seat: the class costs nothing, or it is an RTE seat.
create function admissions.has_no_fee(a users.application) returns boolean
language sql stable
as $$
  select exists (
      select from admissions.cycle_class c
      where (c.branch_id, c.institution_code, c.academic_year, c.programme_code, c.department_code, c.class_code)
          = (a.branch_id, a.institution_code, a.academic_year, a.programme_code, a.department_code, a.class_code) and c.fee_paise = 0)
    or exists (select from admissions.applicant p where p.branch_id = a.branch_id and p.application_id = a.application_id and p.quota = 'rte')
$$;

-- Forms of a cycle that nobody handed in, and those that nobody has decided on yet.
create index idx_application_undecided on users.application (branch_id, institution_code, academic_year, application_status)
  where application_status in ('draft', 'submitted', 'review');

revoke all on function admissions.checks_documents(text, text), admissions.guard_document_check(), admissions.guard_replacement(), admissions.take_replaced_out(),
  isolation.own_replacement(), admissions.has_no_fee(users.application) from public;
grant execute on function admissions.checks_documents(text, text), admissions.guard_document_check(), admissions.guard_replacement() to vise_family, vise_staff;
grant execute on function admissions.has_no_fee(users.application) to vise_system;
