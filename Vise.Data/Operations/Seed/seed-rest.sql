-- What was typed into a piece's forms, field by field: nearly half of all rows. One transaction, beside the next piece's first. {slot}
insert into admissions.draft_field (branch_id, application_id, path, value, revision, saved_time, saved_by)
select f.branch_id, f.application_id, field.path, field.value, 1, f.saved_time, f.saved_by
from seed.form_{slot} f cross join lateral (values
  -- in the order of the key, which makes its index grow at one end
  (15, 'address.permanent.line', f.street), (15, 'address.permanent.locality', f.locality), (15, 'address.permanent.pinCode', f.pin_code), (16, 'address.presentIsSame', 'yes'),
  (3, 'child.birthDate', to_char(f.birth_date, 'YYYY-MM-DD')), (4, 'child.gender', f.gender), (6, 'child.motherTongue', f.mother_tongue), (1, 'child.name', f.child_name),
  (2, 'child.nameInScript', f.child_name_script), (5, 'child.nationality', 'IN'), (7, 'child.socialCategory', f.social_category), (17, 'consent.given', 'yes'),
  (12, 'parents.0.mobile', substr(f.parent_mobile, 4)), (10, 'parents.0.name', f.parent_name), (13, 'parents.0.occupation', f.parent_occupation), (11, 'parents.0.relation', f.parent_relation),
  (14, 'parents.1.mobile', substr(f.other_mobile, 4)), (14, 'parents.1.name', f.other_name), (14, 'parents.1.occupation', f.other_occupation), (14, 'parents.1.relation', f.other_relation),
  (16, 'schooling.attended', case when f.former_school is not null then 'yes' end), (16, 'schooling.class', f.former_class), (16, 'schooling.marksPercent', f.former_marks::text),
  (16, 'schooling.result', case when f.former_school is not null then 'passed' end), (16, 'schooling.school', f.former_school), (16, 'schooling.tcNumber', f.tc_number),
  (16, 'schooling.year', f.former_year),
  (16, 'siblings.0.class', case when f.sibling_name is not null then f.sibling_class end), (16, 'siblings.0.enrollmentId', case when f.sibling_name is not null then f.sibling_enrollment_id end), (16, 'siblings.0.name', f.sibling_name),
  (8, 'sought.medium', f.medium_code), (9, 'sought.quota', f.quota)) field (position, path, value)
where field.value is not null and field.position <= f.filled and {fields};
