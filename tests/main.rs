//! The integration tests, one binary: our own program is started and asked through HTTP, as people would.

mod accounts;
mod allowed;
mod architecture;
mod browser;
mod cohorts;
mod commands;
mod decisions;
mod dependencies;
mod documents;
mod faults;
mod journeys;
mod net;
mod questions;
mod security;
mod start;
mod support;
mod two_processes;
mod workshop;
