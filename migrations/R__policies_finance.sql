-- Who may do what in finance.
call isolation.close('finance');

call isolation.allow('vise_family', 'select', 'finance.payment', isolation.own_application());
call isolation.allow('vise_staff', 'select', 'finance.payment', isolation.in_range());
call isolation.allow('vise_staff', 'insert', 'finance.payment', isolation.in_range() || ' and ' || isolation.by_caller('recorded_by', 'paid_time'));
call isolation.allow('vise_audit', 'select', 'finance.payment', isolation.in_range());
call isolation.allow('vise_system', 'select', 'finance.payment', isolation.in_range());
