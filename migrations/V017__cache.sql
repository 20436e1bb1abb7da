-- What changed of that which nodes keep in memory: codes, cycles, grants, and that applications moved. Written in the transaction of the change
-- itself, so that a DBA's statement is seen like the app's own and a roll-back leaves nothing. Every node reads what came since it last looked.
-- Rows are told apart by the transaction that wrote them: transactions commit in another order than they begin, and a snapshot
-- (pg_current_snapshot) says exactly which of them a reader has seen and a value was read with.
create table codes.change (
  change_id    bigint generated always as identity primary key,
  xid          xid8 not null default pg_current_xact_id(),
  -- the table, or 'command' for what a person asked for (./vise cache, /ops/cache)
  source       text not null check (length(source) <= 80),
  -- the codes of what changed, joined; empty means all of the source
  place        text collate "C" not null default '' check (length(place) <= 200),
  changed_time timestamptz not null default now()
);
create index idx_change_xid on codes.change (xid);
create index idx_change_time on codes.change using brin (changed_time);

-- Notes the places that a statement changed, each once; where there are many, that the whole table did.
-- Arguments: what names a row's place, and the columns that count (a row that changed in others only is no news).
create function codes.note_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  places text[];
begin
  if tg_op = 'TRUNCATE' then
    places := array[''];
  else
    execute format('select array_agg(distinct (%s)::text) from (%s) changed', tg_argv[0],
      case tg_op
        when 'INSERT' then format('select %s from new_rows', tg_argv[1])
        when 'DELETE' then format('select %s from old_rows', tg_argv[1])
        else format('(select %1$s from new_rows except select %1$s from old_rows) union all (select %1$s from old_rows except select %1$s from new_rows)', tg_argv[1])
      end) into places;
  end if;
  if cardinality(places) > 500 then
    places := array[''];
  end if;
  insert into codes.change (source, place) select tg_table_schema || '.' || tg_table_name, unnest(places);
  return null;
end
$$;

-- Has every change of a table noted. place: an expression over its columns; columns: those that count.
create procedure codes.watch(target regclass, place text, columns text default '*')
language plpgsql
as $$
declare
  event record;
begin
  for event in
    select * from (values ('insert', 'referencing new table as new_rows'), ('delete', 'referencing old table as old_rows'),
      ('update', 'referencing old table as old_rows new table as new_rows'), ('truncate', '')) as events (name, rows_named)
  loop
    execute format('create trigger note_%s after %s on %s %s for each statement execute function codes.note_change(%L, %L)',
      event.name, event.name, target, event.rows_named, place, columns);
    -- rows that are copied with triggers off change what is known too
    execute format('alter table %s enable always trigger note_%s', target, event.name);
  end loop;
end
$$;

-- A step of an application moves its branch's figures of that session. On the way of every step, so it is written out.
create function codes.note_step() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  places text[];
begin
  select array_agg(distinct branch_id || substr(application_id, 9, 2)) into places from new_rows;
  if cardinality(places) > 500 then
    places := array[''];
  end if;
  insert into codes.change (source, place) select 'admissions.application_event', unnest(places);
  return null;
end
$$;

call codes.watch('codes.geographic', 'state_code || district_code');
call codes.watch('codes.branch', 'branch_id');
call codes.watch('codes.institution', 'branch_id || institution_code');
call codes.watch('codes.curriculum', 'branch_id || institution_code');
call codes.watch('codes.term', 'list');
call codes.watch('codes.age_rule', 'state_code');
call codes.watch('admissions.cycle', 'branch_id || institution_code');
call codes.watch('admissions.cycle_class', 'branch_id || institution_code');
call codes.watch('admissions.seat', 'branch_id || institution_code');
call codes.watch('users.access_grant', 'account_id');
call codes.watch('users.account', 'account_id', 'account_id, disabled_time');
call codes.watch('users.session', 'account_id', 'account_id, session_id, ended_time');
create trigger note_step after insert on admissions.application_event referencing new table as new_rows for each statement execute function codes.note_step();

revoke all on function codes.note_change(), codes.note_step() from public;
revoke all on procedure codes.watch(regclass, text, text) from public;
