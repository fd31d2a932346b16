-- Learning platforms from which cohorts can be launched (LTI 1.3), as an owner registered them.
create table platforms (
    id uuid primary key,
    name text not null,
    -- What the platform calls itself, and what it calls this portal.
    issuer text not null,
    client text not null,
    login_url text not null,
    token_url text not null,
    keys_url text not null,
    -- Where people see their courses, which may show the page of a launch in a frame; empty when that is the issuer's address.
    courses_url text not null,
    -- The deployments that may come in, as a JSON list; all when there are none.
    deployments text not null,
    made_at bigint not null,
    unique (issuer, client)
);

-- Ways to a platform and back that somebody has come back on, until they could not anyhow: nobody comes back twice.
create table platform_returns (
    state_hash bytea primary key,
    platform uuid not null references platforms (id) on delete cascade,
    expires_at bigint not null
);
create index platform_returns_expires on platform_returns (expires_at);

-- Launches on their way from the platform's frame into a window of their own. Only the hash of the token is kept.
create table platform_tickets (
    token_hash bytea primary key,
    platform uuid not null references platforms (id) on delete cascade,
    -- A keyed hash of the deployment and of the platform's name for somebody.
    subject_hash bytea not null,
    cohort uuid not null references cohorts (id) on delete cascade,
    name text not null,
    -- Where in the workshop it leads; empty for its home.
    target text not null,
    expires_at bigint not null
);
create index platform_tickets_expires on platform_tickets (expires_at);

-- As whom somebody of a platform comes into a cohort. There is none for a cohort without names.
create table platform_people (
    platform uuid not null references platforms (id) on delete cascade,
    subject_hash bytea not null,
    cohort uuid not null references cohorts (id) on delete cascade,
    person uuid not null references people (id) on delete cascade,
    since bigint not null,
    primary key (platform, subject_hash, cohort)
);
create index platform_people_person on platform_people (person);
