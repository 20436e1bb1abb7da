-- The form's further sections (SPEC 5): what UDISE+ counts children by, disability, the ground of an RTE seat, transport; ages that only warn; and the
-- yes or no about a brother's or sister's enrolment id.
alter table admissions.applicant
  add religion            text,
  add pen                 varchar(20) check (pen ~ '^[0-9]{1,20}$'),
  -- as UDISE+ writes them: 1 yes, 2 no, 9 not applicable
  add minority            smallint check (minority in (1, 2)),
  add ews                 smallint check (ews in (1, 2)),
  add disadvantaged_group smallint check (disadvantaged_group in (1, 2)),
  add bpl                 smallint check (bpl in (1, 2)),
  add aay                 smallint check (aay in (1, 2, 9)),
  -- what was said of a disability and of the ground of an RTE seat, each sealed as one: either may tell of health
  add disability_sealed   bytea,
  add rte_sealed          bytea,
  add transport_wanted    boolean,
  add constraint chk_applicant_ews check (social_category not in ('sc', 'st', 'obc') or ews is distinct from 1),
  add constraint chk_applicant_aay check ((bpl = 2) = (aay = 9) or bpl is null or aay is null);

-- marks as certificates write them, 87.25
alter table users.academic alter column marks_percent type numeric(5, 2);

alter table codes.age_rule add only_warns boolean not null default false;

-- Whether a student has an enrolment id, in whichever branch: yes or no, and nothing of the child. The id leads to its branch, so this is one look at a key.
create function users.is_enrolled(id text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select from users.student s where s.branch_id = left(id, 6) collate "C" and s.enrollment_id = id collate "C") $$;

revoke all on function users.is_enrolled(text) from public;
grant execute on function users.is_enrolled(text) to vise_family, vise_staff;
grant create on schema users to vise_match;
alter function users.is_enrolled(text) owner to vise_match;
revoke create on schema users from vise_match;
