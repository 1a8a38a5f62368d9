//! Datagrams to be sent, packed into one buffer.
//!
//! For each: `u16 payload length | u8 flags | u8 TOS | u8 TTL | [18 octets destination] | payload`.
//! Flags say which of the fields count: 1 TOS, 2 TTL, 4 a destination follows. Little endian.

use crate::error::EngineError;
use crate::sys::address;
use std::net::SocketAddr;

const HEADER: usize = 5;
const HAS_TOS: u8 = 1;
const HAS_TTL: u8 = 2;
const HAS_DESTINATION: u8 = 4;

#[derive(Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    pub tos: Option<u8>,
    pub ttl: Option<u8>,
    pub to: Option<SocketAddr>,
    pub payload: &'a [u8],
}

/// The first packet and what follows it; `None` at the end.
pub fn first(bytes: &[u8]) -> Result<Option<(Packet<'_>, &[u8])>, EngineError> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let truncated = || EngineError::config("a packed datagram is longer than the buffer");
    let (header, mut rest) = bytes.split_first_chunk::<HEADER>().ok_or_else(truncated)?;
    let [low, high, flags, tos, ttl] = *header;
    let to = if flags & HAS_DESTINATION != 0 {
        let (raw, after) = rest.split_first_chunk::<18>().ok_or_else(truncated)?;
        rest = after;
        Some(address::from_record(raw))
    } else {
        None
    };
    let length = usize::from(u16::from_le_bytes([low, high]));
    if rest.len() < length {
        return Err(truncated());
    }
    let (payload, rest) = rest.split_at(length);
    let tos = (flags & HAS_TOS != 0).then_some(tos);
    let ttl = (flags & HAS_TTL != 0).then_some(ttl);
    Ok(Some((Packet { tos, ttl, to, payload }, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_counts_and_nothing_else() {
        let to: SocketAddr = "192.0.2.1:9".parse().unwrap();
        let mut bytes = vec![3, 0, HAS_TOS | HAS_DESTINATION, 0xb8, 64];
        bytes.extend_from_slice(&address::to_record(&to));
        bytes.extend_from_slice(b"abc");
        bytes.extend_from_slice(&[0, 0, 0, 1, 1]);
        let (packet, rest) = first(&bytes).unwrap().unwrap();
        assert_eq!(packet, Packet { tos: Some(0xb8), ttl: None, to: Some(to), payload: b"abc" });
        let (packet, rest) = first(rest).unwrap().unwrap();
        assert_eq!(packet, Packet { tos: None, ttl: None, to: None, payload: b"" });
        assert_eq!(first(rest).unwrap(), None);
    }

    #[test]
    fn a_cut_off_packet_is_an_error_at_every_octet() {
        let mut bytes = vec![2, 0, HAS_DESTINATION, 0, 0];
        bytes.extend_from_slice(&[0; 18]);
        bytes.extend_from_slice(b"ab");
        for length in 1..bytes.len() {
            assert!(first(&bytes[..length]).is_err(), "{length} octets");
        }
    }
}
