-- Questions as they were asked: each change of one is a revision of its own, and answers point at what was asked.
create table questions (
    workshop text not null,
    id text not null,
    revision bigint not null,
    -- The whole question as JSON.
    body text not null,
    made_at bigint not null,
    primary key (workshop, id, revision)
);

-- What of it is asked today. A question that was taken out of the content is retired, and stays.
create table bank (
    workshop text not null,
    id text not null,
    revision bigint not null,
    retired_at bigint,
    primary key (workshop, id)
);

-- Attempts of people at quizzes, at what was wrong in one, and at what is due again.
create table attempts (
    id uuid primary key,
    person uuid not null references people (id) on delete cascade,
    workshop text not null,
    purpose text not null,
    -- The quiz or the section; empty for what is due.
    subject text not null,
    started_at bigint not null,
    handed_in_at bigint,
    -- When nothing counts any more; none without a limit.
    closes_at bigint,
    -- What was allowed when it began, and how long the person had, as JSON.
    rules text not null,
    pace text not null,
    -- The questions in their order, with revision and seed, as JSON.
    slots text not null
);
create index attempts_person on attempts (person, workshop, started_at);

-- Answers that were accepted. The number of a try is part of the key: of two at the same moment, one is told to look again.
create table answers (
    attempt uuid not null references attempts (id) on delete cascade,
    question text not null,
    number bigint not null,
    -- The id that the browser gave to what it sent.
    submission text not null,
    at bigint not null,
    answer text not null,
    mark double precision not null,
    certainty text,
    primary key (attempt, question, number),
    unique (attempt, question, submission)
);

-- Hints that were given.
create table hints (
    attempt uuid not null references attempts (id) on delete cascade,
    question text not null,
    number bigint not null,
    at bigint not null,
    primary key (attempt, question, number)
);

-- How long a person wants for what is timed, as JSON.
create table paces (
    person uuid primary key references people (id) on delete cascade,
    pace text not null
);
