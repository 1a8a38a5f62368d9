//! What can be done with one connection: datagrams, streams, closing.

use super::config::varint;
use super::connection::Connection;
use super::endpoint::Endpoint;
use crate::error::EngineError;
use crate::sys::monotonic_ns;
use crate::tls::Bend;
use bytes::Bytes;
use quinn_proto::{Dir, SendDatagramError, Side, StreamId, WriteError};

/// Up to this many datagrams of one call are encrypted and sent by the caller itself.
const INLINE_DATAGRAMS: u32 = 4;

/// What became of datagrams handed to the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendDatagrams {
    /// How many were queued. Fewer than given: the queue is full; DRAIN follows when there is room.
    Accepted(u32),
    /// The one after `accepted` is larger than `limit`.
    TooLarge { accepted: u32, limit: u32 },
    /// The peer takes no DATAGRAM frames, or we announced none.
    NotNegotiated,
}

impl Endpoint {
    /// `packed`: for each datagram a `u16` length (little endian) and its payload.
    pub fn send_datagrams(&self, id: u32, packed: &[u8]) -> Result<SendDatagrams, EngineError> {
        let mut core = self.shared.core()?;
        let connection = core.connection(id)?;
        let all = Bytes::copy_from_slice(packed);
        let mut accepted = 0;
        let mut at = 0;
        let mut outcome = None;
        while let Some(header) = all.get(at..at + 2) {
            let end = at + 2 + usize::from(u16::from_le_bytes([header[0], header[1]]));
            if end > all.len() {
                return Err(EngineError::config("a packed datagram is longer than the buffer"));
            }
            match connection.quinn.datagrams().send(all.slice(at + 2..end), false) {
                Ok(()) => accepted += 1,
                Err(SendDatagramError::Blocked(_)) => {
                    connection.wants_drain = true;
                    break;
                }
                Err(SendDatagramError::TooLarge) => {
                    let limit = connection.quinn.datagrams().max_size().unwrap_or(0) as u32;
                    outcome = Some(SendDatagrams::TooLarge { accepted, limit });
                    break;
                }
                Err(SendDatagramError::Disabled | SendDatagramError::UnsupportedByPeer) => {
                    return Ok(SendDatagrams::NotNegotiated);
                }
            }
            at = end;
        }
        if accepted <= INLINE_DATAGRAMS {
            self.shared.flush(core);
        } else {
            drop(core);
            self.shared.socket().wake();
        }
        Ok(outcome.unwrap_or(SendDatagrams::Accepted(accepted)))
    }

    /// The largest datagram payload that can go out now; `None`: no datagrams on this connection.
    pub fn max_datagram_size(&self, id: u32) -> Result<Option<usize>, EngineError> {
        let mut core = self.shared.core()?;
        Ok(core.connection(id)?.quinn.datagrams().max_size())
    }

    /// Puts raw frames into the next 1-RTT packet. They must fit one packet, and the connection must be able to
    /// send datagrams (see `assumed_datagram_limit`), which carry them to where they replace one.
    pub fn inject_frames(&self, id: u32, frames: &[u8]) -> Result<SendDatagrams, EngineError> {
        let mut core = self.shared.core()?;
        let marker = random_marker();
        let connection = core.connection(id)?;
        let mut carrier = marker.to_vec();
        carrier.resize(carrier.len().max(frames.len()), 0);
        match connection.quinn.datagrams().send(carrier.into(), false) {
            Ok(()) => connection.session.bend(Bend { marker, frames: frames.to_vec() }),
            Err(SendDatagramError::Blocked(_)) => return Ok(SendDatagrams::Accepted(0)),
            Err(SendDatagramError::TooLarge) => {
                let limit = connection.quinn.datagrams().max_size().unwrap_or(0) as u32;
                return Ok(SendDatagrams::TooLarge { accepted: 0, limit });
            }
            Err(SendDatagramError::Disabled | SendDatagramError::UnsupportedByPeer) => {
                return Ok(SendDatagrams::NotNegotiated);
            }
        }
        self.shared.flush(core);
        Ok(SendDatagrams::Accepted(1))
    }

