-- A document of a kind may have several pages, each a file of its own; pictures have a small one to look at, PDFs the number of their pages.
alter table admissions.document
  add column page smallint not null default 1 check (page between 1 and 999),
  add column preview_hash varchar(64) collate "C" check (preview_hash ~ '^[0-9a-f]{64}$'),
  add column page_count int check (page_count > 0);
create index idx_document_preview on admissions.document (branch_id, preview_hash) where preview_hash is not null;

-- Files on their way in, piece by piece: what has come lies in the document store. It says which document came of it once all is there, and is swept a day later;
-- until when one request is at making a document of it, no other begins.
create table admissions.upload (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  upload_id      uuid not null,
  account_id     uuid not null,
  kind           text not null check (length(kind) between 1 and 100),
  replaces       uuid,
  file_name      text not null check (length(file_name) between 1 and 200),
  byte_size      int not null check (byte_size between 1 and 5242880),
  received       int not null default 0 check (received between 0 and byte_size),
  begun_time     timestamptz not null default now(),
  document_id    uuid,
  finishing_until timestamptz,
  primary key (branch_id, application_id, upload_id),
  foreign key (branch_id, application_id) references users.application
);
create index idx_upload_account on admissions.upload (account_id);
create index idx_upload_begun on admissions.upload (branch_id, begun_time);
