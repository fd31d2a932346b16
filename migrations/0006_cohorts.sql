-- Groups that go through a workshop together.
create table cohorts (
    id uuid primary key,
    workshop text not null,
    name text not null,
    -- Dates, who may join, the schedule, what completes it: as JSON.
    settings text not null,
    -- Changes of name and settings so far.
    revision bigint not null,
    -- The join code that is on the wall; none while there is no door.
    code text unique,
    made_at bigint not null,
    archived_at bigint
);

-- Who runs a cohort, and who helps.
create table cohort_staff (
    cohort uuid not null references cohorts (id) on delete cascade,
    facilitator uuid not null references facilitators (id) on delete cascade,
    role text not null,
    since bigint not null,
    primary key (cohort, facilitator)
);
create index cohort_staff_facilitator on cohort_staff (facilitator);

-- People in a cohort, under the name they have there. Who left, or was removed, keeps the row and can come back to it.
create table members (
    id uuid primary key,
    cohort uuid not null references cohorts (id) on delete cascade,
    person uuid not null references people (id) on delete cascade,
    name text not null,
    joined_at bigint not null,
    left_at bigint,
    removed_at bigint,
    -- Another entry of the same person, as a facilitator says: what both did counts as one.
    same_as uuid references members (id) on delete set null,
    unique (cohort, person)
);
create index members_person on members (person);
create index members_same_as on members (same_as);

-- Whom a facilitator expects, when a list says who may join.
create table roster (
    id uuid primary key,
    cohort uuid not null references cohorts (id) on delete cascade,
    name text not null,
    -- An e-mail address or a number, by which somebody says who they are; in small letters.
    handle text not null,
    made_at bigint not null,
    -- Who came under it.
    member uuid references members (id) on delete set null,
    unique (cohort, handle)
);

-- One-time links by which a participant who lost their device gets back in.
create table member_links (
    token_hash bytea primary key,
    member uuid not null references members (id) on delete cascade,
    made_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index member_links_member on member_links (member);

-- Designs that participants show the facilitators of a cohort.
create table shown_designs (
    member uuid not null references members (id) on delete cascade,
    design uuid not null references designs (id) on delete cascade,
    at bigint not null,
    primary key (member, design)
);
create index shown_designs_design on shown_designs (design);
