-- Designs of people: the sheet of their cluster with what they decided about it.
create table designs (
    id uuid primary key,
    person uuid not null references people (id) on delete cascade,
    workshop text not null,
    -- The number of its newest revision.
    revision bigint not null,
    made_at bigint not null,
    -- When it was chosen last: of several, the newest is the one that fills in tools, decisions and commands.
    used_at bigint not null
);
create index designs_person on designs (person, workshop, used_at);

-- A design as it was after each change.
create table design_revisions (
    design uuid not null references designs (id) on delete cascade,
    number bigint not null,
    title text not null,
    -- The design as JSON, as it is exported.
    body text not null,
    -- What changed, in words.
    said text not null,
    at bigint not null,
    primary key (design, number)
);

-- Links by which others may read a design. The link comes from the seed and the portal's secret; it is found by the hash.
create table design_shares (
    token_hash bytea primary key,
    design uuid not null unique references designs (id) on delete cascade,
    seed uuid not null,
    made_at bigint not null
);
