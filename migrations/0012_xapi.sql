-- Statements (xAPI) about people in cohorts: those that wait to be sent to the record store, and of those that were sent that
-- they were. They go with the person and with the cohort.
create table xapi_outbox (
    -- The statement's own: it comes from what the statement says, and means the same for ever.
    id uuid primary key,
    cohort uuid not null references cohorts (id) on delete cascade,
    member uuid not null references members (id) on delete cascade,
    -- What it says, in words that stay: with the member it is told once, also when two entries become one.
    fact text not null,
    -- The statement as JSON, as it was made; empty once it was sent.
    body text not null,
    made_at bigint not null,
    -- How often it was sent without being taken, and before when it is not sent again.
    tries bigint not null,
    next_try_at bigint not null,
    -- Who is sending it, and until when nobody else does.
    claim uuid,
    claimed_until bigint,
    sent_at bigint,
    -- Since when it is put aside, because the record store refused it for good.
    failed_at bigint,
    -- Why it was not taken last, and when.
    error text,
    tried_at bigint
);
create index xapi_outbox_cohort on xapi_outbox (cohort);
create index xapi_outbox_member on xapi_outbox (member);
create index xapi_outbox_waiting on xapi_outbox (next_try_at, id) where sent_at is null and failed_at is null;
create index xapi_outbox_claim on xapi_outbox (claim) where claim is not null;
