-- What was so when a step was taken (class, day, fee, remarks), for the letter that tells of it later. Written with the row, and like it never changed.
alter table admissions.application_event add facts jsonb not null default '{}';
