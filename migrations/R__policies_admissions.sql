-- Who may do what in admissions.
call isolation.close('admissions');

do $$
declare
  target regclass;
  reader text;
begin
  -- Cycles, classes, their questions and the lifecycle's own table are for everyone to read.
  foreach target in array array['admissions.cycle', 'admissions.cycle_class', 'admissions.question', 'admissions.lifecycle']::regclass[]
  loop
    foreach reader in array array['vise_public', 'vise_family', 'vise_staff', 'vise_officer', 'vise_setup', 'vise_audit', 'vise_system']
    loop
      call isolation.allow(reader, 'select', target, 'true');
    end loop;
  end loop;
  -- a branch's admin sets them up, not its clerks; what has been is retired, never removed
  foreach target in array array['admissions.cycle', 'admissions.cycle_class', 'admissions.question']::regclass[]
  loop
    call isolation.allow('vise_staff', 'insert', target, isolation.in_range() || ' and users.may_set_up(branch_id)');
    call isolation.allow('vise_staff', 'update', target, isolation.in_range() || ' and users.may_set_up(branch_id)');
    call isolation.allow('vise_setup', 'insert', target, 'users.may_set_up(branch_id)');
    call isolation.allow('vise_setup', 'update', target, 'users.may_set_up(branch_id)');
  end loop;
  foreach reader in array array['vise_staff', 'vise_setup']
  loop
    call isolation.allow(reader, 'select', 'admissions.cycle_change', isolation.in_range());
  end loop;

  -- The form, its documents and what is found by: the family's own, the branch's own. What was handed in is the family's no more to change.
  foreach target in array array['admissions.draft_field', 'admissions.applicant', 'admissions.answer', 'admissions.document', 'admissions.search_key', 'admissions.correction']::regclass[]
  loop
    call isolation.allow('vise_family', 'select', target, isolation.own_application());
    call isolation.allow('vise_staff', 'select', target, isolation.in_range());
    call isolation.allow('vise_staff', 'insert', target, isolation.in_range());
    call isolation.allow('vise_staff', 'update', target, isolation.in_range());
  end loop;
  foreach target in array array['admissions.draft_field', 'admissions.applicant', 'admissions.answer', 'admissions.search_key']::regclass[]
  loop
    call isolation.allow('vise_family', 'insert', target, isolation.own_draft());
    call isolation.allow('vise_family', 'update', target, isolation.own_draft());
  end loop;
  foreach target in array array['admissions.draft_field', 'admissions.answer', 'admissions.search_key', 'admissions.correction']::regclass[]
  loop
    call isolation.allow('vise_family', 'delete', target, isolation.own_draft());
    call isolation.allow('vise_staff', 'delete', target, isolation.in_range());
  end loop;
end
$$;

-- A family adds and takes back its own documents; whether one is verified or can't be used is the branch's word, and what is verified stays. Once the form is handed in
-- it puts another in the place of a refused one (V031), and that is all.
call isolation.allow('vise_family', 'insert', 'admissions.document', isolation.own_application()
  || ' and verified_time is null and refused_time is null and (replaces is not null or ' || isolation.own_draft() || ')');
call isolation.allow('vise_family', 'delete', 'admissions.document', isolation.own_draft() || ' and verified_time is null');
call isolation.allow('vise_staff', 'delete', 'admissions.document', isolation.in_range() || ' and verified_time is null');

-- The steps of an application: whoever writes a row writes the own name and the transaction's time. Nobody changes one.
call isolation.allow('vise_family', 'insert', 'admissions.application_event',
  isolation.own_application() || ' and actor_role = ''Parent'' and ' || isolation.by_caller('account_id', 'event_time'));
call isolation.allow('vise_staff', 'insert', 'admissions.application_event',
  isolation.in_range() || ' and actor_role in (''Clerk'', ''BranchAdmin'') and ' || isolation.by_caller('account_id', 'event_time'));
call isolation.allow('vise_system', 'insert', 'admissions.application_event',
  isolation.in_range() || ' and actor_role = ''System'' and account_id is null and event_time = isolation.clock()');
call isolation.allow('vise_family', 'select', 'admissions.application_event', isolation.own_application());
call isolation.allow('vise_staff', 'select', 'admissions.application_event', isolation.in_range());
-- who did what and why; what was to be mended is for the letter alone
call isolation.allow('vise_audit', 'select', 'admissions.application_event', isolation.in_range(),
  'branch_id, event_id, application_id, event_time, account_id, actor_role, actor_name, from_status, to_status, reason, transaction_id');
call isolation.allow('vise_system', 'select', 'admissions.application_event', isolation.in_range());

-- Files that no document names are swept, and of a refused document the family is told while it stands: the system sees which files are named, which are refused, and nothing else.
call isolation.allow('vise_system', 'select', 'admissions.document', isolation.in_range(), 'branch_id, application_id, document_id, refused_time, replace_by, content_hash, preview_hash');

