-- People who register themselves: proven contacts, one-time codes, guests, and messages to addresses that belong to no branch. Network-wide.
alter table users.account
  add email_verified_time  timestamptz,
  add mobile_verified_time timestamptz,
  add notify_email         boolean not null default true,
  add notify_sms           boolean not null default true,
  -- what was signed in before this moment is signed in no more
  add sessions_from        timestamptz,
  -- the account that a guest's forms went to
  add moved_to             uuid references users.account,
  add constraint chk_account_email_verified check (email_verified_time is null or email is not null),
  add constraint chk_account_mobile_verified check (mobile_verified_time is null or mobile is not null);

-- A code sent to an address, kept as keyed hashes only. It is bound to the browser that asked, by its id.
create table users.one_time_code (
  code_id      uuid primary key,
  purpose      text not null check (purpose in ('register', 'reset', 'email', 'mobile')),
  address_hash bytea not null,
  network_hash bytea not null,
  account_id   uuid references users.account,
  code_hash    bytea not null,
  created_time timestamptz not null default isolation.clock(),
  expires_time timestamptz not null,
  tries_left   int not null default 5 check (tries_left >= 0),
  used_time    timestamptz,
  closed_time  timestamptz
);

create index idx_one_time_code_address on users.one_time_code (address_hash, created_time);
create index idx_one_time_code_created on users.one_time_code (created_time);

-- A message to one address, written in the transaction that causes it and carried like admissions.outbox and admissions.notification together.
-- What it says and to whom is sealed, and is gone once it is sent or lapsed.
create table users.post (
  post_id        uuid primary key,
  kind           text not null check (length(kind) <= 40),
  language       text not null,
  sealed         bytea,
  state          text not null default 'prepared' check (state in ('prepared', 'handing', 'sent', 'refused', 'unsure')),
  channel        text,
  created_time   timestamptz not null default isolation.clock(),
  due_time       timestamptz not null default isolation.clock(),
  lapses_time    timestamptz not null,
  attempts       int not null default 0,
  claim_id       uuid,
  handed_time    timestamptz,
  sent_time      timestamptz,
  abandoned_time timestamptz,
  failure        text check (length(failure) <= 200),
  constraint chk_post_fate check (num_nonnulls(sent_time, abandoned_time) <= 1)
);

create index idx_post_due on users.post (due_time) where sent_time is null and abandoned_time is null;
create index idx_post_lapsed on users.post (lapses_time) where abandoned_time is not null and sealed is not null;

-- Where such messages lie in demo mode, when there is no channel for their kind of address.
create table users.mailbox_message (
  post_id   uuid primary key references users.post,
  recipient text not null,
  subject   text not null,
  body      text not null,
  sent_time timestamptz not null default isolation.clock()
);

-- Whoever signs in by a mobile number is found by it.
create unique index login_phone on auth.login (phone_number);
