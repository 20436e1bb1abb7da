-- Returned forms whose day to mend is near, found without reading the other drafts.
create index idx_application_correction on users.application (correction_due_time) where application_status = 'draft' and correction_due_time is not null;

-- What was so when a step was taken (class, day, fee, remarks), for the letter that tells of it later. Written with the row, and like it never changed.
alter table admissions.application_event add facts jsonb not null default '{}';
