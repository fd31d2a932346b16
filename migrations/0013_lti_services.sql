-- What learning platforms offer behind a launch: columns of grades, and lists of who is in a course (LTI Advantage).

-- A launch on its way: where its link's grades go, and the platform's name for who comes, sealed under the portal's secret. Empty
-- and null when the platform takes no scores.
alter table platform_tickets add column grade_column text not null default '';
alter table platform_tickets add column sealed_subject bytea;
alter table platform_tickets add column module text not null default '';
alter table platform_tickets add column quiz text not null default '';

-- Courses that were launched into a cohort, with where the platform says who is in them.
create table platform_courses (
    id uuid primary key,
    platform uuid not null references platforms (id) on delete cascade,
    cohort uuid not null references cohorts (id) on delete cascade,
    members_url text not null,
    title text not null,
    seen_at bigint not null,
    unique (platform, cohort, members_url)
);
create index platform_courses_cohort on platform_courses (cohort);

-- What is passed back of somebody's progress. There is none for a cohort without names.
create table platform_scores (
    id uuid primary key,
    platform uuid not null references platforms (id) on delete cascade,
    cohort uuid not null references cohorts (id) on delete cascade,
    person uuid not null references people (id) on delete cascade,
    grade_column text not null,
    sealed_subject bytea not null,
    -- What the link is about; both empty for the whole cohort.
    module text not null,
    quiz text not null,
    -- What the platform was told last: percent and whether all was done; null before the first time.
    told bigint,
    told_complete boolean not null,
    told_at bigint,
    -- When it was worked out last, when it is looked at again at the latest, and what went wrong since it was told.
    checked_at bigint not null,
    next_at bigint not null,
    -- Until when whoever passes it on has it to themselves.
    taken_until bigint not null,
    tries bigint not null,
    problem text not null,
    unique (platform, grade_column, person)
);
create index platform_scores_person on platform_scores (person);
create index platform_scores_cohort on platform_scores (cohort);
create index platform_scores_next on platform_scores (next_at);
