//! Editing transport parameters: what is not named stays as it was, octet for octet.

use super::octet;
use crate::wire::{append_parameter, without_parameters};

const LARGEST: u64 = (1 << 62) - 1;

pub fn check(data: &[u8]) {
    let (count, rest) = octet(data);
    let (ids, bytes) = rest.split_at(usize::from(count % 4).min(rest.len()));
    let ids: Vec<u64> = ids.iter().map(|id| u64::from(*id)).collect();
    assert_eq!(without_parameters(bytes, &[]), bytes);
    let without = without_parameters(bytes, &ids);
    assert!(without.len() <= bytes.len());
    assert_eq!(without_parameters(&without, &ids), without, "once is enough");
    assert!(is_subsequence(&without, bytes));
    if let Some((halves, _)) = bytes.split_first_chunk::<16>() {
        let [id, value] = [0, 8].map(|at| u64::from_be_bytes(halves[at..at + 8].try_into().expect("8")) & LARGEST);
        let mut appended = Vec::new();
        append_parameter(&mut appended, id, value);
        assert_eq!(without_parameters(&appended, &[id]), b"", "what we append can be found");
        assert_eq!(without_parameters(&appended, &[id ^ 1]), appended);
    }
}

fn is_subsequence(part: &[u8], whole: &[u8]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|octet| whole.any(|other| other == octet))
}
