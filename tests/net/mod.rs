//! The address arithmetic against worked cases and against what went wrong elsewhere.

mod api;
mod cidr;
mod hostile;
mod peers;
