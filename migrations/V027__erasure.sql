-- Erasure at a family's own request (SPEC 10): the request with its time to think, what was erased by it, and the functions that carry it out. What names
-- nobody stays: an application's number, status and times, its steps, and who did what when in the trail, without what stood there.

-- Network-wide: a request belongs to an account, whose applications may lie in several branches.
create table users.erasure_request (
  request_id     uuid primary key,
  account_id     uuid not null references users.account,
  -- one closed application; null: the account with everything that hangs on it
  application_id varchar(16) collate "C" check (application_id ~ '^[0-9A-Z]{16}$'),
  requested_time timestamptz not null,
  due_time       timestamptz not null check (due_time > requested_time),
  cancelled_time timestamptz,
  done_time      timestamptz,
  check (num_nonnulls(cancelled_time, done_time) <= 1)
);
create unique index uq_erasure_open on users.erasure_request (account_id, coalesce(application_id, '')) where cancelled_time is null and done_time is null;
create index idx_erasure_due on users.erasure_request (due_time) where cancelled_time is null and done_time is null;

-- What was erased. Its own row in the trail is never blanked and proves each blanking.
create table admissions.erasure (
  branch_id      varchar(6) collate "C" not null,
  erasure_id     uuid not null default gen_random_uuid(),
  application_id varchar(16) collate "C" not null,
  request_id     uuid not null,
  -- record: all of it; kept: the law keeps the record, and only the account's hold on it went; guardian: one tie to a second guardian
  extent         text not null check (extent in ('record', 'kept', 'guardian')),
  guardian_id    uuid,
  -- the second guardian who went, where it was that one's wish
  account_id     uuid,
  erased_time    timestamptz not null,
  primary key (branch_id, erasure_id),
  foreign key (branch_id, application_id) references users.application,
  check ((extent = 'guardian') = (guardian_id is not null)),
  check (extent = 'guardian' or account_id is null)
);
create index idx_erasure_application on admissions.erasure (branch_id, application_id);
call admissions.keep_trail('admissions.erasure', 'erasure_id');
create trigger insert_only before update or delete or truncate on admissions.erasure
for each statement execute function admissions.refuse_change();

alter table users.application add erased_time timestamptz;

-- Whether an erasure that has its own row in the trail takes a row's values with it. What was paid stays, and the erasure itself.
create function admissions.is_erased(line admissions.trail) returns boolean
language sql stable
as $$
  select exists (
    select from admissions.erasure e
    where e.branch_id = line.branch_id and e.application_id = line.application_id and line.target not in ('admissions.erasure', 'finance.payment')
      and (e.extent = 'record'
        or (e.extent = 'guardian' and line.target = 'users.application_guardian' and line.part = e.guardian_id::text)
        or (e.extent = 'guardian' and line.target = 'admissions.application_event' and exists (
          select from admissions.application_event step
          where step.branch_id = line.branch_id and step.application_id = line.application_id and step.event_id::text = line.part and step.account_id = e.account_id))
        -- a request that the one asked for is the other's once that one words it anew: whoever ever wrote it stands in the trail, where no account's number is blanked
        or (e.extent = 'guardian' and line.target in ('admissions.amendment', 'admissions.enquiry') and exists (
          select from admissions.trail said
          where said.branch_id = line.branch_id and said.application_id = line.application_id and said.target = line.target and said.part = line.part
            and said.account_id = e.account_id)))
      and exists (
        select from admissions.trail proof
        where proof.branch_id = e.branch_id and proof.application_id = e.application_id and proof.target = 'admissions.erasure' and proof.part = e.erasure_id::text))
$$;

-- The trail and the steps stay insert-only, save that an erasure blanks what stood there.
drop trigger insert_only on admissions.trail;
create trigger insert_only before delete or truncate on admissions.trail
for each statement execute function admissions.refuse_change();
drop trigger insert_only on admissions.application_event;
create trigger insert_only before delete or truncate on admissions.application_event
for each statement execute function admissions.refuse_change();

