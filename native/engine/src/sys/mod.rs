//! The few operating system calls that std does not offer, behind safe functions.

pub mod address;
#[cfg(target_os = "linux")]
pub mod control;
#[cfg(target_os = "linux")]
pub mod datagrams;
#[cfg(target_os = "linux")]
pub mod error_queue;
#[cfg(target_os = "linux")]
pub mod interface;
#[cfg(target_os = "linux")]
pub mod options;
#[cfg(target_os = "linux")]
pub mod wakeup;

/// Nanoseconds of the monotonic clock: the same as Node's `process.hrtime`.
#[cfg(unix)]
pub fn monotonic_ns() -> u64 {
    // On Apple's systems libuv reads the clock that goes on during sleep.
    clock_ns(if cfg!(target_vendor = "apple") { libc::CLOCK_MONOTONIC_RAW } else { libc::CLOCK_MONOTONIC })
}

#[cfg(unix)]
fn clock_ns(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writing; the clocks exist on every Unix we build for.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

/// Nanoseconds of the performance counter: the same as Node's `process.hrtime`.
#[cfg(windows)]
pub fn monotonic_ns() -> u64 {
    use windows_sys::Win32::System::Performance::{QueryPerformanceCounter, QueryPerformanceFrequency};
    let (mut count, mut frequency) = (0, 0);
    // SAFETY: both are valid for writing; neither call fails on a system that runs Node.
    unsafe {
        QueryPerformanceCounter(&mut count);
        QueryPerformanceFrequency(&mut frequency);
    }
    (count as u128 * 1_000_000_000 / (frequency as u128).max(1)) as u64
}

/// Turns the kernel's wall-clock receive stamps into monotonic times, with one reading of both clocks per batch.
#[cfg(target_os = "linux")]
pub struct StampConverter {
    monotonic: u64,
    wall: u64,
}

#[cfg(target_os = "linux")]
impl StampConverter {
    pub fn now() -> Self {
        Self { monotonic: monotonic_ns(), wall: clock_ns(libc::CLOCK_REALTIME) }
    }

    /// `None`, a stamp from the future, or one older than a minute (the wall clock was set) count as "now".
    pub fn monotonic(&self, wall_stamp: Option<u64>) -> u64 {
        const MINUTE: u64 = 60_000_000_000;
        let age = wall_stamp.and_then(|stamp| self.wall.checked_sub(stamp)).filter(|age| *age < MINUTE).unwrap_or(0);
        self.monotonic.saturating_sub(age)
    }
}
