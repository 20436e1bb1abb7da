#!/usr/bin/env bash
# What the trail costs a draft save and a status change: the app's statements by pgbench, with the triggers and without, three times each.
# Needs psql and pgbench, and a migrated database of its own, as a superuser: PGHOST=... PGPORT=... PGUSER=postgres PGDATABASE=vise bench/trails.sh
# It leaves a branch ZZ9999 behind.
set -euo pipefail
export PGDATABASE=${PGDATABASE:-vise}
seconds=${1:-5}
pgbench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

psql -q -v ON_ERROR_STOP=1 <<'SQL'
set session_replication_role = replica;
insert into codes.geographic (state_code, district_code, name) values ('ZZ', '99', 'Bench') on conflict do nothing;
insert into codes.branch (branch_id, state_code, district_code, branch_code, name) values ('ZZ9999', 'ZZ', '99', '99', 'Bench') on conflict do nothing;
insert into users.account (account_id, issuer, subject, name) values ('00000000-0000-0000-0000-0000000000aa', 'bench', 'bench', 'Bench') on conflict do nothing;
insert into users.application (branch_id, application_id, state_code, district_code, branch_code, account_id, child_name, draft_expires_time)
select 'ZZ9999', 'ZZ99990125A' || lpad(n::text, 5, '0'), 'ZZ', '99', '99', '00000000-0000-0000-0000-0000000000aa', 'Bench', now() from generate_series(1, 1000) n on conflict do nothing;
insert into admissions.draft_field (branch_id, application_id, path, value)
select 'ZZ9999', 'ZZ99990125A' || lpad(n::text, 5, '0'), 'child.name', 'Bench' from generate_series(1, 1000) n on conflict do nothing;
SQL

settings="set local vise.lo = ''; set local vise.hi = ''; set local vise.account = '00000000-0000-0000-0000-0000000000aa'; select set_config('vise.role', 'Parent', true), set_config('vise.duty', 'ApplyForOwnChild', true), set_config('vise.trace', '0123456789abcdef0123456789abcdef', true), users.grant_stands('00000000-0000-0000-0000-0000000000aa', 'Parent', '');"
cat > "$work/save" <<SQL
\set n random(1, 1000)
\set v random(1, 1000000)
begin; set local role vise_family; $settings
select * from users.application where branch_id = 'ZZ9999' and application_id = 'ZZ99990125A' || lpad(:n::text, 5, '0') for update;
update admissions.draft_field set value = 'Name ' || :v, revision = revision + 1, saved_time = isolation.clock() where branch_id = 'ZZ9999' and application_id = 'ZZ99990125A' || lpad(:n::text, 5, '0') and path = 'child.name';
update users.application set draft_expires_time = isolation.clock() + interval '30 days' where branch_id = 'ZZ9999' and application_id = 'ZZ99990125A' || lpad(:n::text, 5, '0');
commit;
SQL
cat > "$work/status" <<SQL
\set n random(1, 1000)
begin; set local role vise_family; $settings
select * from users.application where branch_id = 'ZZ9999' and application_id = 'ZZ99990125A' || lpad(:n::text, 5, '0') for update;
savepoint before;
update users.application set application_status = 'submitted', submitted_time = isolation.clock() where branch_id = 'ZZ9999' and application_id = 'ZZ99990125A' || lpad(:n::text, 5, '0');
insert into admissions.application_event (branch_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status)
values ('ZZ9999', 'ZZ99990125A' || lpad(:n::text, 5, '0'), isolation.clock(), '00000000-0000-0000-0000-0000000000aa', 'Parent', 'Bench', 'draft', 'submitted');
set constraints all immediate;
rollback to before;
commit;
SQL

for round in 1 2 3; do
  for trail in enable disable; do
    psql -q -c "alter table users.application $trail trigger trail; alter table admissions.draft_field $trail trigger trail; alter table admissions.application_event $trail trigger trail"
    for what in save status; do
      "$pgbench" -n -c 4 -j 1 -T "$seconds" -f "$work/$what" | awk -v what="$what" -v trail="$trail" '/latency average/ { l = $4 } /^tps/ { printf "%-7s trail %-8s %8.3f ms %8.0f/s\n", what, trail "d", l, $3 }'
    done
  done
done
psql -q -c "alter table users.application enable trigger trail; alter table admissions.draft_field enable trigger trail; alter table admissions.application_event enable trigger trail"
