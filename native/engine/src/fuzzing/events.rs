//! What is pushed into the queue is what its owner takes out of it.

use super::octet;
use crate::events::EventQueue;

type Pushed<'a> = (u8, u8, u16, u32, &'a [u8]);

pub fn check(data: &[u8]) {
    let queue = EventQueue::new(Box::new(|| {}));
    let mut pushed: Vec<Pushed> = Vec::new();
    let mut rest = data;
    while let Some((header, after)) = rest.split_first_chunk::<4>() {
        let [kind, flag, id, length] = *header;
        let (body, after) = after.split_at(usize::from(length).min(after.len()));
        rest = after;
        let (first, second) = body.split_at(body.len() / 2);
        queue.push(kind, flag, u16::from(id) << 3, u32::from(id) << 11, &[first, second]);
        pushed.push((kind, flag, u16::from(id) << 3, u32::from(id) << 11, body));
        let (more, _) = octet(rest);
        if more == 0xff {
            assert_eq!(read(&queue.take().0), pushed);
            pushed.clear();
        }
    }
    let (taken, was_full) = queue.take();
    assert_eq!(read(&taken), pushed);
    assert!(!was_full && queue.is_empty());
}

/// As JavaScript reads them (src/lib/native/records.ts).
fn read(mut bytes: &[u8]) -> Vec<Pushed<'_>> {
    let mut records = Vec::new();
    while let Some((header, rest)) = bytes.split_first_chunk::<12>() {
        let [l0, l1, l2, l3, kind, flag, a0, a1, i0, i1, i2, i3] = *header;
        let (body, rest) = rest.split_at(u32::from_le_bytes([l0, l1, l2, l3]) as usize);
        records.push((kind, flag, u16::from_le_bytes([a0, a1]), u32::from_le_bytes([i0, i1, i2, i3]), body));
        bytes = rest;
    }
    assert!(bytes.is_empty(), "half a record");
    records
}
