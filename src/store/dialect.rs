//! The few words in which SQLite and PostgreSQL differ.

use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Database, Pool};

/// What stands in a statement differently for each database.
pub(super) trait Dialect {
    /// Reads one or two people by id, in an order that is always the same, and keeps everybody else from changing them or
    /// adding anything that is theirs until the transaction ends.
    const HOLD_PEOPLE: &'static str;
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

impl Dialect for SqliteConnection {
    // There is one writer, and a transaction of its has the file to itself.
    const HOLD_PEOPLE: &'static str = hold_people!("");
    const HOLD_NOTES: &'static str = hold_notes!("");
    const SNAPSHOT: &'static str = "begin";
}

impl Dialect for PgConnection {
    const HOLD_PEOPLE: &'static str = hold_people!(" for update");
    const HOLD_NOTES: &'static str = hold_notes!(" for update");
    const SNAPSHOT: &'static str = "begin isolation level repeatable read read only";
}

pub(super) fn hold_people<C: Dialect>(_: &C) -> &'static str {
    C::HOLD_PEOPLE
}

pub(super) fn hold_notes<C: Dialect>(_: &C) -> &'static str {
    C::HOLD_NOTES
}

pub(super) fn snapshot<D: Database<Connection: Dialect>>(_: &Pool<D>) -> &'static str {
    D::Connection::SNAPSHOT
}