create function admissions.guard_blanking() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if new.old_values is null and new.new_values is null and admissions.is_erased(old)
    and to_jsonb(new) - array['old_values', 'new_values'] = to_jsonb(old) - array['old_values', 'new_values']
  then
    return new;
  end if;
  raise exception 'trail is insert-only' using errcode = 'VS004';
end
$$;
create trigger guard_blanking before update on admissions.trail
for each row execute function admissions.guard_blanking();

create function admissions.guard_event_blanking() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if to_jsonb(new) - array['actor_name', 'reason', 'facts'] = to_jsonb(old) - array['actor_name', 'reason', 'facts']
    and new.actor_name in ('', old.actor_name) and (new.reason is null or new.reason = old.reason) and new.facts in ('{}', old.facts)
    and exists (
      select from admissions.erasure e
      where e.branch_id = old.branch_id and e.application_id = old.application_id
        and (e.extent = 'record' or (e.extent = 'guardian' and e.account_id = old.account_id)))
  then
    return new;
  end if;
  raise exception 'application_event is insert-only' using errcode = 'VS004';
end
$$;
create trigger guard_blanking before update on admissions.application_event
for each row execute function admissions.guard_event_blanking();

-- As V013, and an erased application is nobody's.
create or replace function admissions.guard_family() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not admissions.is_owner() and (current_user <> 'vise_system' or (old.account_id is not null
    and not exists (select from users.account guest where guest.account_id = old.account_id and guest.moved_to = new.account_id)
    and not (new.account_id is null and exists (
      select from admissions.erasure e where e.branch_id = new.branch_id and e.application_id = new.application_id and e.extent in ('record', 'kept')))))
  then
    raise exception 'a child stays with its family' using errcode = 'VS002';
  end if;
  return null;
end
$$;

-- A request that may be carried out now, locked; else nothing is done at all.
create function users.due_erasure(request uuid) returns users.erasure_request
language plpgsql volatile
as $$
declare
  asked users.erasure_request;
begin
  select * into asked from users.erasure_request r
  where r.request_id = request and r.cancelled_time is null and r.done_time is null and r.due_time <= isolation.clock() for update;
  if asked.request_id is null then
    raise exception 'no erasure is due' using errcode = '42501';
  end if;
  return asked;
end
$$;

create function admissions.blank_trail(branch text, application text) returns void
language sql volatile
as $$
  update admissions.trail t set old_values = null, new_values = null
  where t.branch_id = branch and t.application_id = application and (t.old_values is not null or t.new_values is not null) and admissions.is_erased(t)
$$;

-- Takes one tie to a second guardian out, wherever it is named.
create function users.erase_tie(branch text, application text, guardian uuid, request uuid, gone uuid) returns void
language plpgsql volatile
as $$
begin
  insert into admissions.erasure (branch_id, application_id, request_id, extent, guardian_id, account_id, erased_time)
  values (branch, application, request, 'guardian', guardian, gone, isolation.clock());
  delete from users.application_guardian g where g.branch_id = branch and g.application_id = application and g.guardian_id = guardian;
  if gone is not null then
    update users.application a set guardian_account_id = null where a.branch_id = branch and a.application_id = application and a.guardian_account_id = gone;
    update admissions.application_event e set actor_name = '' where e.branch_id = branch and e.application_id = application and e.account_id = gone;
    update admissions.amendment e set asker_name = '' where e.branch_id = branch and e.application_id = application and e.asked_by = gone;
    update admissions.amendment e set decider_name = '' where e.branch_id = branch and e.application_id = application and e.decided_by = gone;
    update admissions.enquiry e set asker_name = '' where e.branch_id = branch and e.application_id = application and e.asked_by = gone;
  end if;
end
$$;

-- Erases one closed application of the account that asked, and returns which files no row of it names any more. An enrolled child's record stays with the
-- school, as the law asks: what goes is the account's hold on it, and messages.
create function admissions.erase(branch text, application text, request uuid) returns setof text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  asked constant users.erasure_request := users.due_erasure(request);
  known users.application;
  tie uuid;
