-- What the form says of the child's health, sealed as one; the draft holds each field sealed.
alter table admissions.applicant add column health_sealed bytea;
