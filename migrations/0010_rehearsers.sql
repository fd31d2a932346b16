-- People who do not exist, made for a rehearsal: they go with the cohort that they were made for.
create table rehearsers (
    person uuid primary key references people (id) on delete cascade,
    cohort uuid not null references cohorts (id) on delete cascade
);
create index rehearsers_cohort on rehearsers (cohort);