-- A file on its way in is of the account that sends it, as long as the form is its own to change, or the file goes in the place of a refused document; what came of
-- such a one it may still read. The system sweeps what is a day old.
do $$
declare
  mine constant text := $q$account_id = nullif(current_setting('vise.account'), '')::uuid$q$;
  taken constant text := '(' || isolation.own_draft() || ' or ' || isolation.own_replacement() || ')';
begin
  call isolation.allow('vise_family', 'insert', 'admissions.upload', taken || ' and document_id is null and received = 0 and ' || isolation.by_caller('account_id', 'begun_time'));
  call isolation.allow('vise_family', 'select', 'admissions.upload', '(' || isolation.own_draft() || ' or (replaces is not null and ' || isolation.own_application() || ')) and ' || mine);
  call isolation.allow('vise_family', 'update', 'admissions.upload', taken || ' and ' || mine, 'received, document_id, finishing_until');
  call isolation.allow('vise_family', 'delete', 'admissions.upload', taken || ' and ' || mine);
end
$$;
call isolation.allow('vise_system', 'select', 'admissions.upload', isolation.in_range(), 'branch_id, begun_time');
call isolation.allow('vise_system', 'delete', 'admissions.upload', isolation.in_range() || $$ and begun_time < isolation.clock() - interval '1 day'$$);

-- The waiting list is by quota; of the child's data the system sees no more.
call isolation.allow('vise_system', 'select', 'admissions.applicant', isolation.in_range(), 'branch_id, application_id, quota');

-- Questions: the family asks in its own name and now, the branch answers once in its own.
call isolation.allow('vise_family', 'select', 'admissions.enquiry', isolation.own_application());
call isolation.allow('vise_family', 'insert', 'admissions.enquiry',
  isolation.own_application() || ' and answered_time is null and ' || isolation.by_caller('asked_by', 'asked_time'));
call isolation.allow('vise_staff', 'select', 'admissions.enquiry', isolation.in_range());
call isolation.allow('vise_staff', 'update', 'admissions.enquiry', isolation.in_range() || ' and answered_time is null', 'answer, answered_time, answered_by, answerer_name',
  isolation.in_range() || ' and ' || isolation.by_caller('answered_by', 'answered_time'));

-- Amendments: the family asks, adds, takes back, each in its own name; the branch decides once in its own. What was asked stays.
call isolation.allow('vise_family', 'select', 'admissions.amendment', isolation.own_application());
call isolation.allow('vise_family', 'insert', 'admissions.amendment',
  isolation.own_application() || ' and state = ''open'' and ' || isolation.by_caller('asked_by', 'asked_time'));
call isolation.allow('vise_family', 'update', 'admissions.amendment', isolation.own_application() || ' and state = ''open''',
  'reason, asked_time, asked_by, asker_name, state, decided_time, decided_by, decider_name',
  isolation.own_application() || ' and case state when ''open'' then ' || isolation.by_caller('asked_by', 'asked_time')
    || ' when ''withdrawn'' then ' || isolation.by_caller('decided_by', 'decided_time') || ' else false end');
call isolation.allow('vise_staff', 'select', 'admissions.amendment', isolation.in_range());
call isolation.allow('vise_staff', 'update', 'admissions.amendment', isolation.in_range() || ' and state = ''open''',
  'state, decided_time, decided_by, decider_name, decision_reason',
  isolation.in_range() || ' and state in (''granted'', ''declined'') and ' || isolation.by_caller('decided_by', 'decided_time'));
call isolation.allow('vise_family', 'select', 'admissions.amendment_field', isolation.own_application());
call isolation.allow('vise_family', 'insert', 'admissions.amendment_field', isolation.open_amendment());
call isolation.allow('vise_family', 'update', 'admissions.amendment_field', isolation.open_amendment());
call isolation.allow('vise_family', 'delete', 'admissions.amendment_field', isolation.open_amendment());
call isolation.allow('vise_staff', 'select', 'admissions.amendment_field', isolation.in_range());

-- Effects: a family may cause nothing but a message to itself, since the system carries out what stands here. That a seat was freed the database notes by itself.
call isolation.allow('vise_family', 'insert', 'admissions.outbox',
  isolation.own_application() || ' and kind = ''tell-family'' and carried_time is null and attempts = 0');
call isolation.allow('vise_staff', 'insert', 'admissions.outbox', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'admissions.outbox', isolation.in_range());
call isolation.allow('vise_system', 'select', 'admissions.outbox', isolation.in_range());
call isolation.allow('vise_system', 'update', 'admissions.outbox', isolation.in_range());

-- Messages: background work writes and sends them. Operations see how the work stands, and for whom it failed they do not see.
call isolation.allow('vise_system', 'select', 'admissions.notification', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'admissions.notification', isolation.in_range());
call isolation.allow('vise_system', 'update', 'admissions.notification', isolation.in_range());
-- a person takes out which messages came to the own account, and what they were about
call isolation.allow('vise_family', 'select', 'admissions.notification', isolation.own_account(),
  'branch_id, outbox_id, application_id, account_id, channel, state, created_time, sent_time');
call isolation.allow('vise_family', 'select', 'admissions.outbox',
  'exists (select from admissions.notification told where told.branch_id = {t}.branch_id and told.outbox_id = {t}.outbox_id)', 'branch_id, outbox_id, kind, payload');
