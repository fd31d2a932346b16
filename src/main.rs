//! The commands: what was asked for on the command line, and how it went, as an exit code.
//!
//! 0: done. 1: refused, or faults were found. 2: wrong usage, a wrong setting among it.

use std::process::ExitCode;

mod commands;

fn main() -> ExitCode {
    let matches = commands::line().get_matches();
    match commands::run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let message = failure.to_string();
            if !message.is_empty() {
                commands::say(&format!("podium: {message}"));
            }
            ExitCode::from(failure.code())
        }
    }
}
