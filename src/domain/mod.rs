//! What Podium knows about workshops, people and their progress, and nothing about computers.
//!
//! Nothing in here reads a file, the clock, or randomness: times and secrets are parameters.

pub mod aks;
pub mod analysis;
pub mod azure;
pub mod continue_code;
pub mod net;
pub mod note;
pub mod outline;
pub mod progress;
pub mod question;
pub mod quiz;
pub mod review;
pub mod spelling;
pub mod study;
pub mod time;
pub mod typed;
pub mod vnet_plan;
