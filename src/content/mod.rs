//! The author's folder, checked and ready to serve.
//!
//! `load` reads a `Folder` and answers with everything that is wrong with it at once, and, when nothing is, with the
//! workshops in it.

pub mod model;
