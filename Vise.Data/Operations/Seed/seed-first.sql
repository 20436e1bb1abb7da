-- What a piece brings first: places, people, applications and what hangs on them. One transaction. {slot}
-- The row guards are off in this transaction alone, so what they hold is held here for the whole piece at once.
do $$
begin
  if exists (
    select from (select distinct from_status, to_status from seed.event_{slot}) e
    where not (e.from_status is null and e.to_status = 'draft')
      and not exists (select from admissions.lifecycle l where l.from_status = e.from_status and l.to_status = e.to_status))
  or exists (
    select from seed.form_{slot} f
    left join (select distinct on (application_id) application_id, to_status, event_time from seed.event_{slot} order by application_id, event_time desc) last using (application_id)
    where last.to_status is distinct from f.application_status or (last.event_time <> f.updated_time and f.submitted_time is not null))
  then
    raise exception 'made data that the lifecycle does not allow' using errcode = 'VS001';
  end if;
end
$$;

insert into codes.branch (branch_id, state_code, district_code, branch_code, name, names)
select branch_id, state_code, district_code, branch_code, name, names from seed.branch_{slot} on conflict do nothing;
insert into codes.institution (branch_id, institution_code, name, names, locality, pin_code, udise_code)
select branch_id, institution_code, name, names, locality, pin_code, udise_code from seed.school_{slot};
insert into codes.curriculum (branch_id, institution_code, programme_code, department_code, class_code, media)
select branch_id, institution_code, programme_code, department_code, class_code, media from seed.class_{slot};

insert into admissions.cycle (branch_id, institution_code, academic_year, opens_time, closes_time, ends_time)
select s.branch_id, s.institution_code, y.academic_year, y.opens_time, y.closes_time, y.ends_time from seed.school_{slot} s cross join seed.session y;
insert into admissions.cycle_class (branch_id, institution_code, academic_year, programme_code, department_code, class_code, fee_paise, document_kinds)
select c.branch_id, c.institution_code, y.academic_year, c.programme_code, c.department_code, c.class_code, c.fee_paise, array['birth_certificate']
from seed.class_{slot} c cross join seed.session y;

-- nobody signs in to these, and they have no address to write to
insert into users.account (account_id, issuer, subject, name, language, notify_email, notify_sms)
select account_id, 'made', subject, name, language, false, false from seed.account_{slot};
insert into users.access_grant (account_id, role, scope) select account_id, role, scope from seed.account_{slot} where role is not null;

insert into users.application (id, branch_id, application_id, enrollment_id, application_status, state_code, district_code, branch_code, institution_code, academic_year,
  programme_code, department_code, class_code, account_id, child_name, created_time, updated_time, submitted_time, reviewed_time, reviewer_name, draft_expires_time, correction_due_time,
  last_expiry_check_time, expiry_processed, offer_issued_time, offer_expires_time, offer_response_time, fees_due_time, fees_paid_time, enrolled_time)
select id, branch_id, application_id, enrollment_id, application_status, state_code, district_code, branch_code, institution_code, academic_year,
  programme_code, department_code, class_code, account_id, child_name, created_time, updated_time, submitted_time, reviewed_time, reviewer_name, draft_expires_time, correction_due_time,
  last_expiry_check_time, expiry_processed, offer_issued_time, offer_expires_time, offer_response_time, fees_due_time, fees_paid_time, enrolled_time
from seed.form_{slot};

insert into admissions.applicant (branch_id, application_id, child_name, child_name_script, birth_date, gender, nationality, mother_tongue, social_category, medium_code, quota,
  permanent_line, permanent_locality, permanent_pin, consent_version, consent_time)
select branch_id, application_id, child_name, child_name_script, birth_date, gender, 'IN', mother_tongue, social_category, medium_code, quota, street, locality, pin_code, {consent}, submitted_time
from seed.form_{slot} where submitted_time is not null;

insert into admissions.search_key (branch_id, key, application_id)
select f.branch_id, key, f.application_id from seed.form_{slot} f cross join unnest(f.keys) key where f.submitted_time is not null
order by f.branch_id, key collate "C", f.application_id;

insert into users.parent (branch_id, application_id, position, name, relation, mobile, occupation)
select branch_id, application_id, 1, parent_name, parent_relation, parent_mobile, parent_occupation from seed.form_{slot} where submitted_time is not null
union all
select branch_id, application_id, 2, other_name, other_relation, other_mobile, other_occupation from seed.form_{slot} where submitted_time is not null and other_name is not null;

insert into users.sibling (branch_id, application_id, position, name, class_code, enrollment_id)
select branch_id, application_id, 1, sibling_name, sibling_class, sibling_enrollment_id from seed.form_{slot} where sibling_name is not null;

insert into users.academic (branch_id, application_id, position, school, class_code, academic_year, result, marks_percent, tc_number)
select branch_id, application_id, 1, former_school, former_class, former_year, 'passed', former_marks, tc_number from seed.form_{slot} where former_school is not null;

insert into admissions.correction (branch_id, application_id, path, remark, asked_time)
select branch_id, application_id, 'child.name', remark, updated_time from seed.form_{slot} where remark is not null;

insert into admissions.document (branch_id, application_id, document_id, kind, file_name, content_type, content_hash, byte_size, uploaded_time, uploaded_by, verified_time, verifier_name)
select branch_id, application_id, document_id, 'birth_certificate', 'birth-certificate.png', 'image/png', {hash}, {bytes}, saved_time, saved_by, verified_time, verifier_name
from seed.form_{slot} where submitted_time is not null;

insert into admissions.application_event (branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status, reason)
select branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status, reason from seed.event_{slot};

insert into admissions.seat (branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no, application_id)
select branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no, application_id from seed.seat_{slot};

insert into users.student (branch_id, enrollment_id, application_id, institution_code, academic_year, programme_code, department_code, class_code, name, birth_date, gender, enrolled_time)
select branch_id, enrollment_id, application_id, institution_code, academic_year, programme_code, department_code, class_code, child_name, birth_date, gender, enrolled_time
from seed.form_{slot} where enrollment_id is not null;

insert into finance.payment (branch_id, receipt_no, application_id, amount_paise, method, reference, paid_time, recorded_by, recorder_name)
select f.branch_id, coalesce(c.last_receipt, 0) + row_number() over (partition by f.branch_id order by f.fees_paid_time, f.application_id), f.application_id, f.fee_paise, f.paid_method, f.paid_reference,
  f.fees_paid_time, f.paid_by, f.payee_name
from seed.form_{slot} f left join finance.receipt_counter c on c.branch_id = f.branch_id where f.paid_by is not null;
insert into finance.receipt_counter as c (branch_id, last_receipt)
select branch_id, max(receipt_no) from finance.payment where branch_id in (select branch_id from seed.branch_{slot}) group by branch_id
on conflict (branch_id) do update set last_receipt = excluded.last_receipt;

-- a school's next number follows on its last
insert into admissions.id_counter (branch_id, institution_code, year_code, kind, last_serial)
select branch_id, institution_code, substr(academic_year, 3, 2), 'A', count(*) from seed.form_{slot} group by 1, 2, 3
union all
select branch_id, institution_code, substr(academic_year, 3, 2), 'E', count(*) from seed.form_{slot} where enrollment_id is not null group by 1, 2, 3;

-- the trail tells of made data once a branch, and not row by row
select admissions.add_trail(branch_id, null, 'change', 'seed', null, null,
  jsonb_build_object('scale', {scale}, 'seed', {number}, 'applications', applications), 'Made data, loaded by the owner.') from seed.branch_{slot} order by branch_id;
