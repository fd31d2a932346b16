//! What the tests stand on: a portal in a process of its own, people with browsers, workshops to serve, databases.

pub mod database;
pub mod page;
pub mod person;
pub mod portal;
pub mod proxy;
pub mod statement;
pub mod workshop;

pub use page::Page;
pub use person::Person;
pub use portal::Portal;
pub use proxy::{Fate, Proxy};
pub use workshop::Folder;
