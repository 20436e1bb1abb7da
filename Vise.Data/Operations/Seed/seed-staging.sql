-- Where made data come in by COPY, which is refused under forced row security. {slot}: pieces are made, loaded and finished side by side.
-- Nobody but the owner has rights here, and nothing of it is kept.
create unlogged table if not exists seed.branch_{slot} (
  branch_id text, state_code text, district_code text, branch_code text, name text, names jsonb, applications int);
create unlogged table if not exists seed.school_{slot} (
  branch_id text, institution_code text, name text, names jsonb, locality text, pin_code text, udise_code text);
create unlogged table if not exists seed.class_{slot} (
  branch_id text, institution_code text, programme_code text, department_code text, class_code text, media text[], fee_paise bigint);
create unlogged table if not exists seed.account_{slot} (
  account_id uuid, subject text, name text, language text, role text, scope text);
create unlogged table if not exists seed.seat_{slot} (
  branch_id text, institution_code text, academic_year text, programme_code text, department_code text, class_code text, quota text, seat_no int, application_id text);
create unlogged table if not exists seed.event_{slot} (
  branch_id text, application_id text, event_time timestamptz, account_id uuid, actor_role text, actor_name text, from_status text, to_status text, reason text);
create unlogged table if not exists seed.form_{slot} (
  id uuid, branch_id text collate "C", application_id text collate "C", enrollment_id text collate "C", application_status text,
  state_code text, district_code text, branch_code text, institution_code text, academic_year text, programme_code text, department_code text, class_code text,
  account_id uuid, child_name text, created_time timestamptz, updated_time timestamptz, submitted_time timestamptz, reviewed_time timestamptz, reviewer_name text,
  draft_expires_time timestamptz, correction_due_time timestamptz, last_expiry_check_time timestamptz, expiry_processed boolean,
  offer_issued_time timestamptz, offer_expires_time timestamptz, offer_response_time timestamptz, fees_due_time timestamptz, fees_paid_time timestamptz, enrolled_time timestamptz,
  child_name_script text, birth_date date, gender text, mother_tongue text, social_category text, medium_code text, quota text, street text, locality text, pin_code text,
  saved_time timestamptz, saved_by uuid, filled smallint,
  parent_name text, parent_relation text, parent_mobile text, parent_occupation text, other_name text, other_relation text, other_mobile text, other_occupation text, keys text[],
  sibling_name text, sibling_class text, sibling_enrollment_id text, former_school text, former_class text, former_year text, former_marks smallint, tc_number text,
  document_id uuid, verified_time timestamptz, verifier_name text, fee_paise bigint, paid_method text, paid_reference text, paid_by uuid, payee_name text, remark text);
