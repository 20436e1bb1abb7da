-- What families find a school by: each folded word of the school's name, place, branch, district and state in every language, two neighbouring words
-- as one, and the PIN code. Text equality and prefix ranges only, as for applications (docs/adr/search-keys.md). Triggers keep it; nobody else writes it.
create table codes.school_key (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  key              text collate "C" not null check (length(key) between 1 and 100),
  primary key (branch_id, institution_code, key),
  foreign key (branch_id, institution_code) references codes.institution
);
create index idx_school_key on codes.school_key (key, branch_id, institution_code);
create index idx_institution_pin on codes.institution (pin_code, branch_id, institution_code) where pin_code is not null;

-- The same words as Vise.Domain/Codes/PlaceWords.cs reads out of what somebody types; a test holds the two together.
create function codes.place_keys(names text) returns table (key text)
language sql immutable
as $$
  with words as (
    select word, lead(word) over (order by place) as following
    from regexp_split_to_table(
      normalize(regexp_replace(lower(normalize(names, nfd)), '[\u0300-\u036F\u200C\u200D]', '', 'g'), nfc), '[][\s.,;:()&/''’"–-]+') with ordinality as w (word, place)
    where word <> '')
  select left(k.key, 100) from words cross join lateral (values (word), (word || following)) as k (key) where k.key is not null
$$;

-- Writes the keys of schools anew, each named by its branch and code in eight characters.
create function codes.fill_school_keys(schools text[]) returns void
language sql
as $$
  delete from codes.school_key k using unnest(schools) s where k.branch_id = left(s, 6) and k.institution_code = substr(s, 7);
  insert into codes.school_key (branch_id, institution_code, key)
  select i.branch_id, i.institution_code, w.key
  from unnest(schools) s
  join codes.institution i on i.branch_id = left(s, 6) and i.institution_code = substr(s, 7)
  join codes.branch b on b.branch_id = i.branch_id
  join codes.geographic d on d.state_code = b.state_code and d.district_code = b.district_code
  join codes.geographic t on t.state_code = b.state_code and t.district_code = '00'
  cross join lateral (
    select text from (values (i.name), (i.locality), (i.pin_code), (b.name), (d.name), (t.name)) as plain (text)
    union all
    select l.value from (values (i.names), (b.names), (d.names), (t.names)) as translated (names) cross join jsonb_each_text(names) l) called
  cross join lateral codes.place_keys(called.text) w
  on conflict do nothing;
$$;

create function codes.write_school_keys() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  schools text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(branch_id || institution_code) into schools from new_rows;
  elsif tg_table_name = 'institution' then
    select array_agg(branch_id || institution_code) into schools
    from (select branch_id, institution_code, name, names, locality, pin_code from new_rows
      except select branch_id, institution_code, name, names, locality, pin_code from old_rows) changed;
  elsif tg_table_name = 'branch' then
    select array_agg(i.branch_id || i.institution_code) into schools
    from (select branch_id, name, names from new_rows except select branch_id, name, names from old_rows) changed
    join codes.institution i on i.branch_id = changed.branch_id;
  else
    select array_agg(distinct i.branch_id || i.institution_code) into schools
    from (select state_code, district_code, name, names from new_rows except select state_code, district_code, name, names from old_rows) changed
    join codes.branch b on b.state_code = changed.state_code and changed.district_code in ('00', b.district_code)
    join codes.institution i on i.branch_id = b.branch_id;
  end if;
  if schools is not null then
    perform codes.fill_school_keys(schools);
  end if;
  return null;
end
$$;

create trigger keys_insert after insert on codes.institution referencing new table as new_rows for each statement execute function codes.write_school_keys();
create trigger keys_update after update on codes.institution referencing old table as old_rows new table as new_rows for each statement execute function codes.write_school_keys();
create trigger keys_update after update on codes.branch referencing old table as old_rows new table as new_rows for each statement execute function codes.write_school_keys();
create trigger keys_update after update on codes.geographic referencing old table as old_rows new table as new_rows for each statement execute function codes.write_school_keys();

select codes.fill_school_keys(array_agg(branch_id || institution_code)) from codes.institution having count(*) > 0;

-- How many seats a school's cycles have and how many of them nobody holds, for everyone: numbers that name nobody. Who holds one stays unseen, so it runs as the owner.
create function admissions.free_seats(branch text, institution text)
returns table (academic_year text, programme_code text, department_code text, class_code text, quota text, seats int, free int)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.academic_year, s.programme_code, s.department_code, s.class_code, s.quota, count(*)::int, (count(*) - count(s.application_id))::int
  from admissions.seat s
  join admissions.cycle c on c.branch_id = s.branch_id and c.institution_code = s.institution_code and c.academic_year = s.academic_year
  where s.branch_id = branch and s.institution_code = institution and c.closes_time > isolation.clock()
  group by 1, 2, 3, 4, 5
$$;

revoke all on function codes.place_keys(text), codes.fill_school_keys(text[]), codes.write_school_keys(), admissions.free_seats(text, text) from public;
grant execute on function admissions.free_seats(text, text) to vise_public;
