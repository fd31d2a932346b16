//! Podium turns a folder of Markdown into a portal of interactive modules.
//!
//! The map: [`domain`] knows workshops, progress and notes, and nothing about computers. [`content`] turns the author's
//! folder into checked values. [`store`] is the only place with SQL. [`tools`] are calculators: pure functions from what was typed to an answer. [`api`] answers
//! programs, from JSON to JSON. [`web`] is the only place with axum. [`app`] ties
//! them together and [`config`] says how a portal may be set up. `main.rs` holds the commands.
//!
//! Who may know whom is a table in ARCHITECTURE.md; `tests/architecture.rs` reads the sources and holds us to it.

pub mod api;
pub mod app;
pub mod config;
pub mod content;
pub mod domain;
pub mod exchange;
pub mod export;
pub mod store;
pub mod tools;
pub mod web;