begin
  select * into known from users.application a where a.branch_id = branch and a.application_id = application for update;
  if known.account_id is distinct from asked.account_id or coalesce(asked.application_id, application) <> application
    or not (known.application_status in ('rejected', 'withdrawn', 'expired') or (known.application_status = 'enrolled' and asked.application_id is null))
  then
    raise exception 'this may not be erased' using errcode = '42501';
  end if;
  insert into admissions.erasure (branch_id, application_id, request_id, extent, erased_time)
  values (branch, application, request, case known.application_status when 'enrolled' then 'kept' else 'record' end, isolation.clock());
  delete from admissions.mailbox_message m using admissions.notification n
  where m.branch_id = n.branch_id and m.notification_id = n.notification_id and n.branch_id = branch and n.application_id = application
    and (known.application_status <> 'enrolled' or n.account_id = asked.account_id);
  delete from admissions.notification n
  where n.branch_id = branch and n.application_id = application and (known.application_status <> 'enrolled' or n.account_id = asked.account_id);
  if known.application_status = 'enrolled' then
    -- a second guardian who is there stays, with no word of who invited; other invitations go
    for tie in select g.guardian_id from users.application_guardian g
      where g.branch_id = branch and g.application_id = application and (g.account_id is null or g.ended_time is not null)
    loop
      perform users.erase_tie(branch, application, tie, request, null);
    end loop;
    update users.application_guardian g set inviter_name = '' where g.branch_id = branch and g.application_id = application;
    update users.student s set account_id = null where s.branch_id = branch and s.application_id = application and s.account_id = asked.account_id;
    update users.application a set account_id = null where a.branch_id = branch and a.application_id = application;
  else
    return query with gone as (
        delete from admissions.document d where d.branch_id = branch and d.application_id = application returning d.content_hash::text as file, d.preview_hash::text as small)
      select g.file from gone g union select g.small from gone g where g.small is not null;
    delete from admissions.upload c where c.branch_id = branch and c.application_id = application;
    delete from admissions.amendment_field c where c.branch_id = branch and c.application_id = application;
    delete from admissions.amendment c where c.branch_id = branch and c.application_id = application;
    delete from admissions.enquiry c where c.branch_id = branch and c.application_id = application;
    -- an effect on others, such as a seat that was let go, is still carried out
    delete from admissions.outbox o where o.branch_id = branch and o.application_id = application
      and (o.kind <> 'seat-freed' or o.carried_time is not null or o.abandoned_time is not null);
    delete from admissions.draft_field d where d.branch_id = branch and d.application_id = application;
    delete from admissions.applicant c where c.branch_id = branch and c.application_id = application;
    delete from admissions.answer c where c.branch_id = branch and c.application_id = application;
    delete from admissions.search_key c where c.branch_id = branch and c.application_id = application;
    delete from admissions.correction c where c.branch_id = branch and c.application_id = application;
    delete from users.parent c where c.branch_id = branch and c.application_id = application;
    delete from users.sibling c where c.branch_id = branch and c.application_id = application;
    delete from users.academic c where c.branch_id = branch and c.application_id = application;
    delete from users.application_guardian c where c.branch_id = branch and c.application_id = application;
    -- who of the school decided stays; the family's names go, and every reason and remark, since they were typed freely
    update admissions.application_event e set reason = null, facts = '{}',
      actor_name = case when e.actor_role in ('Parent', 'Student') or e.from_status = e.to_status then '' else e.actor_name end
    where e.branch_id = branch and e.application_id = application;
    update users.application a
    set child_name = '', account_id = null, guardian_account_id = null, claim_code_hash = null, claim_expires_time = null, erased_time = isolation.clock()
    where a.branch_id = branch and a.application_id = application;
  end if;
  perform admissions.blank_trail(branch, application);
  if asked.application_id is not null then
    update users.erasure_request r set done_time = isolation.clock() where r.request_id = request;
  end if;
end
$$;

