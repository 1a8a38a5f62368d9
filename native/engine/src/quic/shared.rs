//! What callers and the engine's thread share, and the thread's loop.
//!
//! Calls lock the core, act at once, and either send what follows from them right here (one
//! datagram: no thread hand-over, so a round trip stays short) or wake the thread (many
//! datagrams: encryption then runs beside the caller). Locks are always taken in the order
//! core, outbox; the outbox is held while sending, so that order on the wire is order of making.
//!
//! An owner with a loop of its own may watch the socket as well, and take its turn when something
//! comes in: while it does, and is quick, the thread leaves reading to it, which saves waking two
//! threads for each datagram. Much traffic, or an owner that is busy, is the thread's again.

use super::core::Core;
use super::outbox::Outbox;
use super::pace::Pace;
use crate::error::EngineError;
use crate::events::{kind, outer, EventQueue};
use crate::socket::{Socket, Wanted};
use crate::sys::address;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant};

/// Receive batches before timers and sending get their turn.
const RECEIVE_ROUNDS: usize = 4;
const SEND_BUFFER_RETRY: Duration = Duration::from_millis(100);
/// For so long after its last turn an owner is trusted to take the next one in time.
const ATTENTION: Duration = Duration::from_millis(1);

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
    /// Until when the owner reads the socket, in nanoseconds after `started`.
    pub attended: AtomicU64,
    pub pace: Pace,
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
    pub fn flush(&self, core: MutexGuard<'_, Core>) {
        self.make_and_send(core);
        self.events.publish();
    }

    /// On the owner's thread, which takes the events itself: reads what is there and does what follows from it.
    /// False: there is so much that the thread should read on, beside the owner.
    pub fn turn(&self) -> bool {
        let calm = self.guarded(|| self.read_and_answer()).is_some() && self.attend();
        if !calm {
            self.attended.store(0, Ordering::Release);
            self.socket().wake();
        }
        calm
    }

    fn read_and_answer(&self) {
        let socket = self.socket();
        self.receive(&*socket);
        self.path_errors(&*socket);
        if let Ok(core) = self.core.lock() {
            self.make_and_send(core);
        }
    }

    /// The owner is quick and watches the socket. False: there is too much for that.
    pub fn attend(&self) -> bool {
        let calm = !self.pace.is_busy();
        if calm {
            self.attended.store(self.now() + ATTENTION.as_nanos() as u64, Ordering::Release);
        }
        calm
    }

    fn now(&self) -> u64 {
        self.started.elapsed().as_nanos() as u64
    }

    /// How long the thread may leave the socket to the owner.
    fn attention(&self) -> Option<Duration> {
        let left = self.attended.load(Ordering::Acquire).saturating_sub(self.now());
        (left > 0).then(|| Duration::from_nanos(left))
    }

    fn make_and_send(&self, mut core: MutexGuard<'_, Core>) {
        let socket = self.socket();
        let Ok(mut outbox) = self.outbox.try_lock() else {
            drop(core);
            return socket.wake();
        };
        let more = core.drive(&mut outbox, socket.max_segments());
        let deadline = self.nanos(core.next_deadline());
        drop(core);
        let sent = self.send(&mut outbox, &*socket);
        drop(outbox);
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
        self.send(&mut outbox, &*socket);
        drop(outbox);
        self.events.publish();
    }

    fn nanos(&self, deadline: Option<Instant>) -> u64 {
        deadline.map_or(u64::MAX, |at| at.saturating_duration_since(self.started).as_nanos() as u64)
    }

    pub fn run_guarded(&self) {
        self.guarded(|| self.run());
    }

    /// A panic becomes an event, and nothing else is done with this endpoint.
    fn guarded<T>(&self, action: impl FnOnce() -> T) -> Option<T> {
        std::panic::catch_unwind(AssertUnwindSafe(action))
            .inspect_err(|panic| {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
                self.events.push(kind::PANIC, 0, 0, 0, &[text.as_bytes()]);
                self.events.publish();
            })
            .ok()
    }

    fn run(&self) {
        while !self.stop.load(Ordering::Acquire) {
            let socket = self.socket();
            self.receive(&*socket);
            self.path_errors(&*socket);
            let Ok(mut core) = self.core.lock() else { return };
            let mut outbox = self.outbox();
            // While the socket is full nothing more is made: what waits is sent first, in order.
            let more = outbox.is_empty() && core.drive(&mut outbox, socket.max_segments());
            let deadline = core.next_deadline();
            // Stored under the core's lock: a caller who makes an earlier deadline must see what it has to beat.
            self.planned.store(self.nanos(deadline), Ordering::Release);
            drop(core);
            let sent = self.send(&mut outbox, &*socket);
            drop(outbox);
            self.events.publish();
            if !sent {
                socket.wait(Some(SEND_BUFFER_RETRY), Wanted::DatagramsOrRoom);
            } else if !more {
                let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
                match self.attention() {
                    None => socket.wait(left, Wanted::Datagrams),
                    Some(attention) => {
                        socket.wait(Some(left.map_or(attention, |left| left.min(attention))), Wanted::Nothing)
                    }
                }
            }
        }
    }

    /// False if the socket is full and some is left.
    fn send(&self, outbox: &mut Outbox, socket: &dyn Socket) -> bool {
        if outbox.is_empty() {
            return true;
        }
        self.pace.note(outbox.datagrams(), self.now());
        outbox.send(socket, &self.events, self.tap)
    }

    fn path_errors(&self, socket: &dyn Socket) {
        socket.path_errors(&mut |error| {
            let aux = u16::from(error.kind) << 8 | u16::from(error.code);
            self.events.push(kind::ICMP_ERROR, error.origin, aux, 0, &[&error.body()]);
        });
    }

    fn receive(&self, socket: &dyn Socket) {
        for _ in 0..RECEIVE_ROUNDS {
            let mut count = 0;
            let Ok(mut core) = self.core.lock() else { return };
            let mut outbox = self.outbox();
            let flag = if socket.sees_dscp() { 0 } else { outer::ECN_ONLY };
            let more = socket.receive(&mut |arrival| {
                count += 1;
                core.handle(arrival, &mut outbox);
                if self.tap {
                    // After handling: the secrets a datagram brings about are logged before the datagram itself.
                    let aux = u16::from(arrival.tos) << 8 | u16::from(arrival.ttl);
                    let peer = address::to_record(&arrival.from);
                    self.events.push(kind::OUTER, flag, aux, 0, &[&arrival.at.to_le_bytes(), &peer, arrival.bytes]);
                }
            });
            if count > 0 {
                self.pace.note(count, self.now());
            }
            if !matches!(more, Ok(true)) {
                return;
            }
        }
    }
}
