-- Questions that a family puts to the branch about its application, and the branch's answers. Each is said once: nobody changes or removes it.
create table admissions.enquiry (
  branch_id      varchar(6) collate "C" not null,
  application_id varchar(16) collate "C" not null,
  enquiry_id     uuid not null,
  question       text not null check (length(question) between 1 and 1000),
  asked_time     timestamptz not null,
  asked_by       uuid not null references users.account,
  asker_name     text not null,
  answer         text check (length(answer) between 1 and 2000),
  answered_time  timestamptz,
  answered_by    uuid references users.account,
  answerer_name  text,
  primary key (branch_id, application_id, enquiry_id),
  foreign key (branch_id, application_id) references users.application,
  check (num_nonnulls(answer, answered_time, answered_by, answerer_name) in (0, 4))
);
-- what a branch has still to answer
create index idx_enquiry_open on admissions.enquiry (branch_id, application_id) where answered_time is null;
call admissions.keep_trail('admissions.enquiry', 'enquiry_id');

-- A family asks from the first hand-in until the application ends, three questions open at a time and ten a day. The same stands in
-- Vise.Domain/Admissions/Enquiry.cs; a test holds the two together.
create function admissions.guard_enquiry() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if admissions.is_owner() then
    return new;
  end if;
  -- locked, so that of two asked at once the second is counted after the first
  perform from users.application a
  where a.branch_id = new.branch_id and a.application_id = new.application_id
    and a.submitted_time is not null and a.application_status not in ('enrolled', 'rejected', 'withdrawn', 'expired')
  for update;
  if not found
    or (select count(*) from admissions.enquiry e
      where e.branch_id = new.branch_id and e.application_id = new.application_id and e.answered_time is null) >= 3
    or (select count(*) from admissions.enquiry e
      where e.branch_id = new.branch_id and e.application_id = new.application_id and e.asked_time > isolation.clock() - interval '1 day') >= 10
  then
    raise exception 'this application takes no further question now' using errcode = 'VS007';
  end if;
  return new;
end
$$;

create trigger guard_enquiry before insert on admissions.enquiry
for each row execute function admissions.guard_enquiry();

revoke all on function admissions.guard_enquiry() from public;
grant execute on function admissions.guard_enquiry() to vise_family, vise_staff;
