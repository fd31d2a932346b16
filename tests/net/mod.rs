//! The address arithmetic against worked cases and against what went wrong elsewhere.

mod cidr;
mod peers;