-- Takes the account that asked out of the applications of others that it shares or shared, and returns from how many.
create function users.erase_ties(request uuid) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  asked constant users.erasure_request := users.due_erasure(request);
  tie users.application_guardian;
  taken int := 0;
begin
  if asked.application_id is not null then
    return 0;
  end if;
  for tie in select * from users.application_guardian g where g.account_id = asked.account_id
  loop
    perform users.erase_tie(tie.branch_id, tie.application_id, tie.guardian_id, request, asked.account_id);
    delete from admissions.mailbox_message m using admissions.notification n
    where m.branch_id = n.branch_id and m.notification_id = n.notification_id
      and n.branch_id = tie.branch_id and n.application_id = tie.application_id and n.account_id = asked.account_id;
    delete from admissions.notification n where n.branch_id = tie.branch_id and n.application_id = tie.application_id and n.account_id = asked.account_id;
    perform admissions.blank_trail(tie.branch_id, tie.application_id);
    taken := taken + 1;
  end loop;
  return taken;
end
$$;

-- Shuts the account that asked, before its login goes: from here on nothing new can hang on it. False, with nothing done, where something does by now.
create function users.shut_account(request uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  asked constant users.erasure_request := users.due_erasure(request);
begin
  -- waits for a form that is begun right now, which holds the account by its key
  perform from users.account a where a.account_id = asked.account_id for update;
  if asked.application_id is not null
    or exists (select from users.application a where a.account_id = asked.account_id)
    or exists (select from users.access_grant g where g.account_id = asked.account_id and g.role not in ('Parent', 'Student')
      and (g.to_time is null or g.to_time > isolation.clock()))
  then
    return false;
  end if;
  update users.account a set disabled_time = isolation.clock() where a.account_id = asked.account_id and a.disabled_time is null;
  return true;
end
$$;

-- Closes the account that asked, once nothing hangs on it any more: the row stays as a number that other rows point to, and names nobody.
create function users.close_account(request uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  asked constant users.erasure_request := users.due_erasure(request);
  known users.account;
begin
  select * into known from users.account a where a.account_id = asked.account_id for update;
  if asked.application_id is not null
    or exists (select from users.application a where a.account_id = asked.account_id)
    or exists (select from users.application_guardian g where g.account_id = asked.account_id)
    or exists (select from users.access_grant g where g.account_id = asked.account_id and g.role not in ('Parent', 'Student')
      and (g.to_time is null or g.to_time > isolation.clock()))
  then
    raise exception 'something hangs on this account' using errcode = '42501';
  end if;
  delete from users.session s where s.account_id = asked.account_id;
  delete from users.one_time_code c where c.account_id = asked.account_id;
  delete from users.idempotency_key k where k.account_id = asked.account_id;
  delete from users.mailbox_message m where m.recipient in (known.email, known.mobile);
  -- of somebody who worked here once: an invitation always says one address, which may be empty
  update users.invitation i set email = '', mobile = null where i.accepted_by = asked.account_id;
  update users.invitation i set inviter_name = '' where i.invited_by = asked.account_id;
  update users.account a
  set issuer = 'vise:erased', subject = a.account_id::text, name = '', email = null, email_verified_time = null, mobile = null, mobile_verified_time = null,
    language = 'en', page_language = null, last_sign_in_time = null, moved_to = null, disabled_time = isolation.clock()
  where a.account_id = asked.account_id;
  update users.erasure_request r set done_time = isolation.clock() where r.request_id = request;
end
$$;

revoke all on function admissions.is_erased(admissions.trail), admissions.guard_blanking(), admissions.guard_event_blanking(), users.due_erasure(uuid), admissions.blank_trail(text, text),
  users.erase_tie(text, text, uuid, uuid, uuid), admissions.erase(text, text, uuid), users.erase_ties(uuid), users.shut_account(uuid), users.close_account(uuid) from public;
grant execute on function admissions.is_erased(admissions.trail), admissions.erase(text, text, uuid), users.erase_ties(uuid), users.shut_account(uuid), users.close_account(uuid) to vise_system;
