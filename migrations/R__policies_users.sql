-- Who may do what in users: accounts and grants, applications, families, students.
call isolation.close('users');

-- Accounts and grants: the system signs people in, SystemAdmin keeps them, a person reads the own account.
call isolation.allow('vise_system', 'select', 'users.account', 'true');
call isolation.allow('vise_system', 'insert', 'users.account', 'true');
call isolation.allow('vise_system', 'update', 'users.account', 'true', 'name, email, mobile, language, page_language, last_sign_in_time, disabled_time, email_verified_time, mobile_verified_time, moved_to');
call isolation.allow('vise_system', 'select', 'users.access_grant', 'true');
call isolation.allow('vise_setup', 'select', 'users.account', 'true');
call isolation.allow('vise_setup', 'insert', 'users.account', 'true');
call isolation.allow('vise_setup', 'update', 'users.account', 'true');
call isolation.allow('vise_setup', 'select', 'users.access_grant', 'true');
call isolation.allow('vise_family', 'select', 'users.account', isolation.own_account());
call isolation.allow('vise_family', 'update', 'users.account', isolation.own_account(), 'name, language, page_language, notify_email, notify_sms');

-- One-time codes are the system's alone.
call isolation.allow('vise_system', 'select', 'users.one_time_code', 'true');
call isolation.allow('vise_system', 'insert', 'users.one_time_code', 'true');
call isolation.allow('vise_system', 'update', 'users.one_time_code', 'true', 'tries_left, used_time, closed_time');
call isolation.allow('vise_system', 'delete', 'users.one_time_code', 'true');

-- Messages to single addresses: whoever causes one writes it, sealed with the app's key; background work reads and sends it. Operations see its fate.
do $$
declare
  writer text;
begin
  foreach writer in array array['vise_family', 'vise_staff', 'vise_setup', 'vise_system']
  loop
    call isolation.allow(writer, 'insert', 'users.post', 'state = ''prepared'' and attempts = 0 and created_time = isolation.clock()',
      'post_id, kind, language, sealed, created_time, due_time, lapses_time');
  end loop;
end
$$;
call isolation.allow('vise_system', 'select', 'users.post', 'true');
call isolation.allow('vise_system', 'update', 'users.post', 'true',
  'sealed, state, channel, due_time, attempts, claim_id, handed_time, sent_time, abandoned_time, failure');
call isolation.allow('vise_setup', 'select', 'users.post', 'true', 'post_id, kind, state, channel, created_time, due_time, lapses_time, attempts, sent_time, abandoned_time, failure');
call isolation.allow('vise_setup', 'update', 'users.post', 'true', 'state, due_time, attempts, abandoned_time');
call isolation.allow('vise_system', 'select', 'users.mailbox_message', 'true');
call isolation.allow('vise_system', 'insert', 'users.mailbox_message', 'true');
call isolation.allow('vise_setup', 'select', 'users.mailbox_message', 'true');

-- Sessions: sign-in keeps them, and lists and ends them for the person whose they are.
call isolation.allow('vise_system', 'select', 'users.session', 'true');
call isolation.allow('vise_system', 'insert', 'users.session', 'true');
call isolation.allow('vise_system', 'update', 'users.session', 'true', 'last_seen_time, ended_time, methods');
call isolation.allow('vise_system', 'delete', 'users.session', 'ended_time is not null');

-- A role is given and ended within the own scope, in the own name; a branch's admin sees and keeps the branch's own people.
do $$
declare
  giver text;
