#![no_main]
//! See `targets.rs`.

#[path = "../targets.rs"]
#[expect(dead_code, reason = "every target uses one of the functions")]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::xml(data));
