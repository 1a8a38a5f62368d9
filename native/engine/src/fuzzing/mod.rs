//! What must hold whatever the octets are. `native/fuzz` looks for octets that break it, and `cargo test` replays those
//! that once did (`fixtures/corpus`). Only in test and fuzzing builds.

mod address;
mod control;
mod events;
mod packed;
mod parameters;
mod plaintext;

/// A check panics if what it looks at does wrong.
pub type Check = fn(&[u8]);

/// By the names of the corpora.
pub const CHECKS: &[(&str, Check)] = &[
    ("engine-address", address::check),
    ("engine-control", control::check),
    ("engine-events", events::check),
    ("engine-packed", packed::check),
    ("engine-parameters", parameters::check),
    ("engine-plaintext", plaintext::check),
];

/// For the fuzzers. Panics if there is none of that name.
pub fn run(name: &str, data: &[u8]) {
    let (_, check) = CHECKS.iter().find(|(known, _)| *known == name).expect("a check of this name");
    check(data);
}

/// The first octet, and what follows; zero at the end.
fn octet(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn nothing_in_the_corpus_breaks_anything() {
        for (name, check) in CHECKS {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fixtures/corpus/{name}.hex"));
            let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let cases: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).map(from_hex).collect();
            assert!(!cases.is_empty(), "{name} has a corpus");
            cases.iter().for_each(|case| check(case));
        }
    }

    fn from_hex(line: &str) -> Vec<u8> {
        let digits = line.trim().as_bytes().chunks(2);
        digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }
}
