//! What callers and the engine's thread share, and the thread's loop.
//!
//! Calls lock the core, act at once, and either send what follows from them right here (one
//! datagram: no thread hand-over, so a round trip stays short) or wake the thread (many
//! datagrams: encryption then runs beside the caller). Locks are always taken in the order
//! core, outbox; the outbox is held while sending, so that order on the wire is order of making.

use super::core::Core;
use super::outbox::Outbox;
use crate::error::EngineError;
use crate::events::{kind, EventQueue};
use crate::socket::Socket;
use crate::sys::address;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant};

/// Receive batches before timers and sending get their turn.
const RECEIVE_ROUNDS: usize = 4;
const SEND_BUFFER_RETRY: Duration = Duration::from_millis(100);

pub struct Shared {
    pub core: Mutex<Core>,
    pub outbox: Mutex<Outbox>,
    pub socket: RwLock<Arc<dyn Socket>>,
    pub events: Arc<EventQueue>,
    pub stop: AtomicBool,
    pub tap: bool,
    pub started: Instant,
    /// When the thread will look again by itself, in nanoseconds after `started`.
    pub planned: AtomicU64,
    #[cfg(target_os = "linux")]
    pub wakeup: Arc<crate::sys::wakeup::Wakeup>,
}

impl Shared {
    pub fn core(&self) -> Result<MutexGuard<'_, Core>, EngineError> {
        self.core.lock().map_err(|_| EngineError::broken())
    }

    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub fn socket(&self) -> Arc<dyn Socket> {
        self.socket.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Makes and sends what a call led to, on the caller's thread; the engine's thread gets the rest.
    pub fn flush(&self, mut core: MutexGuard<'_, Core>) {
        let socket = self.socket();
        let Ok(mut outbox) = self.outbox.try_lock() else {
            drop(core);
            return socket.wake();
        };
        let more = core.drive(&mut outbox, socket.max_segments());
        let deadline = self.nanos(core.next_deadline());
        drop(core);
        let sent = outbox.send(&*socket, &self.events, self.tap);
        drop(outbox);
        self.events.publish();
        if more || !sent || deadline < self.planned.load(Ordering::Acquire) {
            socket.wake();
        }
    }

    /// As `flush`, but waits for its turn at the socket and leaves nothing to the thread: for last words.
    pub fn flush_all(&self, mut core: MutexGuard<'_, Core>) {
        let socket = self.socket();
        let mut outbox = self.outbox();
        while core.drive(&mut outbox, socket.max_segments()) {}
        drop(core);
        outbox.send(&*socket, &self.events, self.tap);
        drop(outbox);
        self.events.publish();
    }

    fn nanos(&self, deadline: Option<Instant>) -> u64 {
        deadline.map_or(u64::MAX, |at| at.saturating_duration_since(self.started).as_nanos() as u64)
    }

    pub fn run_guarded(&self) {
        if let Err(panic) = std::panic::catch_unwind(AssertUnwindSafe(|| self.run())) {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            self.events.push(kind::PANIC, 0, 0, 0, &[text.as_bytes()]);
            self.events.publish();
        }
    }

    fn run(&self) {
        while !self.stop.load(Ordering::Acquire) {
            let socket = self.socket();
            self.receive(&*socket);
            socket.path_errors(&mut |error| {
                let aux = u16::from(error.kind) << 8 | u16::from(error.code);
                self.events.push(kind::ICMP_ERROR, error.origin, aux, 0, &[&error.body()]);
            });
            let Ok(mut core) = self.core.lock() else { return };
            let mut outbox = self.outbox();
            // While the socket is full nothing more is made: what waits is sent first, in order.
            let more = outbox.is_empty() && core.drive(&mut outbox, socket.max_segments());
            let deadline = core.next_deadline();
            // Stored under the core's lock: a caller who makes an earlier deadline must see what it has to beat.
            self.planned.store(self.nanos(deadline), Ordering::Release);
            drop(core);
            let sent = outbox.send(&*socket, &self.events, self.tap);
            drop(outbox);
            self.events.publish();
            if !sent {
                socket.wait(Some(SEND_BUFFER_RETRY), true);
            } else if !more {
                socket.wait(deadline.map(|at| at.saturating_duration_since(Instant::now())), false);
            }
        }
    }

    fn receive(&self, socket: &dyn Socket) {
        for _ in 0..RECEIVE_ROUNDS {
            let Ok(mut core) = self.core.lock() else { return };
            let mut outbox = self.outbox();
            let more = socket.receive(&mut |arrival| {
                core.handle(arrival, &mut outbox);
                if self.tap {
                    // After handling: the secrets a datagram brings about are logged before the datagram itself.
                    let aux = u16::from(arrival.tos) << 8 | u16::from(arrival.ttl);
                    let peer = address::to_record(&arrival.from);
                    self.events.push(kind::OUTER, 0, aux, 0, &[&arrival.at.to_le_bytes(), &peer, arrival.bytes]);
                }
            });
            if !matches!(more, Ok(true)) {
                return;
            }
        }
    }
}
