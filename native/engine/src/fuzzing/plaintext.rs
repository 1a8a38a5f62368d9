//! The hook on plaintext frames: injected ones take the place of a marked DATAGRAM frame, and of nothing else.

use super::octet;
use crate::events::EventQueue;
use crate::tls::{is_whole, replace_datagram, Bend, Peculiarities, SessionState};
use std::sync::Arc;

const MARKER: [u8; 16] = *b"\xf1\x5eno peer knows\x1b";

pub fn check(data: &[u8]) {
    let (split, rest) = octet(data);
    let (length, rest) = octet(rest);
    let (frames, rest) = rest.split_at(usize::from(length).min(rest.len()));
    let (before, after) = rest.split_at(usize::from(split).min(rest.len()));
    if [before, after, frames].iter().any(|part| part.windows(MARKER.len()).any(|window| window == MARKER)) {
        return;
    }
    let events = Arc::new(EventQueue::new(Box::new(|| {})));
    let session = SessionState::new(1, events, Peculiarities::default());
    let unmarked = [before, after].concat();
    session.bend(Bend { marker: MARKER, frames: frames.to_vec() });
    assert!(session.take_bend(&unmarked).is_none());
    let datagram = datagram(frames.len());
    let mut plaintext = [before, &datagram, after].concat();
    let (place, bend) = session.take_bend(&plaintext).expect("the marker is there");
    replace_datagram(&mut plaintext, place, &bend);
    let padding = vec![0; datagram.len() - frames.len()];
    let (first, second) = if is_whole(after) { (after, frames) } else { (frames, after) };
    let expected = [before, &padding, first, second].concat();
    assert_eq!(plaintext, expected);
    assert!(session.take_bend(&[&MARKER[..], after].concat()).is_none(), "each is injected once");
}

/// As quinn-proto writes the one that carries so many octets of frames.
fn datagram(frames: usize) -> Vec<u8> {
    let length = MARKER.len().max(frames);
    let mut out = vec![0x31];
    match length {
        0..=63 => out.push(length as u8),
        _ => out.extend((0x4000 | length as u16).to_be_bytes()),
    }
    out.extend(MARKER);
    out.resize(out.len() + length - MARKER.len(), 0);
    out
}
