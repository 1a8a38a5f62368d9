//! Outer datagrams on their way out, in order, with buffers that are used again.

use crate::events::{kind, outer, EventQueue};
use crate::socket::{Departure, Socket};
use crate::sys::{address, monotonic_ns};
use std::collections::VecDeque;
use std::io;

const MAX_SPARE_BUFFERS: usize = 64;

#[derive(Default)]
pub struct Outbox {
    waiting: VecDeque<Departure>,
    spare: Vec<Vec<u8>>,
}

impl Outbox {
    pub fn buffer(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_else(|| Vec::with_capacity(2048))
    }

    pub fn give_back(&mut self, mut buffer: Vec<u8>) {
        if self.spare.len() < MAX_SPARE_BUFFERS {
            buffer.clear();
            self.spare.push(buffer);
        }
    }

    pub fn push(&mut self, departure: Departure) {
        self.waiting.push_back(departure);
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many datagrams are waiting.
    pub fn datagrams(&self) -> usize {
        self.waiting.iter().map(|departure| departure.datagrams().len()).sum()
    }

    /// Sends what is waiting; false if the socket is full and some is left.
    pub fn send(&mut self, socket: &dyn Socket, events: &EventQueue, tap: bool) -> bool {
        while let Some(departure) = self.waiting.front() {
            // Before: on loopback the answer may be there when the call returns.
            let at = if tap { monotonic_ns() } else { 0 };
            match socket.send(departure) {
                Ok(()) => {
                    if tap {
                        record(departure, at, events);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(error) => {
                    let errno = error.raw_os_error().unwrap_or(0) as u32;
                    events.push(kind::SEND_ERROR, 0, 0, errno, &[&address::to_record(&departure.to)]);
                }
            }
            if let Some(departure) = self.waiting.pop_front() {
                self.give_back(departure.bytes);
            }
        }
        true
    }
}

fn record(departure: &Departure, at: u64, events: &EventQueue) {
    let at = at.to_le_bytes();
    let peer = address::to_record(&departure.to);
    let aux = u16::from(departure.tos) << 8 | u16::from(departure.ttl.unwrap_or(0));
    for datagram in departure.datagrams() {
        events.push(kind::OUTER, outer::SENT, aux, 0, &[&at, &peer, datagram]);
    }
}
