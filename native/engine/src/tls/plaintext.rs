//! What a tester makes of the frames of a packet, before they are protected or once they are in clear: a DATAGRAM frame
//! where there must be none, one that is not heard, a packet that counts as lost. Frames are told apart only as far as
//! packets with DATAGRAM frames need it (RFC 9000 section 19); what is behind an unknown one stays as it is.

use crate::wire::varint;

const PADDING: u64 = 0x00;
const ACK: std::ops::RangeInclusive<u64> = 0x02..=0x03;
const DATAGRAM: std::ops::RangeInclusive<u64> = 0x30..=0x31;
/// A DATAGRAM frame of two zero octets: to HTTP/3, an empty payload in context 0 of the first request.
const MISPLACED: [u8; 4] = [0x31, 0x02, 0x00, 0x00];

struct Frame {
    kind: u64,
    start: usize,
    end: usize,
}

struct Frames<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Frames<'_> {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let (kind, length) = frame(self.bytes.get(self.at..)?)?;
        let start = self.at;
        self.at = start.checked_add(length).filter(|end| *end <= self.bytes.len())?;
        Some(Frame { kind, start, end: self.at })
    }
}

fn frames(bytes: &[u8]) -> Frames<'_> {
    Frames { bytes, at: 0 }
}

/// Type and length of the first frame.
fn frame(bytes: &[u8]) -> Option<(u64, usize)> {
    let (kind, mut at) = varint(bytes)?;
    let mut integer = || {
        let (value, length) = varint(bytes.get(at..)?)?;
        at += length;
        Some(value)
    };
    let mut data = 0;
    match kind {
        0x00 | 0x01 | 0x1e => {}
        0x02 | 0x03 => {
            let (_, _) = (integer()?, integer()?);
            // The first range, and two integers for each of the others.
            let ranges = integer()?.checked_mul(2)?.checked_add(1)?;
            let counts = if kind == 0x03 { 3 } else { 0 };
            for _ in 0..ranges.checked_add(counts)? {
                integer()?;
            }
        }
        0x10 | 0x12 | 0x13 | 0x14 | 0x16 | 0x17 => drop(integer()?),
        0x11 | 0x15 => drop((integer()?, integer()?)),
        0x06 => {
            integer()?;
            data = integer()?;
        }
        0x30 => return Some((kind, bytes.len())),
        0x31 => data = integer()?,
        _ => return None,
    }
    Some((kind, at.checked_add(usize::try_from(data).ok()?)?))
}

/// Every frame is known, and ends before the packet does or with it.
pub fn is_whole(payload: &[u8]) -> bool {
    let mut walk = frames(payload);
    while walk.next().is_some() {}
    walk.at == payload.len()
}

pub fn has_datagram(payload: &[u8]) -> bool {
    frames(payload).any(|frame| DATAGRAM.contains(&frame.kind))
}

/// Nothing in it asks for an acknowledgement but DATAGRAM frames.
pub fn is_datagrams_only(payload: &[u8]) -> bool {
    let mut walk = frames(payload);
    let quiet = |kind: u64| kind == PADDING || ACK.contains(&kind) || DATAGRAM.contains(&kind);
    let all = walk.by_ref().all(|frame| quiet(frame.kind));
    all && walk.at == payload.len() && has_datagram(payload)
}

/// DATAGRAM frames become padding, as if they had not come.
pub fn without_datagrams(payload: &mut [u8]) {
    let found: Vec<_> = frames(payload).filter(|frame| DATAGRAM.contains(&frame.kind)).collect();
    for frame in found {
        payload[frame.start..frame.end].fill(0);
    }
}

/// Puts a DATAGRAM frame where it must not be: in place of an acknowledgement, or of padding. False: there is no room.
pub fn misplace_datagram(payload: &mut [u8]) -> bool {
    let mut padding = 0;
    let place = frames(payload).find_map(|frame| {
        padding = if frame.kind == PADDING { padding + 1 } else { 0 };
        if ACK.contains(&frame.kind) && frame.end - frame.start >= MISPLACED.len() {
            return Some((frame.start, frame.end));
        }
        (padding == MISPLACED.len()).then_some((frame.end - padding, frame.end))
    });
    let Some((start, end)) = place else { return false };
    payload[start..end].fill(0);
    payload[start..start + MISPLACED.len()].copy_from_slice(&MISPLACED);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An acknowledgement of packet 7, PING, CRYPTO of one octet.
    const BEFORE: [u8; 10] = [0x02, 0x07, 0x00, 0x00, 0x00, 0x01, 0x06, 0x00, 0x01, 0xff];

    #[test]
    fn datagrams_are_found_behind_other_frames() {
        assert!(has_datagram(&[&BEFORE[..], &[0x30]].concat()));
        assert!(has_datagram(&[&BEFORE[..], &[0x31, 0x01, 0x0a, 0x01]].concat()));
        assert!(!has_datagram(&BEFORE));
        assert!(!has_datagram(&[0x31, 0x02, 0x0a]), "it is cut off");
    }

    #[test]
    fn a_packet_of_datagrams_only_has_no_other_frames_that_ask_for_an_acknowledgement() {
        assert!(is_datagrams_only(&[&BEFORE[..5], &[0x31, 0x01, 0x0a]].concat()));
        assert!(is_datagrams_only(&[0x00, 0x31, 0x01, 0x0a, 0x00, 0x30, 0x01, 0x02]));
        assert!(!is_datagrams_only(&[0x31, 0x01, 0x0a, 0x01]));
        assert!(!is_datagrams_only(&[0x31, 0x01, 0x0a, 0x08, 0x00]), "a stream is behind it");
        assert!(!is_datagrams_only(&[0x00, 0x00]));
    }

    #[test]
    fn datagrams_become_padding_and_the_rest_stays() {
        let mut payload = [&BEFORE[..], &[0x31, 0x01, 0x0a, 0x01, 0x30, 0x05]].concat();
        without_datagrams(&mut payload);
        assert_eq!(payload, [&BEFORE[..], &[0, 0, 0, 0x01, 0, 0]].concat());
    }

    #[test]
    fn a_datagram_takes_the_place_of_an_acknowledgement_or_of_padding() {
        let mut acknowledging = BEFORE;
        assert!(misplace_datagram(&mut acknowledging));
        assert_eq!(acknowledging, [0x31, 0x02, 0x00, 0x00, 0x00, 0x01, 0x06, 0x00, 0x01, 0xff]);
        let mut padded = [0x01, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00];
        assert!(misplace_datagram(&mut padded));
        assert_eq!(padded, [0x01, 0x00, 0x01, 0x31, 0x02, 0x00, 0x00, 0x00]);
        assert!(!misplace_datagram(&mut [0x01, 0x00, 0x00, 0x00]));
    }
}