    /// `None`: the peer's stream limit is reached; STREAMS_AVAILABLE follows.
    pub fn open_stream(&self, id: u32, unidirectional: bool) -> Result<Option<u64>, EngineError> {
        let mut core = self.shared.core()?;
        let dir = if unidirectional { Dir::Uni } else { Dir::Bi };
        Ok(core.connection(id)?.quinn.streams().open(dir).map(u64::from))
    }

    /// How many octets were taken. Fewer than given: STREAM_WRITABLE follows. `finish` counts once all is taken.
    pub fn write(&self, id: u32, stream: u64, bytes: &[u8], finish: bool) -> Result<usize, EngineError> {
        let mut core = self.shared.core()?;
        let connection = core.connection(id)?;
        let stream_id = sending(connection.quinn.side(), stream)?;
        let mut sender = connection.quinn.send_stream(stream_id);
        let mut written = 0;
        while written < bytes.len() {
            match sender.write(&bytes[written..]) {
                Ok(count) => written += count,
                Err(WriteError::Blocked) => break,
                Err(WriteError::Stopped(_) | WriteError::ClosedStream) => {
                    return Err(EngineError::closed_stream(stream))
                }
            }
        }
        if finish && written == bytes.len() {
            sender.finish().map_err(|_| EngineError::closed_stream(stream))?;
        }
        self.shared.flush(core);
        Ok(written)
    }

    pub fn reset_stream(&self, id: u32, stream: u64, code: u64) -> Result<(), EngineError> {
        self.act(id, |connection| {
            let stream_id = sending(connection.quinn.side(), stream)?;
            let result = connection.quinn.send_stream(stream_id).reset(varint(code)?);
            result.map_err(|_| EngineError::closed_stream(stream))
        })
    }

    pub fn stop_stream(&self, id: u32, stream: u64, code: u64) -> Result<(), EngineError> {
        self.act(id, |connection| {
            let stream_id = receiving(connection.quinn.side(), stream)?;
            connection.reads.forget(stream_id);
            let result = connection.quinn.recv_stream(stream_id).stop(varint(code)?);
            result.map_err(|_| EngineError::closed_stream(stream))
        })
    }

    /// The owner has dealt with this many octets of a stream: more may come.
    pub fn consumed(&self, id: u32, stream: u64, bytes: u64) -> Result<(), EngineError> {
        self.act(id, |connection| {
            let stream_id = receiving(connection.quinn.side(), stream)?;
            connection.reads.add_credit(stream_id, bytes);
            Ok(())
        })
    }

    pub fn close(&self, id: u32, code: u64, reason: &[u8]) -> Result<(), EngineError> {
        let mut core = self.shared.core()?;
        core.close(id, code, reason)?;
        self.shared.flush(core);
        Ok(())
    }

    pub fn ping(&self, id: u32) -> Result<(), EngineError> {
        self.act(id, |connection| {
            connection.quinn.ping();
            Ok(())
        })
    }

    pub fn update_keys(&self, id: u32) -> Result<(), EngineError> {
        self.act(id, |connection| {
            connection.quinn.force_key_update();
            Ok(())
        })
    }

    fn act<T>(
        &self,
        id: u32,
        action: impl FnOnce(&mut Connection) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut core = self.shared.core()?;
        let result = action(core.connection(id)?)?;
        self.shared.flush(core);
        Ok(result)
    }
}

/// quinn-proto asserts on stream ids of the wrong direction; those come from outside here.
fn sending(side: Side, stream: u64) -> Result<StreamId, EngineError> {
    let id = StreamId::from(varint(stream)?);
    if id.dir() == Dir::Bi || id.initiator() == side {
        return Ok(id);
    }
    Err(EngineError::closed_stream(stream))
}

fn receiving(side: Side, stream: u64) -> Result<StreamId, EngineError> {
    let id = StreamId::from(varint(stream)?);
    if id.dir() == Dir::Bi || id.initiator() != side {
        return Ok(id);
    }
    Err(EngineError::closed_stream(stream))
}

/// Unique in the process and unguessable by a peer: it is never on the wire.
fn random_marker() -> [u8; 16] {
    use std::hash::{BuildHasher, RandomState};
    let state = RandomState::new();
    let halves = [state.hash_one(monotonic_ns()), state.hash_one(u64::MAX)];
    let mut marker = [0; 16];
    marker[..8].copy_from_slice(&halves[0].to_le_bytes());
    marker[8..].copy_from_slice(&halves[1].to_le_bytes());
    marker
}
