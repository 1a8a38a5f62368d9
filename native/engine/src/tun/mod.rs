//! A TUN device: IP packets between the kernel's routing and us.
//!
//! A thread of its own reads the device; packets come as records of [`crate::events`]. What we send goes to the
//! kernel at once, on the caller's thread. The device goes with us, unless somebody made it before.

mod device;

use crate::error::EngineError;
use crate::events::{kind, EventQueue, Notify};
use crate::sys::monotonic_ns;
use crate::sys::wakeup::Wakeup;
use crate::udp::packed;
use crate::udp::SendReport;
pub use device::TunOptions;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

/// No IP packet is larger.
const LARGEST: usize = 65_575;
/// Packets read before the owner is told of them.
const BATCH: usize = 64;

pub struct Tun {
    shared: Arc<Shared>,
    name: String,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    /// `None` once it is closed: the device goes with its last descriptor.
    device: Mutex<Option<Arc<OwnedFd>>>,
    wakeup: Wakeup,
    events: EventQueue,
    stop: AtomicBool,
}

impl Tun {
    pub fn open(options: &TunOptions, notify: Notify) -> Result<Self, EngineError> {
        let (device, name) = device::open(options)?;
        let failed = |error| EngineError::io("starting to read the TUN device", &error);
        let shared = Arc::new(Shared {
            device: Mutex::new(Some(Arc::new(device))),
            wakeup: Wakeup::new().map_err(failed)?,
            events: EventQueue::new(notify),
            stop: AtomicBool::new(false),
        });
        let thread = std::thread::Builder::new().name("masque-tun".into()).spawn({
            let shared = shared.clone();
            move || shared.run_guarded()
        });
        Ok(Self { thread: Mutex::new(Some(thread.map_err(failed)?)), name, shared })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// `packed`: as for UDP, without any of the fields. Sends until one does not go out; the report says why.
    pub fn send(&self, mut packed: &[u8]) -> Result<SendReport, EngineError> {
        let Some(device) = self.shared.device().clone() else {
            return Err(EngineError::new("ERR_CLOSED_SOCKET", "the TUN device is closed"));
        };
        let mut report = SendReport::default();
        while let Some((packet, rest)) = packed::first(packed)? {
            // SAFETY: readable for its length.
            if unsafe { libc::write(device.as_raw_fd(), packet.payload.as_ptr().cast(), packet.payload.len()) } < 0 {
                report.errno = io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO);
                break;
            }
            report.sent += 1;
            packed = rest;
        }
        Ok(report)
    }

    pub fn take_events(&self) -> Vec<u8> {
        let (bytes, was_full) = self.shared.events.take();
        if was_full {
            self.shared.wakeup.wake();
        }
        bytes
    }

    /// Stops the thread and closes the device. Nothing runs when this returns.
    pub fn destroy(&self) {
        let Some(thread) = self.thread.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take() else { return };
        self.shared.stop.store(true, Ordering::Release);
        self.shared.wakeup.wake();
        let _ = thread.join();
        self.shared.events.disconnect();
        self.shared.device().take();
    }
}

impl Drop for Tun {
    fn drop(&mut self) {
        self.destroy();
    }
}

impl Shared {
    fn device(&self) -> MutexGuard<'_, Option<Arc<OwnedFd>>> {
        self.device.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn run_guarded(&self) {
        if std::panic::catch_unwind(AssertUnwindSafe(|| self.run())).is_err() {
            self.events.push(kind::PANIC, 0, 0, 0, &[b"the TUN thread panicked"]);
            self.events.publish();
        }
    }

    fn run(&self) {
        let Some(device) = self.device().clone() else { return };
        let mut buffer = vec![0; LARGEST];
        while !self.stop.load(Ordering::Acquire) {
            let outcome = self.read(&device, &mut buffer);
            self.events.publish();
            match outcome {
                // The owner is behind: packets wait in the kernel, and are lost there if it does not catch up.
                Ok(_) if !self.events.has_room() => self.wait(None),
                Ok(true) => {}
                Ok(false) => self.wait(Some(&device)),
                Err(error) => {
                    let errno = match error.raw_os_error() {
                        // What is left of a device that somebody deleted: a name that JavaScript knows as well.
                        Some(libc::EBADFD) => libc::ENODEV,
                        other => other.unwrap_or(libc::EIO),
                    } as u32;
                    self.events.push(kind::TUN_LOST, 0, 0, errno, &[]);
                    self.events.publish();
                    return;
                }
            }
        }
    }

    /// Some packets. True: there may be more.
    fn read(&self, device: &OwnedFd, buffer: &mut [u8]) -> io::Result<bool> {
        for _ in 0..BATCH {
            // SAFETY: writable for its length.
            let length = unsafe { libc::read(device.as_raw_fd(), buffer.as_mut_ptr().cast(), buffer.len()) };
            let Ok(length) = usize::try_from(length) else {
                let error = io::Error::last_os_error();
                return match error.kind() {
                    io::ErrorKind::WouldBlock => Ok(false),
                    io::ErrorKind::Interrupted => Ok(true),
                    _ => Err(error),
                };
            };
            self.events.push(kind::TUN_PACKET, 0, 0, 0, &[&monotonic_ns().to_le_bytes(), &buffer[..length]]);
        }
        Ok(true)
    }

    /// For the device, if it is given, and for being woken.
    fn wait(&self, device: Option<&OwnedFd>) {
        let entry = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        // A negative descriptor is passed over.
        let mut entries = [entry(self.wakeup.as_raw_fd()), entry(device.map_or(-1, AsRawFd::as_raw_fd))];
        // SAFETY: two valid entries.
        unsafe { libc::poll(entries.as_mut_ptr(), 2, -1) };
        if entries[0].revents != 0 {
            self.wakeup.clear();
        }
    }
}
