-- A family hands a form in only as somebody who is registered and whose mobile number is proven (SPEC 7). Pages and desk say so in words; here it holds
-- whoever writes the step. A clerk's walk-in form is handed in at the counter by vise_staff, and needs neither.
create function admissions.guard_hand_in() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  -- asked apart: the other roles may not read what is asked
  if current_user = 'vise_family' then
    if not exists (
      select from users.account a
      where a.account_id = nullif(current_setting('vise.account', true), '')::uuid and a.issuer <> 'vise:guest' and a.mobile_verified_time is not null)
    then
      raise exception 'a family proves its mobile number before it hands a form in' using errcode = 'VS006';
    end if;
  end if;
  return new;
end
$$;

revoke all on function admissions.guard_hand_in() from public;
grant execute on function admissions.guard_hand_in() to vise_family, vise_staff, vise_system;

create trigger guard_hand_in before update on users.application
for each row when (new.application_status = 'submitted' and old.application_status <> 'submitted') execute function admissions.guard_hand_in();
