-- What a person reads pages in is remembered with the account, apart from the language of letters; null until it is chosen.
alter table users.account add column page_language text check (page_language in ('en', 'hi', 'mr', 'ta'));
