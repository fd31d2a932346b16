//! The pages: the only place that knows HTTP.

pub mod continue_code;
pub mod error;
pub mod frame;
pub mod glossary;
pub mod handout;
pub mod home;
pub mod invitation;
pub mod me;
pub mod module;
pub mod notes;
pub mod search;
