#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| masque_engine::fuzzing::run("engine-packed", data));
