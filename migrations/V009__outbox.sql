-- Carrying out what a change must cause: who has claimed it, what became of it, which message went to whom.
-- Database time throughout: due and created by the transaction's own clock.
alter table admissions.outbox
  alter column created_time set default isolation.clock(),
  alter column due_time set default isolation.clock(),
  add claim_id uuid,
  add abandoned_time timestamptz,
  add constraint chk_outbox_failure check (length(failure) <= 200),
  add constraint chk_outbox_fate check (num_nonnulls(carried_time, abandoned_time) <= 1);

drop index admissions.idx_outbox_due;
create index idx_outbox_due on admissions.outbox (due_time) where carried_time is null and abandoned_time is null;
create index idx_outbox_abandoned on admissions.outbox (abandoned_time) where abandoned_time is not null;

-- One message to one person about one effect, written before it is sent and never twice. 'handing' is committed when only the last bytes
-- to the channel are missing: a row found in it after a crash has most likely gone out and is not sent again by itself.
create table admissions.notification (
  branch_id       varchar(6) collate "C" not null,
  notification_id uuid not null,
  outbox_id       uuid not null,
  application_id  varchar(16) collate "C" not null,
  account_id      uuid not null references users.account,
  channel         text not null,
  message_id      text not null,
  state           text not null check (state in ('prepared', 'handing', 'sent', 'refused', 'unsure')),
  claim_id        uuid not null,
  created_time    timestamptz not null default isolation.clock(),
  handed_time     timestamptz,
  sent_time       timestamptz,
  primary key (branch_id, notification_id),
  constraint uq_notification_recipient unique (branch_id, outbox_id, account_id),
  foreign key (branch_id, outbox_id) references admissions.outbox,
  foreign key (branch_id, application_id) references users.application
);

create index idx_notification_application on admissions.notification (branch_id, application_id);

-- Where messages lie in demo mode, when no mail server is set.
create table admissions.mailbox_message (
  branch_id       varchar(6) collate "C" not null,
  notification_id uuid not null,
  recipient       text not null,
  subject         text not null,
  body            text not null,
  sent_time       timestamptz not null default isolation.clock(),
  primary key (branch_id, notification_id),
  foreign key (branch_id, notification_id) references admissions.notification
);

-- Offers and fees whose day has passed, found without reading the others.
create index idx_application_offer_expiry on users.application (offer_expires_time) where application_status = 'offer';
create index idx_application_fees_expiry on users.application (fees_due_time) where application_status = 'fees';
