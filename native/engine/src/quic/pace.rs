//! How busy an endpoint is: outer datagrams of both directions, counted over about a millisecond.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const WINDOW_NS: u64 = 1_000_000;
/// From so many datagrams in a window on an endpoint is busy,
const BUSY: u64 = 200;
/// and with fewer than so many it no longer is. Ping-pong on loopback makes about 70.
const CALM: u64 = 120;

/// One thread at a time counts; any may ask.
#[derive(Default)]
pub struct Pace {
    began: AtomicU64,
    count: AtomicU64,
    busy: AtomicBool,
}

impl Pace {
    /// `count` datagrams crossed at `now`, in nanoseconds of any clock.
    pub fn note(&self, count: usize, now: u64) {
        let window = now.saturating_sub(self.began.load(Ordering::Relaxed));
        let count = count as u64 + self.count.load(Ordering::Relaxed);
        if window < WINDOW_NS {
            self.count.store(count, Ordering::Relaxed);
            if count >= BUSY {
                self.busy.store(true, Ordering::Relaxed);
            }
        } else {
            let rate = count * WINDOW_NS / window;
            if rate < CALM {
                self.busy.store(false, Ordering::Relaxed);
            } else if rate >= BUSY {
                self.busy.store(true, Ordering::Relaxed);
            }
            self.began.store(now, Ordering::Relaxed);
            self.count.store(0, Ordering::Relaxed);
        }
    }

    pub fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `per_ms` datagrams a millisecond for ten of them, in steps of 20 µs.
    fn go_on(pace: &Pace, from_ms: u64, per_ms: usize) -> u64 {
        for step in 0..500 {
            pace.note(per_ms / 50, from_ms * WINDOW_NS + step * 20_000);
        }
        from_ms + 10
    }

    #[test]
    fn much_is_busy_and_little_is_calm() {
        let pace = Pace::default();
        let at = go_on(&pace, 5, 100);
        assert!(!pace.is_busy());
        let at = go_on(&pace, at, 1000);
        assert!(pace.is_busy());
        let at = go_on(&pace, at, 150);
        assert!(pace.is_busy(), "between the two it stays what it was");
        let at = go_on(&pace, at, 50);
        assert!(!pace.is_busy());
        go_on(&pace, at, 150);
        assert!(!pace.is_busy(), "between the two it stays what it was");
    }

    #[test]
    fn a_pause_is_calm() {
        let pace = Pace::default();
        let at = go_on(&pace, 5, 1000);
        pace.note(10, (at + 100) * WINDOW_NS);
        assert!(!pace.is_busy());
    }
}
