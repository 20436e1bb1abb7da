-- Demo branches: two in Pune, one in Bengaluru. Class 01 of 2025-26 in school 01 of 272501 asks for no document; every other class asks for the birth certificate.
insert into codes.branch (branch_id, state_code, district_code, branch_code, name, names) values
  ('272501', '27', '25', '01', 'Pune City', '{"hi": "पुणे शहर", "mr": "पुणे शहर"}'),
  ('272502', '27', '25', '02', 'Haveli', '{"hi": "हवेली", "mr": "हवेली"}'),
  ('292001', '29', '20', '01', 'Bengaluru South', '{"hi": "बेंगलुरु दक्षिण", "mr": "बंगळुरू दक्षिण"}')
on conflict do nothing;

insert into codes.institution (branch_id, institution_code, name, names, locality, pin_code) values
  ('272501', '01', 'Savitribai Phule Vidyalaya', '{"hi": "सावित्रीबाई फुले विद्यालय", "mr": "सावित्रीबाई फुले विद्यालय"}', 'Shivajinagar, Pune', '411005'),
  ('272501', '02', 'Jnana Prabodhini School', '{"hi": "ज्ञान प्रबोधिनी विद्यालय", "mr": "ज्ञानप्रबोधिनी विद्यालय"}', 'Sadashiv Peth, Pune', '411030'),
  ('272502', '01', 'Haveli Public School', '{"hi": "हवेली पब्लिक स्कूल", "mr": "हवेली पब्लिक स्कूल"}', 'Wagholi, Haveli', '412207'),
  ('292001', '01', 'Kuvempu Shaale', '{"hi": "कुवेम्पु शाले", "mr": "कुवेंपू शाळे"}', 'Jayanagar, Bengaluru', '560041')
on conflict do nothing;

insert into codes.curriculum (branch_id, institution_code, programme_code, department_code, class_code, media)
select school.branch_id, school.institution_code, programme.code, 'GEN', class.code,
  case when school.branch_id = '292001' then array['en', 'kn'] else array['en', 'mr', 'hi'] end
from codes.institution school
cross join (values ('SB'), ('CB')) as programme (code)
cross join (values ('NU'), ('LK'), ('UK'), ('01'), ('02'), ('03'), ('04'), ('05'), ('06'), ('07'), ('08'), ('09'), ('10')) as class (code)
where (school.branch_id, school.institution_code) in (('272501', '01'), ('272501', '02'), ('272502', '01'), ('292001', '01'))
on conflict do nothing;

insert into codes.academic_year (academic_year, from_day, to_day)
select format('%s-%s', year, to_char((year + 1) % 100, 'FM00')), make_date(year, 4, 1), make_date(year + 1, 3, 31)
from (select 2025 as year union select extract(year from isolation.clock() - interval '3 months')::int) y
on conflict do nothing;

with session as (
  select extract(year from isolation.clock() - interval '3 months')::int as start_year
), years as (
  select distinct format('%s-%s', start_year, to_char((start_year + 1) % 100, 'FM00')) as academic_year
  from (select 2025 as start_year union select start_year from session) y
)
insert into admissions.cycle (branch_id, institution_code, academic_year, opens_time, closes_time, ends_time)
select school.branch_id, school.institution_code, years.academic_year,
  date_trunc('day', isolation.clock()) - interval '30 days',
  date_trunc('day', isolation.clock()) + interval '90 days',
  date_trunc('day', isolation.clock()) + interval '180 days'
from codes.institution school cross join years
where (school.branch_id, school.institution_code) in (('272501', '01'), ('272501', '02'), ('272502', '01'), ('292001', '01'))
on conflict do nothing;

insert into admissions.cycle_class (branch_id, institution_code, academic_year, programme_code, department_code, class_code, fee_paise, document_kinds)
select cycle.branch_id, cycle.institution_code, cycle.academic_year, taught.programme_code, taught.department_code, taught.class_code,
  case when taught.programme_code = 'CB' then 1850000 else 125000 end,
  case when cycle.branch_id = '272501' and cycle.institution_code = '01' and cycle.academic_year = '2025-26' and taught.class_code = '01'
    then array[]::text[] else array['birth_certificate'] end
from admissions.cycle cycle
join codes.curriculum taught on taught.branch_id = cycle.branch_id and taught.institution_code = cycle.institution_code
where (cycle.branch_id, cycle.institution_code) in (('272501', '01'), ('272501', '02'), ('272502', '01'), ('292001', '01'))
on conflict do nothing;

-- RTE 12(1)(c): a quarter of the entry class, rounded down
insert into admissions.seat (branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no)
select offered.branch_id, offered.institution_code, offered.academic_year, offered.programme_code, offered.department_code, offered.class_code,
  case when offered.class_code in ('NU', '01') and number <= floor(40 * 0.25) then 'rte' else 'open' end, number
from admissions.cycle_class offered cross join generate_series(1, 40) as number
where (offered.branch_id, offered.institution_code) in (('272501', '01'), ('272501', '02'), ('272502', '01'), ('292001', '01'))
  and not exists (
    select from admissions.seat seat
    where seat.branch_id = offered.branch_id and seat.institution_code = offered.institution_code and seat.academic_year = offered.academic_year)
on conflict do nothing;