begin
  foreach giver in array array['vise_setup', 'vise_staff']
  loop
    call isolation.allow(giver, 'insert', 'users.access_grant',
      isolation.may_give() || ' and given_by = nullif(current_setting(''vise.account''), '''')::uuid and invitation_id is null');
    call isolation.allow(giver, 'update', 'users.access_grant', isolation.may_give(), 'to_time, ended_by, ender_name, reason',
      isolation.may_give() || ' and ended_by = nullif(current_setting(''vise.account''), '''')::uuid');
    call isolation.allow(giver, 'select', 'users.invitation', isolation.may_give());
    call isolation.allow(giver, 'insert', 'users.invitation',
      isolation.may_give() || ' and invited_by = nullif(current_setting(''vise.account''), '''')::uuid and accepted_time is null');
    call isolation.allow(giver, 'update', 'users.invitation', isolation.may_give() || ' and accepted_time is null',
      'token_hash, expires_time, withdrawn_time, withdrawn_by');
  end loop;
end
$$;
call isolation.allow('vise_staff', 'select', 'users.access_grant', isolation.may_give());
call isolation.allow('vise_staff', 'select', 'users.account', 'exists (select from users.access_grant held where held.account_id = {t}.account_id)',
  'account_id, name, name_key, email, email_key, mobile, last_sign_in_time, disabled_time');

-- The system accepts for whoever holds the link, and gives exactly what was promised, while the promise is still the inviter's to give.
call isolation.allow('vise_system', 'select', 'users.invitation', 'true');
call isolation.allow('vise_system', 'update', 'users.invitation', 'accepted_time is null and withdrawn_time is null', 'accepted_time, accepted_by', 'true');
call isolation.allow('vise_system', 'insert', 'users.access_grant',
  'exists (select from users.invitation i where i.invitation_id = {t}.invitation_id and i.accepted_by = {t}.account_id and i.accepted_time = isolation.clock()
    and i.role = {t}.role and i.scope = {t}.scope and i.to_time is not distinct from {t}.to_time and i.invited_by is not distinct from {t}.given_by
    and (i.invited_by is null or users.may_give(i.invited_by, i.role, i.scope)))');

-- A client's idempotency keys are its account's own.
call isolation.allow('vise_staff', 'select', 'users.idempotency_key', isolation.own_account());
call isolation.allow('vise_staff', 'insert', 'users.idempotency_key', isolation.own_account());
call isolation.allow('vise_staff', 'update', 'users.idempotency_key', isolation.own_account(), 'claim_id, claimed_time, done_time, status, content_type, location, etag, body');
call isolation.allow('vise_staff', 'delete', 'users.idempotency_key', isolation.own_account());
call isolation.allow('vise_system', 'select', 'users.idempotency_key', 'true', 'account_id, key, created_time');
call isolation.allow('vise_system', 'delete', 'users.idempotency_key', 'created_time <= isolation.clock() - interval ''24 hours''');

-- Erasure: a person asks for the own account or for one closed application of the own, no sooner than a day ahead, and may think better of it. The system
-- carries out what is due by functions of the owner (V027), and nobody else sees that somebody asked.
call isolation.allow('vise_family', 'select', 'users.erasure_request', isolation.own_account());
call isolation.allow('vise_family', 'insert', 'users.erasure_request', isolation.by_caller('account_id', 'requested_time')
  || ' and cancelled_time is null and done_time is null and due_time >= requested_time + interval ''1 day'' and (application_id is null or exists (
    select from users.application own where own.branch_id = left({t}.application_id, 6) collate "C" and own.application_id = {t}.application_id
      and own.account_id = {t}.account_id and own.application_status in (''rejected'', ''withdrawn'', ''expired'')))');
call isolation.allow('vise_family', 'update', 'users.erasure_request', isolation.own_account() || ' and cancelled_time is null and done_time is null', 'cancelled_time',
  isolation.by_caller('account_id', 'cancelled_time'));
call isolation.allow('vise_system', 'select', 'users.erasure_request', 'true');
call isolation.allow('vise_system', 'update', 'users.erasure_request', 'cancelled_time is null and done_time is null', 'cancelled_time', 'cancelled_time = isolation.clock()');

-- Applications.
-- a family finds its own and those it shares; what it begins is its own
call isolation.allow('vise_family', 'select', 'users.application', isolation.own_or_shared());
call isolation.allow('vise_family', 'insert', 'users.application', isolation.own_account(),
  'branch_id, application_id, state_code, district_code, branch_code, institution_code, academic_year, programme_code, department_code, class_code, account_id, child_name, created_time, updated_time, draft_expires_time');
call isolation.allow('vise_family', 'update', 'users.application', isolation.own_or_shared(),
  'application_status, child_name, programme_code, department_code, class_code, updated_time, submitted_time, draft_expires_time, correction_due_time, offer_response_time, fees_due_time');
