//! Any bytes through every operation of the JSON API: an answer or a problem, within bounds, never a panic.
//!
//! `cargo +nightly fuzz run operations` from the folder of the project; `tests/net/hostile.rs` runs the corpus as well.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for operation in &podium::api::OPERATIONS {
        let told = podium::api::answer(operation, body);
        assert!(matches!(told.status, 200 | 400 | 413 | 422), "{}: {}", operation.id, told.status);
        assert!(told.json.len() <= 6 << 20, "{}: {} bytes", operation.id, told.json.len());
    }
});
