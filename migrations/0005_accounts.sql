-- People with an account. The address is the account's name, in small letters; nothing is ever sent to it.
create table facilitators (
    id uuid primary key,
    email text not null unique,
    name text not null,
    role text not null,
    created_at bigint not null,
    -- When they last used a session; none before the first time.
    seen_at bigint
);

-- How a facilitator shows who they are: a table of its own, so that other ways can stand beside it.
create table passwords (
    facilitator uuid primary key references facilitators (id) on delete cascade,
    -- The argon2id hash with its salt and its parameters.
    hash text not null,
    made_at bigint not null
);

-- Browsers that facilitators are signed in with; those of participants are in sessions. Only the hash of a token is kept.
create table facilitator_sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    facilitator uuid not null references facilitators (id) on delete cascade,
    device text not null,
    created_at bigint not null,
    seen_at bigint not null
);
create index facilitator_sessions_facilitator on facilitator_sessions (facilitator);

-- Links make an account for an address, or for whoever opens them when they name none; or they give the account that they
-- name a new password.
alter table invitations add column id uuid;
alter table invitations add column email text;
alter table invitations add column facilitator uuid references facilitators (id) on delete cascade;
create unique index invitations_id on invitations (id);

-- What was done to accounts. Rows are only ever added. Names stand here as they were, without keys to other tables: an entry
-- outlives whom it names.
create table audit (
    id uuid primary key,
    at bigint not null,
    actor uuid,
    actor_name text not null,
    deed text not null,
    subject uuid,
    subject_name text not null,
    detail text not null
);
