//! A packet key that sees plaintext: logs the frames of a packet, and puts others in place of a marked DATAGRAM.
//!
//! quinn-proto hands a finished packet to the key and cannot grow it any more. To inject frames
//! we queue a DATAGRAM whose payload is a random marker as long as the frames need; here the whole
//! DATAGRAM frame is replaced by them, with PADDING in front: a frame that reaches to the end of the packet then ends
//! where it should. Peculiarities that bend packets without being asked again are in plaintext.rs.

use super::plaintext;
use super::state::{Bend, SessionState};
use crate::events::kind;
use crate::sys::monotonic_ns;
use bytes::BytesMut;
use quinn_proto::crypto::{CryptoError, KeyPair, PacketKey};
use std::sync::Arc;

/// Which packets a key protects; the value is `aux` of a FRAMES record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Handshake = 0,
    OneRtt = 1,
}

pub fn wrap(keys: KeyPair<Box<dyn PacketKey>>, state: &Arc<SessionState>, level: Level) -> KeyPair<Box<dyn PacketKey>> {
    let hook = |inner| -> Box<dyn PacketKey> { Box::new(HookedKey { inner, state: state.clone(), level }) };
    KeyPair { local: hook(keys.local), remote: hook(keys.remote) }
}

struct HookedKey {
    inner: Box<dyn PacketKey>,
    state: Arc<SessionState>,
    level: Level,
}

impl HookedKey {
    fn log(&self, sent: bool, packet: u64, frames: &[u8]) {
        if self.state.peculiarities.log_frames {
            let (events, id) = (&self.state.events, self.state.id());
            let (at, packet) = (monotonic_ns().to_le_bytes(), packet.to_le_bytes());
            events.push(kind::FRAMES, u8::from(sent), self.level as u16, id, &[&at, &packet, frames]);
        }
    }
}

impl HookedKey {
    /// To quinn-proto a packet that cannot be decrypted has not come.
    fn bend_received(&self, payload: &mut [u8]) -> Result<(), CryptoError> {
        let peculiarities = &self.state.peculiarities;
        match self.level {
            Level::Handshake if peculiarities.bears_misplaced_datagrams => plaintext::without_datagrams(payload),
            Level::OneRtt if peculiarities.deaf_to_datagrams && plaintext::is_datagrams_only(payload) => {
                plaintext::without_datagrams(payload);
            }
            Level::OneRtt
                if peculiarities.lost_datagrams > 0 && plaintext::has_datagram(payload) && self.state.loses_this() =>
            {
                return Err(CryptoError);
            }
            _ => {}
        }
        Ok(())
    }
}

impl PacketKey for HookedKey {
    fn encrypt(&self, packet: u64, buffer: &mut [u8], header_length: usize) {
        let end = buffer.len() - self.inner.tag_len();
        let plaintext = &mut buffer[header_length..end];
        if self.level == Level::Handshake && self.state.peculiarities.misplaced_datagrams {
            plaintext::misplace_datagram(plaintext);
        }
        if self.level == Level::OneRtt {
            // Several may wait for one packet, and a marker that is left would reach the peer as a datagram.
            while let Some((place, bend)) = self.state.take_bend(plaintext) {
                replace_datagram(plaintext, place, &bend);
            }
        }
        self.log(true, packet, plaintext);
        self.inner.encrypt(packet, buffer, header_length);
    }

    fn decrypt(&self, packet: u64, header: &[u8], payload: &mut BytesMut) -> Result<(), CryptoError> {
        self.inner.decrypt(packet, header, payload)?;
        self.log(false, packet, payload);
        self.bend_received(payload)
    }

    fn tag_len(&self) -> usize {
        self.inner.tag_len()
    }

    fn confidentiality_limit(&self) -> u64 {
        self.inner.confidentiality_limit()
    }

    fn integrity_limit(&self) -> u64 {
        self.inner.integrity_limit()
    }
}

/// How long the marked payload must be so that `frames` fit in place of the whole DATAGRAM frame.
pub fn carrier_length(marker: usize, frames: usize) -> usize {
    marker.max(frames)
}

pub(crate) fn replace_datagram(packet: &mut [u8], marker_at: usize, bend: &Bend) {
    let payload = carrier_length(bend.marker.len(), bend.frames.len());
    // Type 0x31 and a minimal length precede the payload: that is how quinn-proto writes it.
    let header = 1 + match payload {
        0..=63 => 1,
        64..=16_383 => 2,
        _ => 4,
    };
    let Some(start) = marker_at.checked_sub(header) else { return };
    let Some(place) = packet.get_mut(start..marker_at + payload) else { return };
    debug_assert_eq!(place[0], 0x31, "the marker sits in a DATAGRAM frame");
    place.fill(0);
    let padding = place.len() - bend.frames.len();
    place[padding..].copy_from_slice(&bend.frames);
    // quinn-proto may acknowledge something behind it.
    let end = marker_at + payload;
    if plaintext::is_whole(&packet[end..]) {
        packet[end - bend.frames.len()..].rotate_left(bend.frames.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_take_the_place_of_the_whole_datagram_frame() {
        let bend = Bend { marker: [0xaa; 16], frames: vec![0x7f, 1, 2] };
        let mut plaintext = vec![0x01];
        plaintext.extend_from_slice(&[0x31, 16]);
        plaintext.extend_from_slice(&bend.marker);
        plaintext.push(0x01);
        replace_datagram(&mut plaintext, 3, &bend);
        let mut expected = vec![0x01];
        expected.extend_from_slice(&[0; 15]);
        expected.extend_from_slice(&[0x01, 0x7f, 1, 2]);
        assert_eq!(plaintext, expected);
    }

    /// Packets stay in clear.
    struct NoKey;

    impl PacketKey for NoKey {
        fn encrypt(&self, _packet: u64, _buffer: &mut [u8], _header_length: usize) {}

        fn decrypt(&self, _packet: u64, _header: &[u8], _payload: &mut BytesMut) -> Result<(), CryptoError> {
            Ok(())
        }

        fn tag_len(&self) -> usize {
            0
        }

        fn confidentiality_limit(&self) -> u64 {
            0
        }

        fn integrity_limit(&self) -> u64 {
            0
        }
    }

    #[test]
    fn no_marker_of_a_packet_reaches_the_peer() {
        let events = Arc::new(crate::events::EventQueue::new(Box::new(|| {})));
        let state = SessionState::new(1, events, crate::tls::Peculiarities::default());
        let mut packet = vec![0x40];
        for octet in [0xaa, 0xbb] {
            let marker = [octet; 16];
            state.bend(Bend { marker, frames: vec![0x7f, octet] });
            packet.extend_from_slice(&[0x31, 16]);
            packet.extend_from_slice(&marker);
        }
        let key = HookedKey { inner: Box::new(NoKey), state, level: Level::OneRtt };
        key.encrypt(0, &mut packet, 1);
        let mut expected = vec![0x40];
        expected.resize(1 + 2 * 16, 0);
        expected.extend_from_slice(&[0x7f, 0xbb, 0x7f, 0xaa]);
        assert_eq!(packet, expected);
    }

    #[test]
    fn long_frames_get_a_two_octet_length() {
        let bend = Bend { marker: [0xbb; 16], frames: vec![0x7f; 100] };
        let mut plaintext = vec![0x31, 0x40, 100];
        plaintext.extend_from_slice(&bend.marker);
        plaintext.resize(103, 9);
        replace_datagram(&mut plaintext, 3, &bend);
        assert_eq!(&plaintext[..3], &[0; 3]);
        assert_eq!(&plaintext[3..], &[0x7f; 100]);
    }
}
