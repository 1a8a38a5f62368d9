//! What is known of one TLS session, kept beside it so that it can be read during and after the
//! connection, and what is to be bent in it.

use crate::events::EventQueue;
use rustls::pki_types::CertificateDer;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// Departures from what quinn would do by itself. Empty means none.
#[derive(Debug, Clone, Default)]
pub struct Peculiarities {
    /// Raw transport parameters appended to ours, whatever they are (id, length, value).
    pub extra_parameters: Vec<u8>,
    /// Ids of our own parameters to leave out.
    pub omitted_parameters: Vec<u64>,
    /// Pretend to our own stack that the peer sent this max_datagram_frame_size, so that datagrams (and injected
    /// frames) go out without the peer's consent or beyond its limit.
    pub assumed_datagram_limit: Option<u64>,
    /// Emit FRAMES records for Handshake and 1-RTT packets.
    pub log_frames: bool,
    /// Of the packets with DATAGRAM frames that come, one in so many counts as lost: it is logged, and neither heard nor
    /// acknowledged. 0: none.
    pub lost_datagrams: u32,
    /// Packets with nothing but DATAGRAM frames are neither heard nor acknowledged.
    pub deaf_to_datagrams: bool,
    /// A DATAGRAM frame in our Handshake packets, where there is room.
    pub misplaced_datagrams: bool,
    /// DATAGRAM frames in Handshake packets of the peer are passed over.
    pub bears_misplaced_datagrams: bool,
}

/// Frames to be put in place of a marked DATAGRAM frame.
#[derive(Debug)]
pub struct Bend {
    pub marker: [u8; 16],
    pub frames: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
pub struct Negotiated {
    pub alpn: Option<Vec<u8>>,
    pub cipher_suite: Option<String>,
    pub key_exchange: Option<String>,
    /// Server side: the name the client asked for.
    pub server_name: Option<String>,
    pub peer_parameters: Option<Vec<u8>>,
    pub local_parameters: Vec<u8>,
    pub peer_chain: Vec<CertificateDer<'static>>,
    /// What a check against the trusted roots says of the chain; `None` where there was nothing to check against.
    pub chain_verdict: Option<Result<(), String>>,
}

pub struct SessionState {
    pub events: Arc<EventQueue>,
    pub peculiarities: Peculiarities,
    id: AtomicU32,
    negotiated: Mutex<Negotiated>,
    bends: Mutex<VecDeque<Bend>>,
    bending: AtomicBool,
    datagram_packets: AtomicU32,
}

impl SessionState {
    pub fn new(id: u32, events: Arc<EventQueue>, peculiarities: Peculiarities) -> Arc<Self> {
        let (negotiated, bends) = (Mutex::default(), Mutex::default());
        Arc::new(Self {
            events,
            peculiarities,
            id: AtomicU32::new(id),
            negotiated,
            bends,
            bending: AtomicBool::new(false),
            datagram_packets: AtomicU32::new(0),
        })
    }

    pub fn id(&self) -> u32 {
        self.id.load(Ordering::Relaxed)
    }

    pub fn negotiated(&self) -> MutexGuard<'_, Negotiated> {
        self.negotiated.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub fn bend(&self, bend: Bend) {
        self.lock_bends().push_back(bend);
        self.bending.store(true, Ordering::Release);
    }

    /// The frames for the first marker found in `plaintext`, with the marker's place.
    pub fn take_bend(&self, plaintext: &[u8]) -> Option<(usize, Bend)> {
        if !self.bending.load(Ordering::Acquire) {
            return None;
        }
        let mut bends = self.lock_bends();
        let found = bends.iter().enumerate().find_map(|(index, bend)| {
            let place = plaintext.windows(bend.marker.len()).position(|window| window == bend.marker)?;
            Some((index, place))
        });
        let (index, place) = found?;
        let bend = bends.remove(index)?;
        self.bending.store(!bends.is_empty(), Ordering::Release);
        Some((place, bend))
    }

    /// Whether a packet with DATAGRAM frames that came is one of those that count as lost.
    pub fn loses_this(&self) -> bool {
        let number = self.datagram_packets.fetch_add(1, Ordering::Relaxed);
        number % self.peculiarities.lost_datagrams == self.peculiarities.lost_datagrams - 1
    }

    fn lock_bends(&self) -> MutexGuard<'_, VecDeque<Bend>> {
        self.bends.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl std::fmt::Debug for SessionState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SessionState").field("id", &self.id()).finish_non_exhaustive()
    }
}
