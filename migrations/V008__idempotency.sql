-- Which form a client's Idempotency-Key began, kept for 24 hours (SPEC 7). Network-wide: it belongs to an account, which may act in
-- several branches, and holds no child's data.
create table users.idempotency_key (
  account_id     uuid not null references users.account,
  key            text collate "C" not null check (length(key) between 1 and 200),
  request_hash   bytea not null,
  application_id varchar(16) collate "C",
  created_time   timestamptz not null,
  primary key (account_id, key)
);
