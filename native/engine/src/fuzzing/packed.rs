//! Packets in one buffer: reading gets on, stays inside, and loses nothing that counts.

use crate::sys::address::to_record;
use crate::udp::packed::{first, Packet};

pub fn check(data: &[u8]) {
    let mut rest = data;
    while let Ok(Some((packet, after))) = first(rest) {
        assert!(after.len() < rest.len(), "reading gets on");
        let used = &rest[..rest.len() - after.len()];
        assert!(used.ends_with(packet.payload));
        let again = write(&packet);
        assert_eq!(first(&again).expect("what we write"), Some((packet, &[][..])));
        assert_eq!(again.len(), used.len());
        rest = after;
    }
}

fn write(packet: &Packet) -> Vec<u8> {
    let Packet { tos, ttl, to, payload } = packet;
    let flags = u8::from(tos.is_some()) | u8::from(ttl.is_some()) << 1 | u8::from(to.is_some()) << 2;
    let mut out = (payload.len() as u16).to_le_bytes().to_vec();
    out.extend([flags, tos.unwrap_or(0), ttl.unwrap_or(0)]);
    out.extend(to.iter().flat_map(to_record));
    out.extend_from_slice(payload);
    out
}
