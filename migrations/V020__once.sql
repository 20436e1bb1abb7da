-- A client's Idempotency-Key on any POST of the API (SPEC 7): who carries it out now, whether its change was committed, and what was answered.
-- An answer holds what the client was told of its own change: numbers, statuses, times and the name of a file; no secret and no answer of a form.
alter table users.idempotency_key drop column application_id;
alter table users.idempotency_key
  add claim_id     uuid,
  add claimed_time timestamptz,
  -- set in the transaction of the change itself
  add done_time    timestamptz,
  add status       smallint check (status between 200 and 299),
  add content_type text check (length(content_type) <= 200),
  add location     text check (length(location) <= 400),
  add etag         text check (length(etag) <= 200),
  add body         bytea check (length(body) <= 262144),
  add check (status is null or done_time is not null);
create index idx_idempotency_key_age on users.idempotency_key (created_time);
