//! Questions from outside: what is asked, answered, kept, and taken in and out.

mod exchange;
