//! The few words in which SQLite and PostgreSQL differ.

use sqlx::postgres::{PgConnection, PgPool};
use sqlx::sqlite::SqliteConnection;

/// What stands in a statement differently for each database.
pub(super) trait Dialect {
    /// Reads one or two people by id, in an order that is always the same, and keeps everybody else from changing them or
    /// adding anything that is theirs until the transaction ends.
    const HOLD_PEOPLE: &'static str;
    /// Reads a person's id, and keeps everybody else from holding, merging or deleting them until the transaction ends.
    ///
    /// What adds something to a person does this first. A foreign key does the same, but only after the row was written;
    /// a merge that holds the person meanwhile and meets that row would then wait for who waits for it.
    const KEEP_PERSON: &'static str;
    /// Marks a section for the person $1, who is kept as by [`KEEP_PERSON`](Self::KEEP_PERSON) before.
    const MARK: &'static str;
    /// Keeps a place of the person $1, who is kept as by [`KEEP_PERSON`](Self::KEEP_PERSON) before.
    const PUT_PLACE: &'static str;
    /// Keeps an answer in the attempt $1 of the person $2, unless it was handed in, and keeps it from being handed in until the
    /// transaction ends.
    const ANSWER: &'static str;
    /// Reads the notes that two people both have (from, into), and keeps everybody else from changing them.
    const HOLD_NOTES: &'static str;
    /// Begins a transaction in which every read sees the same state.
    const SNAPSHOT: &'static str;
}

macro_rules! hold_people {
    ($suffix:literal) => {
        concat!("select id, name from people where id = $1 or id = $2 order by id", $suffix)
    };
}

macro_rules! hold_notes {
    ($suffix:literal) => {
        concat!(
            "select f.workshop, f.module, f.section, f.body, f.revision, t.body, t.revision from notes f join notes t ",
            "on t.workshop = f.workshop and t.module = f.module and t.section = f.section ",
            "where f.person = $1 and t.person = $2",
            $suffix
        )
    };
}

macro_rules! keep_person {
    ($suffix:literal) => {
        concat!("select id from people where id = $1", $suffix)
    };
}

macro_rules! mark {
    ($person:expr) => {
        concat!(
            "insert into marks (person, workshop, module, section, edition, at) values (",
            $person,
            ", $2, $3, $4, $5, $6) on conflict (person, workshop, module, section) do nothing"
        )
    };
}

macro_rules! answer {
    ($suffix:literal) => {
        concat!(
            "insert into answers (attempt, question, number, submission, at, answer, mark, certainty) ",
            "select id, $3, $4, $5, $6, $7, $8, $9 from attempts where id = $1 and person = $2 and handed_in_at is null",
            $suffix,
            " on conflict do nothing"
        )
    };
}

macro_rules! put_place {
    ($person:expr) => {
        concat!(
            "insert into places (person, session, workshop, module, section, at) values (",
            $person,
            ", $2, $3, $4, $5, $6) on conflict (session, workshop) do update ",
            "set person = excluded.person, module = excluded.module, section = excluded.section, at = excluded.at ",
            "where places.at <= excluded.at"
        )
    };
}

/// In the one statement that there is, so that it costs no way to the server of its own. A person who is gone is left to
/// the foreign key.
macro_rules! kept_person {
    () => {
        concat!("coalesce((", keep_person!(" for key share"), "), $1)")
    };
}

impl Dialect for SqliteConnection {
    // There is one writer, and a transaction of its has the file to itself.
    const HOLD_PEOPLE: &'static str = hold_people!("");
    const KEEP_PERSON: &'static str = keep_person!("");
    const MARK: &'static str = mark!("$1");
    const ANSWER: &'static str = answer!("");
    const PUT_PLACE: &'static str = put_place!("$1");
    const HOLD_NOTES: &'static str = hold_notes!("");
    const SNAPSHOT: &'static str = "begin";
}

impl Dialect for PgConnection {
    const HOLD_PEOPLE: &'static str = hold_people!(" for update");
    const KEEP_PERSON: &'static str = keep_person!(" for key share");
    const MARK: &'static str = mark!(kept_person!());
    const ANSWER: &'static str = answer!(" for share");
    const PUT_PLACE: &'static str = put_place!(kept_person!());
    const HOLD_NOTES: &'static str = hold_notes!(" for update");
    const SNAPSHOT: &'static str = "begin isolation level repeatable read read only";
}

pub(super) fn hold_people<C: Dialect>(_: &C) -> &'static str {
    C::HOLD_PEOPLE
}

pub(super) fn keep_person<C: Dialect>(_: &C) -> &'static str {
    C::KEEP_PERSON
}

pub(super) fn mark<C: Dialect>(_: &C) -> &'static str {
    C::MARK
}

pub(super) fn answer_attempt<C: Dialect>(_: &C) -> &'static str {
    C::ANSWER
}

pub(super) fn put_place<C: Dialect>(_: &C) -> &'static str {
    C::PUT_PLACE
}

pub(super) fn hold_notes<C: Dialect>(_: &C) -> &'static str {
    C::HOLD_NOTES
}

/// What a read begins with: a connection to a file, or the pool of a server's connections.
pub(super) trait Source {
    /// The connection that is read with.
    type Connection: Dialect;
}

impl Source for SqliteConnection {
    type Connection = Self;
}

impl Source for PgPool {
    type Connection = PgConnection;
}

pub(super) fn snapshot<S: Source>(_: &S) -> &'static str {
    S::Connection::SNAPSHOT
}
