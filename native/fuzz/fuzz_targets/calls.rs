#![no_main]

#[path = "../../engine/tests/support/mod.rs"]
mod support;

libfuzzer_sys::fuzz_target!(|data: &[u8]| support::calls::check(data));
