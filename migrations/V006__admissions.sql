-- Admissions: one child's way from form to enrolment. Every key starts with branch_id, so no row can point into another branch.

create table users.application (
  id                     uuid not null default gen_random_uuid(),
  branch_id              varchar(6) collate "C" not null,
  application_id         varchar(16) collate "C" not null,
  enrollment_id          varchar(16) collate "C",
  application_status     text not null default 'draft',
  state_code             varchar(2) collate "C" not null,
  district_code          varchar(2) collate "C" not null,
  branch_code            varchar(2) collate "C" not null,
  institution_code       varchar(2) collate "C",
  academic_year          varchar(9),
  programme_code         varchar(4) collate "C",
  department_code        varchar(4) collate "C",
  class_code             varchar(2) collate "C",
  account_id             uuid references users.account,
  claim_code_hash        bytea,
  child_name             text not null default '',
  created_time           timestamptz not null default now(),
  updated_time           timestamptz not null default now(),
  submitted_time         timestamptz,
  reviewed_time          timestamptz,
  reviewer_name          text,
  draft_expires_time     timestamptz,
  correction_due_time    timestamptz,
  last_expiry_check_time timestamptz default now(),
  expiry_processed       boolean default false,
  offer_issued_time      timestamptz,
  offer_expires_time     timestamptz,
  offer_response_time    timestamptz,
  fees_due_time          timestamptz,
  fees_paid_time         timestamptz,
  enrolled_time          timestamptz,
  primary key (branch_id, application_id),
  constraint chk_application_id_format check (length(application_id) = 16 and application_id ~ '^[0-9A-Z]{16}$'),
  constraint chk_application_status_values check (application_status in
    ('draft', 'submitted', 'review', 'accepted', 'offer', 'fees', 'enrolled', 'rejected', 'withdrawn', 'expired')),
  constraint chk_application_branch_parts check (branch_id = state_code || district_code || branch_code),
  constraint chk_application_id_branch check (left(application_id, 6) = branch_id),
  constraint chk_enrollment_id_branch check (enrollment_id is null or (left(enrollment_id, 6) = branch_id and enrollment_id ~ '^[0-9A-Z]{16}$')),
  constraint fk_application_geographic foreign key (state_code, district_code) references codes.geographic,
  constraint fk_application_branch foreign key (branch_id) references codes.branch,
  constraint fk_application_institution foreign key (branch_id, institution_code) references codes.institution,
  constraint uq_application_id unique (branch_id, id),
  constraint uq_application_enrollment unique (branch_id, enrollment_id)
);

create index idx_application_status on users.application (branch_id, application_status, updated_time, application_id);
create index idx_application_codes on users.application (state_code, district_code, branch_code, institution_code);
create index idx_application_draft_expiry on users.application (application_status, draft_expires_time, expiry_processed)
  where application_status = 'draft';
create index idx_application_account on users.application (account_id, created_time) where account_id is not null;
create index idx_application_queue on users.application (branch_id, updated_time, application_id);
create index idx_application_class on users.application (branch_id, class_code, updated_time, application_id);

-- One counter a school, year and kind (A application, E enrolment). Taken by the function below, last, in the insert's own statement.
create table admissions.id_counter (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  year_code        varchar(2) collate "C" not null check (year_code ~ '^[0-9]{2}$'),
  kind             varchar(1) collate "C" not null check (kind in ('A', 'E')),
  last_serial      int not null check (last_serial between 1 and 1679616),
  primary key (branch_id, institution_code, year_code, kind),
  foreign key (branch_id, institution_code) references codes.institution
);

-- ISO 7064 MOD 37,36 over text of [0-9A-Z].
create function admissions.check_character(body text) returns text
language plpgsql immutable strict
as $$
declare
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  product int := 36;
  total int;
begin
  for place in 1 .. length(body) loop
    total := (product + position(substr(body, place, 1) in alphabet) - 1) % 36;
    product := (case when total = 0 then 36 else total end) * 2 % 37;
  end loop;
  return substr(alphabet, (37 - product) % 36 + 1, 1);
end
$$;

