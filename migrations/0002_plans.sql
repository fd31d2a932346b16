-- What people keep of their calculations: a tool with its whole input, under a title of their own.
create table plans (
    id uuid primary key,
    person uuid not null references people (id) on delete cascade,
    tool text not null,
    title text not null,
    query text not null,
    at bigint not null
);
create index plans_person on plans (person);
