//! Calls that once broke the engine, and some that looked as if they could (`fixtures/corpus`).

mod support;

#[test]
fn nothing_in_the_corpus_breaks_anything() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/corpus/engine-calls.hex"));
    let text = text.expect("the corpus of engine-calls");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let octets = line.as_bytes().chunks(2);
        let case: Vec<u8> =
            octets.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect();
        support::calls::check(&case);
    }
}
