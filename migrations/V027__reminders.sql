-- Returned forms whose day to mend is near, found without reading the other drafts.
create index idx_application_correction on users.application (correction_due_time) where application_status = 'draft' and correction_due_time is not null;
