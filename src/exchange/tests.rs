//! Our own questions there and back, other people's banks, and what is malformed.

use super::*;

mod bank;
mod foreign;
mod hostile;
mod packages;
mod rounds;
mod typed;
