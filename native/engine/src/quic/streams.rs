//! The receiving side of a connection's streams: what is readable, and how much the owner will take.
//!
//! Each stream has credit. Bytes are handed up until it is used, then they stay in quinn's
//! buffer, where QUIC flow control holds the peer back; the owner returns credit as it consumes.

use crate::events::{kind, EventQueue};
use quinn_proto::{Connection, ReadError, StreamId};
use std::collections::{BTreeSet, HashMap};

/// Bytes of one stream that may be on their way to the owner.
const CREDIT: u64 = 256 << 10;
const LARGEST_CHUNK: usize = 64 << 10;

#[derive(Default)]
pub struct Reads {
    readable: BTreeSet<StreamId>,
    credit: HashMap<StreamId, u64>,
}

impl Reads {
    pub fn mark_readable(&mut self, id: StreamId) {
        self.readable.insert(id);
    }

    pub fn add_credit(&mut self, id: StreamId, bytes: u64) {
        if let Some(credit) = self.credit.get_mut(&id) {
            *credit = credit.saturating_add(bytes).min(CREDIT);
            self.readable.insert(id);
        }
    }

    pub fn forget(&mut self, id: StreamId) {
        self.readable.remove(&id);
        self.credit.remove(&id);
    }

    pub fn forward(&mut self, connection: &mut Connection, owner: u32, events: &EventQueue) {
        if self.readable.is_empty() {
            return;
        }
        let mut later = BTreeSet::new();
        for id in std::mem::take(&mut self.readable) {
            if !events.has_room() {
                later.insert(id);
                continue;
            }
            let credit = self.credit.entry(id).or_insert(CREDIT);
            match read(connection, id, credit, owner, events) {
                Progress::WaitingForPeer | Progress::OutOfCredit => {}
                Progress::OutOfRoom => {
                    later.insert(id);
                }
                Progress::Over => {
                    self.credit.remove(&id);
                }
            }
        }
        self.readable = later;
    }
}

enum Progress {
    WaitingForPeer,
    OutOfCredit,
    OutOfRoom,
    Over,
}

fn read(connection: &mut Connection, id: StreamId, credit: &mut u64, owner: u32, events: &EventQueue) -> Progress {
    let stream = u64::from(id).to_le_bytes();
    let mut receiver = connection.recv_stream(id);
    if *credit == 0 {
        // The owner is slow, but a reset needs no credit.
        let Ok(Some(code)) = receiver.received_reset() else { return Progress::OutOfCredit };
        events.push(kind::STREAM_RESET, 0, 0, owner, &[&stream, &code.into_inner().to_le_bytes()]);
        return Progress::Over;
    }
    let Ok(mut chunks) = receiver.read(true) else { return Progress::Over };
    let progress = loop {
        if !events.has_room() {
            break Progress::OutOfRoom;
        }
        let want = usize::try_from(*credit).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK);
        if want == 0 {
            break Progress::OutOfCredit;
        }
        match chunks.next(want) {
            Ok(Some(chunk)) => {
                *credit -= chunk.bytes.len() as u64;
                events.push(kind::STREAM_DATA, 0, 0, owner, &[&stream, &chunk.bytes]);
            }
            Ok(None) => {
                events.push(kind::STREAM_DATA, 1, 0, owner, &[&stream]);
                break Progress::Over;
            }
            Err(ReadError::Reset(code)) => {
                events.push(kind::STREAM_RESET, 0, 0, owner, &[&stream, &code.into_inner().to_le_bytes()]);
                break Progress::Over;
            }
            Err(ReadError::Blocked) => break Progress::WaitingForPeer,
        }
    };
    let _ = chunks.finalize();
    progress
}
