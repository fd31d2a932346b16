//! What Podium knows about workshops, people and their progress, and nothing about computers.
//!
//! Nothing in here reads a file, the clock, or randomness: times and secrets are parameters.

pub mod account;
pub mod aks;
pub mod analysis;
pub mod api_token;
pub mod azure;
pub mod board;
pub mod cohort;
pub mod continue_code;
pub mod csv;
pub mod design;
pub mod lti;
pub mod net;
pub mod note;
pub mod outline;
pub mod password;
pub mod progress;
pub mod question;
pub mod quiz;
pub mod recovery_code;
pub mod rehearsal;
pub mod review;
pub mod roster;
pub mod sheet;
pub mod spelling;
pub mod study;
pub mod time;
pub mod totp;
pub mod typed;
pub mod understood;
pub mod vnet_plan;
pub mod wizard;
