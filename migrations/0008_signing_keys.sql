-- The portal's own keys, with which it signs what others check later. The newest that opens under the portal's secret signs;
-- all of them are published, so that what an earlier one has signed stays good.
create table signing_keys (
    -- The thumbprint of the public key (RFC 7638), by which others call it.
    id text primary key,
    -- The public key, as a JSON Web Key.
    public_key text not null,
    -- The private key, sealed under the portal's secret.
    sealed bytea not null,
    made_at bigint not null
);
