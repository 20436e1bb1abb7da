-- The income of a year from which on a family counts as no weaker section (RTE Act 12(1)(c)), by state. Without a row a state's cap is not known here, and the school goes by the certificate alone.
create table codes.income_cap (
  state_code   varchar(2) collate "C" primary key,
  cap_paise    bigint not null constraint chk_income_cap check (cap_paise between 100 and 1000000000 and cap_paise % 100 = 0),
  retired_time timestamptz
);

-- DOMAIN, "Seats and RTE 12(1)(c)": Delhi 5 lakh, Tamil Nadu 2 lakh rupees. SystemAdmin keeps them from here on, and adds those of other states.
insert into codes.income_cap (state_code, cap_paise) values ('07', 50000000), ('33', 20000000);

call codes.watch('codes.income_cap', 'state_code');
call codes.keep_history('codes.income_cap', 'state_code');
