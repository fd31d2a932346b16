-- A second factor: codes by the time (RFC 6238). The key is computed from the seed and the portal's secret.
create table totp (
    facilitator uuid primary key references facilitators (id) on delete cascade,
    seed uuid not null,
    made_at bigint not null,
    -- When a code confirmed it; none before that, and then nobody is asked for codes.
    confirmed_at bigint,
    -- The step whose code was used last: no code works twice.
    last_step bigint not null
);

-- What stands in for a code when the device is lost, once each. Keyed hashes of the codes.
create table recovery_codes (
    hash bytea primary key,
    facilitator uuid not null references facilitators (id) on delete cascade,
    used_at bigint
);
create index recovery_codes_facilitator on recovery_codes (facilitator);

-- How programs ask for a facilitator. Only the hash of a token is kept.
create table api_tokens (
    id uuid primary key,
    token_hash bytea not null unique,
    facilitator uuid not null references facilitators (id) on delete cascade,
    name text not null,
    scope text not null,
    created_at bigint not null,
    expires_at bigint not null,
    -- When it was last used, to within some minutes.
    seen_at bigint
);
create index api_tokens_facilitator on api_tokens (facilitator);

-- Who an identity provider says somebody is: the provider and its name for them, never an address.
create table identities (
    issuer text not null,
    subject text not null,
    facilitator uuid not null references facilitators (id) on delete cascade,
    linked_at bigint not null,
    primary key (issuer, subject)
);
create index identities_facilitator on identities (facilitator);
