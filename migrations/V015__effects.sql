-- A seat that is let go goes to the next on the waiting list. The effect is written here, in the freeing statement itself, whoever frees it:
-- no code path can forget it, and a family, which may free its own seat, need not be allowed to cause anything more.
create function admissions.note_freed_seat() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into admissions.outbox (branch_id, application_id, kind, payload)
  values (old.branch_id, old.application_id, 'seat-freed', jsonb_build_object(
    'institution', old.institution_code, 'year', old.academic_year, 'programme', old.programme_code, 'department', old.department_code,
    'class', old.class_code, 'quota', old.quota, 'seat', old.seat_no::text));
  return null;
end
$$;

revoke all on function admissions.note_freed_seat() from public;

create trigger note_freed_seat after update of application_id on admissions.seat
for each row when (old.application_id is not null and new.application_id is null)
execute function admissions.note_freed_seat();

-- The waiting list of a class: accepted, the longest-waiting first.
create index idx_application_waiting on users.application
  (branch_id, institution_code, academic_year, programme_code, department_code, class_code, reviewed_time, application_id)
  where application_status = 'accepted';

-- Which files a branch's documents name, for the sweep of those that none names.
create index idx_document_hash on admissions.document (branch_id, content_hash);