call isolation.allow('vise_staff', 'select', 'users.application', isolation.in_range());
call isolation.allow('vise_staff', 'insert', 'users.application', isolation.in_range() || ' and account_id is null',
  'branch_id, application_id, state_code, district_code, branch_code, institution_code, academic_year, programme_code, department_code, class_code, account_id, child_name, created_time, updated_time, draft_expires_time');
call isolation.allow('vise_staff', 'update', 'users.application', isolation.in_range(),
  'claim_code_hash, claim_expires_time, application_status, child_name, enrollment_id, updated_time, submitted_time, reviewed_time, reviewer_name, draft_expires_time, correction_due_time, offer_issued_time, offer_expires_time, offer_response_time, fees_due_time, fees_paid_time, enrolled_time');
call isolation.allow('vise_system', 'select', 'users.application', isolation.in_range());
call isolation.allow('vise_system', 'update', 'users.application', isolation.in_range(),
  'account_id, claim_code_hash, claim_expires_time, application_status, enrollment_id, updated_time, last_expiry_check_time, expiry_processed, reviewed_time, reviewer_name, draft_expires_time, offer_issued_time, offer_expires_time, fees_due_time, enrolled_time');
call isolation.allow('vise_track', 'select', 'users.application',
  'application_id = current_setting(''vise.track_id'') and case when application_status = ''draft'' or submitted_time is null'
    || ' then exists (select from admissions.draft_field d where d.branch_id = application.branch_id and d.application_id = application.application_id)'
    || ' else exists (select from admissions.applicant a where a.branch_id = application.branch_id and a.application_id = application.application_id) end',
  'branch_id, application_id, application_status, updated_time, submitted_time, draft_expires_time, correction_due_time, offer_expires_time, fees_due_time, fees_paid_time');

-- What hangs on an application.
do $$
declare
  target regclass;
begin
  foreach target in array array['users.parent', 'users.sibling', 'users.academic']::regclass[]
  loop
    call isolation.allow('vise_family', 'select', target, isolation.own_application());
    call isolation.allow('vise_family', 'insert', target, isolation.own_draft());
    call isolation.allow('vise_family', 'update', target, isolation.own_draft());
    call isolation.allow('vise_family', 'delete', target, isolation.own_draft());
    call isolation.allow('vise_staff', 'select', target, isolation.in_range());
    call isolation.allow('vise_staff', 'insert', target, isolation.in_range());
    call isolation.allow('vise_staff', 'update', target, isolation.in_range());
    call isolation.allow('vise_staff', 'delete', target, isolation.in_range());
  end loop;
end
$$;

call isolation.allow('vise_family', 'select', 'users.student', isolation.own_application());
call isolation.allow('vise_staff', 'select', 'users.student', isolation.in_range());
call isolation.allow('vise_staff', 'insert', 'users.student', isolation.in_range());
call isolation.allow('vise_system', 'select', 'users.student', isolation.in_range());
call isolation.allow('vise_system', 'insert', 'users.student', isolation.in_range());

-- The yes or no about a brother's or sister's id is of every branch (users.is_enrolled); what it is found by is all that its owner may read.
call isolation.allow('vise_match', 'select', 'users.student', 'true', 'branch_id, enrollment_id');

-- The second guardian: invited by the owner, ended by either of the two, accepted by the system.
call isolation.allow('vise_family', 'select', 'users.application_guardian', isolation.own_application());
call isolation.allow('vise_family', 'insert', 'users.application_guardian',
  isolation.owned_application() || ' and account_id is null and ' || isolation.by_caller('invited_by', 'invited_time'));
call isolation.allow('vise_family', 'update', 'users.application_guardian', isolation.own_application(), 'ended_time, ended_by',
  isolation.by_caller('ended_by', 'ended_time'));
call isolation.allow('vise_system', 'select', 'users.application_guardian', isolation.in_range());
call isolation.allow('vise_system', 'update', 'users.application_guardian', isolation.in_range(), 'account_id, account_name, accepted_time');