-- The next id of a school, year and kind. It runs as the owner, since a parent may write no counter.
create function admissions.take_id(branch text, institution text, year_code text, kind text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  serial int;
  body text;
begin
  if kind <> 'A' and current_setting('role') = 'vise_family' then
    raise exception 'a family enrols nobody' using errcode = '42501';
  end if;
  insert into admissions.id_counter as c (branch_id, institution_code, year_code, kind, last_serial)
  values (branch, institution, year_code, kind, 1)
  on conflict on constraint id_counter_pkey do update set last_serial = c.last_serial + 1
  returning last_serial into serial;
  body := branch || institution || year_code || kind
    || substr(alphabet, serial / 46656 % 36 + 1, 1) || substr(alphabet, serial / 1296 % 36 + 1, 1)
    || substr(alphabet, serial / 36 % 36 + 1, 1) || substr(alphabet, serial % 36 + 1, 1);
  return body || admissions.check_character(body);
end
$$;

-- What the form holds while it is a draft: one row a field, with its revision (SPEC 5, Saving). Secrets are sealed, never in value.
create table admissions.draft_field (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  path           text collate "C" not null check (length(path) between 1 and 100),
  value          text check (length(value) <= 4000),
  sealed         bytea,
  revision       int not null default 1 check (revision > 0),
  saved_time     timestamptz not null default now(),
  saved_by       uuid,
  primary key (branch_id, application_id, path),
  check (num_nonnulls(value, sealed) <= 1),
  foreign key (branch_id, application_id) references users.application
);

-- The child's data as submitted.
create table admissions.applicant (
  branch_id          varchar(6) collate "C" not null,
  application_id     varchar(16) collate "C" not null,
  child_name         text not null,
  child_name_script  text,
  birth_date         date not null,
  gender             text not null,
  nationality        text not null,
  mother_tongue      text not null,
  social_category    text not null,
  apaar_sealed       bytea,
  apaar_hash         bytea,
  aadhaar_sealed     bytea,
  aadhaar_hash       bytea,
  aadhaar_last_four  varchar(4),
  medium_code        text not null,
  quota              text not null check (quota in ('open', 'rte')),
  permanent_line     text not null,
  permanent_locality text not null,
  permanent_pin      varchar(6) not null check (permanent_pin ~ '^[1-9][0-9]{5}$'),
  present_line       text,
  present_locality   text,
  present_pin        varchar(6) check (present_pin ~ '^[1-9][0-9]{5}$'),
  consent_version    text not null,
  consent_time       timestamptz not null,
  primary key (branch_id, application_id),
  foreign key (branch_id, application_id) references users.application
);

create table users.parent (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  position       smallint not null check (position between 1 and 4),
  name           text not null,
  relation       text not null,
  mobile         text check (mobile ~ '^\+91[6-9][0-9]{9}$'),
  email          text,
  occupation     text,
  education      text,
  income_band    text,
  primary key (branch_id, application_id, position),
  foreign key (branch_id, application_id) references users.application
);

create table users.sibling (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  position       smallint not null check (position between 1 and 12),
  name           text not null,
  class_code     varchar(2) collate "C",
  enrollment_id  varchar(16) collate "C",
  primary key (branch_id, application_id, position),
  foreign key (branch_id, application_id) references users.application
);

create table users.academic (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  position       smallint not null check (position between 1 and 12),
  school         text not null,
  board          text,
  class_code     varchar(2) collate "C",
  academic_year  varchar(9),
  result         text,
  marks_percent  smallint check (marks_percent between 0 and 100),
  tc_number      text,
  primary key (branch_id, application_id, position),
  foreign key (branch_id, application_id) references users.application
);

-- What the desk finds an application by: each folded word of the child's and the parents' names, each mobile. Text equality and
-- prefix ranges only, since under row security an index serves nothing cleverer.
create table admissions.search_key (
  branch_id      varchar(6) collate "C" not null,
  key            text collate "C" not null check (length(key) between 1 and 100),
  application_id varchar(16) collate "C" not null,
  primary key (branch_id, key, application_id),
  foreign key (branch_id, application_id) references users.application
);

-- Remarks per field of a form returned for correction.
create table admissions.correction (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  path           text collate "C" not null,
  remark         text not null check (length(remark) between 1 and 1000),
  asked_time     timestamptz not null,
  primary key (branch_id, application_id, path),
  foreign key (branch_id, application_id) references users.application
);

-- Documents: what they are and where the file lies in the document store (by content hash, never by name).
create table admissions.document (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  document_id    uuid not null default gen_random_uuid(),
  kind           text not null,
  file_name      text not null check (length(file_name) between 1 and 200),
  content_type   text not null check (content_type in ('application/pdf', 'image/jpeg', 'image/png')),
  content_hash   varchar(64) collate "C" not null check (content_hash ~ '^[0-9a-f]{64}$'),
  byte_size      int not null check (byte_size > 0),
  uploaded_time  timestamptz not null default now(),
  uploaded_by    uuid,
  verified_time  timestamptz,
  verifier_name  text,
  primary key (branch_id, application_id, document_id),
  foreign key (branch_id, application_id) references users.application
);

-- One admission cycle a school and year, and the classes it admits to.
create table admissions.cycle (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null check (academic_year ~ '^20[0-9]{2}-[0-9]{2}$'),
  opens_time       timestamptz not null,
  closes_time      timestamptz not null check (closes_time > opens_time),
  ends_time        timestamptz not null check (ends_time >= closes_time),
  offer_days       smallint not null default 7 check (offer_days between 1 and 90),
  fee_days         smallint not null default 7 check (fee_days between 1 and 90),
  primary key (branch_id, institution_code, academic_year),
  foreign key (branch_id, institution_code) references codes.institution
);

create table admissions.cycle_class (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  programme_code   varchar(4) collate "C" not null,
  department_code  varchar(4) collate "C" not null,
  class_code       varchar(2) collate "C" not null,
  fee_paise        bigint not null check (fee_paise >= 0),
  document_kinds   text[] not null default '{}',
  primary key (branch_id, institution_code, academic_year, programme_code, department_code, class_code),
  foreign key (branch_id, institution_code, academic_year) references admissions.cycle,
  foreign key (branch_id, institution_code, programme_code, department_code, class_code) references codes.curriculum
);

-- One row a seat, with its holder. A child holds at most one seat in a branch's books at a time.
create table admissions.seat (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  programme_code   varchar(4) collate "C" not null,
  department_code  varchar(4) collate "C" not null,
  class_code       varchar(2) collate "C" not null,
  quota            text not null check (quota in ('open', 'rte')),
  seat_no          int not null check (seat_no > 0),
  application_id   varchar(16) collate "C",
  primary key (branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no),
  constraint uq_seat_holder unique (branch_id, application_id),
  foreign key (branch_id, institution_code, academic_year, programme_code, department_code, class_code) references admissions.cycle_class,
  foreign key (branch_id, application_id) references users.application
);

-- The trail of an application: insert and read only.
create table admissions.application_event (
  branch_id      varchar(6) collate "C" not null,
  event_id       bigint generated always as identity,
  application_id varchar(16) collate "C" not null,
  event_time     timestamptz not null,
  account_id     uuid,
  actor_role     text not null,
  actor_name     text not null,
  from_status    text,
  to_status      text not null,
  reason         text check (length(reason) <= 2000),
  transaction_id xid8 not null default pg_current_xact_id(),
  primary key (branch_id, event_id),
  foreign key (branch_id, application_id) references users.application
);

create index idx_event_application on admissions.application_event (branch_id, application_id, event_id);

-- Who opened a child's record.
create table admissions.record_view (
  branch_id      varchar(6) collate "C" not null,
  view_id        uuid not null default gen_random_uuid(),
  application_id varchar(16) collate "C" not null,
  viewed_time    timestamptz not null,
  account_id     uuid not null,
  actor_role     text not null,
  actor_name     text not null,
  primary key (branch_id, view_id),
  foreign key (branch_id, application_id) references users.application
);

create index idx_view_application on admissions.record_view (branch_id, application_id, viewed_time);

-- What a change must cause, written in the change's own transaction; background work carries it out.
create table admissions.outbox (
  branch_id      varchar(6) collate "C" not null,
  outbox_id      uuid not null default gen_random_uuid(),
  application_id varchar(16) collate "C",
  kind           text not null,
  payload        jsonb not null default '{}',
  created_time   timestamptz not null default now(),
  due_time       timestamptz not null default now(),
  attempts       int not null default 0,
  carried_time   timestamptz,
  failure        text,
  primary key (branch_id, outbox_id),
  foreign key (branch_id, application_id) references users.application
);

create index idx_outbox_due on admissions.outbox (due_time) where carried_time is null;

-- Children who have been enrolled.
create table users.student (
  branch_id        varchar(6) collate "C" not null,
  enrollment_id    varchar(16) collate "C" not null check (left(enrollment_id, 6) = branch_id and enrollment_id ~ '^[0-9A-Z]{16}$'),
  application_id   varchar(16) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  academic_year    varchar(9) not null,
  programme_code   varchar(4) collate "C" not null,
  department_code  varchar(4) collate "C" not null,
  class_code       varchar(2) collate "C" not null,
  name             text not null,
  birth_date       date not null,
  gender           text not null,
  account_id       uuid references users.account,
  enrolled_time    timestamptz not null,
  primary key (branch_id, enrollment_id),
  constraint uq_student_application unique (branch_id, application_id),
  foreign key (branch_id, application_id) references users.application,
  foreign key (branch_id, institution_code) references codes.institution
);

-- Payments made, in paise. The receipt number runs on within a branch.
create table finance.receipt_counter (
  branch_id    varchar(6) collate "C" primary key references codes.branch,
  last_receipt bigint not null check (last_receipt > 0)
);

create table finance.payment (
  branch_id      varchar(6) collate "C" not null,
  receipt_no     bigint not null,
  application_id varchar(16) collate "C" not null,
  amount_paise   bigint not null check (amount_paise > 0),
  method         text not null check (method in ('cash', 'cheque', 'card', 'upi')),
  reference      text check (length(reference) <= 100),
  paid_time      timestamptz not null,
  recorded_by    uuid not null,
  recorder_name  text not null,
  primary key (branch_id, receipt_no),
  foreign key (branch_id, application_id) references users.application
);

create index idx_payment_application on finance.payment (branch_id, application_id);
