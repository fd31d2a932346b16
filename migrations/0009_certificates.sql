-- Certificates that people have taken for a cohort that they completed: what the portal signed. They are the person's and outlive
-- the cohort.
create table certificates (
    id uuid primary key,
    person uuid not null references people (id) on delete cascade,
    cohort uuid references cohorts (id) on delete set null,
    -- The signed credential, as it is given out.
    credential text not null,
    issued_at bigint not null,
    -- Since when it is good no more, because a facilitator of the cohort took it back.
    withdrawn_at bigint,
    unique (person, cohort)
);
create index certificates_cohort on certificates (cohort);
