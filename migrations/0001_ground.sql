-- One dialect for SQLite and PostgreSQL. Times are milliseconds since 1970 in UTC. Keys are made by the program.

create table people (
    id uuid primary key,
    name text not null,
    created_at bigint not null
);

-- Browsers that are signed in. Only the hash of a session's token is kept.
create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    person uuid not null references people (id) on delete cascade,
    device text not null,
    created_at bigint not null,
    seen_at bigint not null
);
create index sessions_person on sessions (person);

-- Sections marked as done, under the ids they had at the time.
create table marks (
    person uuid not null references people (id) on delete cascade,
    workshop text not null,
    module text not null,
    section text not null,
    edition text not null,
    at bigint not null,
    primary key (person, workshop, module, section)
);

-- Which sections counted in a module when somebody marked something in it: a JSON list of [module, section].
create table editions (
    id text primary key,
    workshop text not null,
    module text not null,
    sections text not null
);

create table notes (
    person uuid not null references people (id) on delete cascade,
    workshop text not null,
    module text not null,
    section text not null,
    body text not null,
    revision bigint not null,
    at bigint not null,
    primary key (person, workshop, module, section)
);

-- Where each browser was last. A place outlives the session it came from, hence no foreign key to it.
create table places (
    session uuid not null,
    workshop text not null,
    person uuid not null references people (id) on delete cascade,
    module text not null,
    section text not null,
    at bigint not null,
    primary key (session, workshop)
);
create index places_person on places (person);

-- Continue codes by their keyed hash. The code itself comes from the seed and the portal's secret.
create table continue_codes (
    code_hash bytea primary key,
    person uuid not null references people (id) on delete cascade,
    seed uuid not null,
    made_at bigint not null
);
create index continue_codes_person on continue_codes (person);

-- One-time links that make an account.
create table invitations (
    token_hash bytea primary key,
    role text not null,
    made_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create table settings (
    name text primary key,
    value bytea not null
);

-- Receipts of deletions; they name nobody.
create table deletions (
    receipt uuid primary key,
    at bigint not null,
    counts text not null
);
