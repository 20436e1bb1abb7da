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
    raise exception 'this account is shut' using errcode = 'VS009';
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
