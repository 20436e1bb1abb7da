-- An account that is shut (V027) takes on nothing new. Who began before finds the account, and shutting sees what was begun: the account's row is held as the
-- foreign key holds it, but before it is looked at, and shut_account waits for whoever holds it.
create function users.guard_shut() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  shut boolean;
begin
  select a.disabled_time is not null into shut from users.account a where a.account_id = new.account_id for key share;
  -- a role may be given to somebody who is kept out for a while, and not to who leaves for good
  if shut and (tg_relid <> 'users.access_grant'::regclass or exists (
    select from users.erasure_request r
    where r.account_id = new.account_id and r.application_id is null and r.cancelled_time is null and r.due_time <= isolation.clock()))
  then
    raise exception 'this account is shut' using errcode = 'VS010';
  end if;
  return new;
end
$$;
revoke all on function users.guard_shut() from public;
grant execute on function users.guard_shut() to vise_family, vise_staff, vise_setup, vise_system;

create trigger guard_shut before insert or update of account_id on users.application
for each row when (new.account_id is not null and not admissions.is_owner()) execute function users.guard_shut();
create trigger guard_shut before update of account_id on users.application_guardian
for each row when (new.account_id is not null) execute function users.guard_shut();
create trigger guard_shut before insert on users.access_grant
for each row execute function users.guard_shut();

-- As V013, and a closed account's name goes from grants that have ended too.
create or replace function users.guard_grant() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.given_by = new.account_id then
      raise exception 'nobody gives a role to oneself' using errcode = 'VS002';
    end if;
  elsif old.to_time <= isolation.clock() and not (
    to_jsonb(new) - array['giver_name', 'ender_name', 'reason'] = to_jsonb(old) - array['giver_name', 'ender_name', 'reason']
    and current_user::regrole = (select c.relowner::regrole from pg_class c where c.oid = tg_relid))
  then
    raise exception 'a grant that has ended stays ended' using errcode = 'VS002';
  end if;
  return new;
end
$$;

-- As V027, and grants that this person gave or ended name nobody.
create or replace function users.close_account(request uuid) returns void
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
  update users.access_grant g set giver_name = '' where g.given_by = asked.account_id;
  update users.access_grant g set ender_name = '' where g.ended_by = asked.account_id;
  -- why a role of this person's ended was typed freely
  update users.access_grant g set reason = null where g.account_id = asked.account_id and g.reason is not null;
  update users.account a
  set issuer = 'vise:erased', subject = a.account_id::text, name = '', email = null, email_verified_time = null, mobile = null, mobile_verified_time = null,
    language = 'en', page_language = null, last_sign_in_time = null, moved_to = null, disabled_time = isolation.clock()
  where a.account_id = asked.account_id;
  update users.erasure_request r set done_time = isolation.clock() where r.request_id = request;
end
$$;
