-- Reference codes: the map of the network. Names carry translations in names jsonb: {"hi": "...", "mr": "..."}.

-- States and their districts (UDISE codes). A state's own row has district 00.
create table codes.geographic (
  state_code    varchar(2) collate "C" not null check (state_code ~ '^[0-9A-Z]{2}$'),
  district_code varchar(2) collate "C" not null check (district_code ~ '^[0-9A-Z]{2}$'),
  name          text not null,
  names         jsonb not null default '{}',
  aliases       text[] not null default '{}',
  retired_time  timestamptz,
  primary key (state_code, district_code)
);

create table codes.branch (
  branch_id     varchar(6) collate "C" primary key,
  state_code    varchar(2) collate "C" not null,
  district_code varchar(2) collate "C" not null check (district_code <> '00'),
  branch_code   varchar(2) collate "C" not null check (branch_code ~ '^[0-9A-Z]{2}$'),
  name          text not null,
  names         jsonb not null default '{}',
  time_zone     text not null default 'Asia/Kolkata',
  retired_time  timestamptz,
  constraint chk_branch_id_parts check (branch_id = state_code || district_code || branch_code),
  foreign key (state_code, district_code) references codes.geographic
);

create table codes.institution (
  branch_id        varchar(6) collate "C" not null references codes.branch,
  institution_code varchar(2) collate "C" not null check (institution_code ~ '^[0-9A-Z]{2}$'),
  name             text not null,
  names            jsonb not null default '{}',
  udise_code       varchar(11) check (udise_code ~ '^[0-9]{11}$'),
  locality         text not null default '',
  pin_code         varchar(6) check (pin_code ~ '^[1-9][0-9]{5}$'),
  retired_time     timestamptz,
  primary key (branch_id, institution_code)
);

-- Lists of words with a code: programme, department, class, medium, gender, category, language, relation, ...
create table codes.term (
  list         text not null,
  code         text collate "C" not null,
  name         text not null,
  names        jsonb not null default '{}',
  position     int not null default 0,
  retired_time timestamptz,
  primary key (list, code)
);

-- What an institution teaches.
create table codes.curriculum (
  branch_id        varchar(6) collate "C" not null,
  institution_code varchar(2) collate "C" not null,
  programme_code   varchar(4) collate "C" not null,
  department_code  varchar(4) collate "C" not null,
  class_code       varchar(2) collate "C" not null,
  media            text[] not null,
  retired_time     timestamptz,
  primary key (branch_id, institution_code, programme_code, department_code, class_code),
  foreign key (branch_id, institution_code) references codes.institution
);

-- Ages for a class (DOMAIN: "Age for a class"). State 00 is the norm where a state has no row of its own.
-- Ages are whole years completed on the cut-off day of the calendar year in which the session starts.
create table codes.age_rule (
  state_code      varchar(2) collate "C" not null,
  class_code      varchar(2) collate "C" not null,
  category        text not null default 'all',
  cutoff_month    smallint not null check (cutoff_month between 1 and 12),
  cutoff_day      smallint not null check (cutoff_day between 1 and 31),
  min_years       smallint not null check (min_years between 0 and 30),
  max_years       smallint check (max_years >= min_years),
  relaxation_days smallint not null default 0 check (relaxation_days >= 0),
  primary key (state_code, class_code, category)
);
