//! A socket that is no socket: outer datagrams go to the owner as TRANSMIT records and
//! come from it by [`ChannelSocket::deliver`]. That is how QUIC runs inside a tunnel, and
//! how outer packets are lost, delayed or changed on purpose.

use super::{Arrival, Departure, PathError, Socket, Wanted};
use crate::events::{kind, EventQueue};
use crate::sys::{address, monotonic_ns};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// More than this waiting is dropped and counted, as a kernel would.
const MAX_WAITING_BYTES: usize = 8 << 20;

pub struct ChannelSocket {
    local: SocketAddr,
    events: Arc<EventQueue>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Delivery>,
    waiting_bytes: usize,
    overflow: u64,
    woken: bool,
}

struct Delivery {
    from: SocketAddr,
    tos: u8,
    ttl: u8,
    at: u64,
    bytes: Vec<u8>,
}

impl ChannelSocket {
    pub fn new(local: SocketAddr, events: Arc<EventQueue>) -> Self {
        Self { local, events, state: Mutex::default(), changed: Condvar::new() }
    }

    /// An outer datagram for this endpoint.
    pub fn deliver(&self, from: SocketAddr, tos: u8, ttl: u8, bytes: &[u8]) {
        let mut state = self.lock();
        if state.waiting_bytes + bytes.len() > MAX_WAITING_BYTES {
            state.overflow += 1;
            return;
        }
        state.waiting_bytes += bytes.len();
        state.waiting.push_back(Delivery { from, tos, ttl, at: monotonic_ns(), bytes: bytes.to_vec() });
        drop(state);
        self.wake();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Socket for ChannelSocket {
    fn local_address(&self) -> SocketAddr {
        self.local
    }

    fn receive(&self, sink: &mut dyn FnMut(&Arrival)) -> io::Result<bool> {
        let waiting = {
            let mut state = self.lock();
            state.waiting_bytes = 0;
            std::mem::take(&mut state.waiting)
        };
        for delivery in &waiting {
            let Delivery { from, tos, ttl, at, bytes } = delivery;
            sink(&Arrival { from: *from, local_ip: None, tos: *tos, ttl: *ttl, at: *at, bytes });
        }
        Ok(false)
    }

    fn send(&self, departure: &Departure) -> io::Result<()> {
        let to = address::to_record(&departure.to);
        for datagram in departure.datagrams() {
            self.events.push(kind::TRANSMIT, 0, u16::from(departure.tos), 0, &[&to, datagram]);
        }
        Ok(())
    }

    fn max_segments(&self) -> usize {
        1
    }

    fn path_errors(&self, _sink: &mut dyn FnMut(PathError)) {}

    fn overflow(&self) -> Option<u64> {
        Some(self.lock().overflow)
    }

    fn wait(&self, timeout: Option<Duration>, _wanted: Wanted) {
        let mut state = self.lock();
        if !state.woken {
            state = match timeout {
                Some(timeout) => {
                    let result = self.changed.wait_timeout_while(state, timeout, |state| !state.woken);
                    result.unwrap_or_else(|poisoned| poisoned.into_inner()).0
                }
                None => {
                    let result = self.changed.wait_while(state, |state| !state.woken);
                    result.unwrap_or_else(|poisoned| poisoned.into_inner())
                }
            };
        }
        state.woken = false;
    }

    fn wake(&self) {
        self.lock().woken = true;
        self.changed.notify_one();
    }
}