call isolation.allow('vise_system', 'select', 'admissions.mailbox_message', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'admissions.mailbox_message', isolation.in_range());
call isolation.allow('vise_setup', 'select', 'admissions.mailbox_message', isolation.in_range());
call isolation.allow('vise_setup', 'select', 'admissions.outbox', isolation.in_range(),
  'branch_id, outbox_id, kind, created_time, due_time, attempts, carried_time, abandoned_time, failure');
call isolation.allow('vise_setup', 'update', 'admissions.outbox', isolation.in_range(), 'due_time, attempts, abandoned_time');
call isolation.allow('vise_setup', 'select', 'admissions.notification', isolation.in_range(), 'branch_id, notification_id, outbox_id, channel, state');
call isolation.allow('vise_setup', 'update', 'admissions.notification', isolation.in_range(), 'state');

-- Whose record somebody may leave an opening, a download or an export of: as V014, and a second guardian that of the form they share.
create or replace function admissions.leave_trail(branch text, application text, did text, on_what text, which text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if did not in ('open', 'download', 'export') or not (case current_setting('role')
    when 'vise_family' then exists (
      select from users.application a
      where a.branch_id = branch and a.application_id = application
        and nullif(current_setting('vise.account', true), '')::uuid in (a.account_id, a.guardian_account_id))
    else branch >= current_setting('vise.lo') and branch < current_setting('vise.hi') end)
  then
    raise exception 'no trail may be left there' using errcode = '42501';
  end if;
  perform admissions.add_trail(branch, application, did, on_what, which, null, null, why);
end
$$;

-- The trail of every record: rows come by the owner's functions alone (V014). A family sees who of the school looked, and nothing of what stood there.
call isolation.allow('vise_audit', 'select', 'admissions.trail', isolation.in_range());
call isolation.allow('vise_audit', 'select', 'admissions.trail_seal', isolation.in_range());
call isolation.allow('vise_audit', 'select', 'admissions.trail_head', isolation.in_range());
call isolation.allow('vise_family', 'select', 'admissions.trail',
  'action in (''open'', ''download'', ''export'') and actor_role not in (''Parent'', ''Student'') and ' || isolation.own_application(),
  'branch_id, trail_id, trail_time, application_id, action, target, actor_role, actor_name');
call isolation.allow('vise_system', 'select', 'admissions.trail', isolation.in_range());
call isolation.allow('vise_system', 'select', 'admissions.trail_unsealed', isolation.in_range());
call isolation.allow('vise_system', 'delete', 'admissions.trail_unsealed', isolation.in_range());
call isolation.allow('vise_system', 'select', 'admissions.trail_seal', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'admissions.trail_seal', isolation.in_range());
call isolation.allow('vise_system', 'select', 'admissions.trail_head', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'admissions.trail_head', isolation.in_range());
call isolation.allow('vise_system', 'update', 'admissions.trail_head', isolation.in_range());

-- What was erased, and with it which values of the trail may be blank. Rows come by the owner's functions alone (V027).
call isolation.allow('vise_audit', 'select', 'admissions.erasure', isolation.in_range());
call isolation.allow('vise_system', 'select', 'admissions.erasure', isolation.in_range());

-- Seats: how many there are is public, who holds one is not. A family may only let go of the seat it holds. They come and go by admissions.set_seats alone.
call isolation.allow('vise_public', 'select', 'admissions.seat', 'true',
  'branch_id, institution_code, academic_year, programme_code, department_code, class_code, quota, seat_no');
call isolation.allow('vise_family', 'select', 'admissions.seat', 'application_id is null or ' || isolation.own_application());
call isolation.allow('vise_family', 'update', 'admissions.seat',
  'exists (select from users.application seen where seen.branch_id = {t}.branch_id and seen.application_id = {t}.application_id
    and seen.account_id = nullif(current_setting(''vise.account''), '''')::uuid
    and (seen.application_status in (''offer'', ''fees'') or (seen.application_status = ''withdrawn'' and seen.updated_time = isolation.clock())))',
  'application_id', 'application_id is null');
call isolation.allow('vise_staff', 'select', 'admissions.seat', isolation.in_range());
call isolation.allow('vise_staff', 'update', 'admissions.seat', isolation.in_range(), 'application_id');
call isolation.allow('vise_system', 'select', 'admissions.seat', isolation.in_range());
call isolation.allow('vise_system', 'update', 'admissions.seat', isolation.in_range(), 'application_id');

-- /track: the one application whose id and birth date were given: which of the two dates counts is said by the application's own policy (R__policies_users.sql).
call isolation.allow('vise_track', 'select', 'admissions.applicant',
  'application_id = current_setting(''vise.track_id'') and birth_date = nullif(current_setting(''vise.track_birth_date''), '''')::date',
  'branch_id, application_id, birth_date');
call isolation.allow('vise_track', 'select', 'admissions.draft_field',
  'application_id = current_setting(''vise.track_id'') and path = ''child.birthDate'' and value = nullif(current_setting(''vise.track_birth_date''), '''')',
  'branch_id, application_id, path, value');
