//! The server: counts what comes, or sends it back.

use super::side::{Record, Side};
use masque_engine::events::kind;
use std::collections::HashMap;
use std::time::Instant;

/// The clock is read once in so many datagrams.
const MARK: u64 = 64;

/// What came on one connection.
#[derive(Default)]
struct Sink {
    delivered: u64,
    /// The number the next datagram should have.
    expected: u64,
    missing: u64,
    first: Option<Instant>,
    last: Option<(Instant, u64)>,
}

pub fn serve(side: &Side, echo: bool) {
    let mut sinks: HashMap<u32, Sink> = HashMap::new();
    let mut socket_drops = 0;
    side.until(|record| {
        match record.kind {
            kind::DATAGRAM if echo => send_back(side, record),
            kind::DATAGRAM => sinks.entry(record.id).or_default().take(&record.body[8..]),
            kind::LOST => {
                if let Some(sink) = sinks.remove(&record.id) {
                    sink.report(side, record.id, &mut socket_drops);
                }
                let _ = side.endpoint.forget(record.id);
            }
            _ => {}
        }
        false
    });
}

fn send_back(side: &Side, record: &Record) {
    let payload = &record.body[8..];
    let mut packed = Vec::with_capacity(2 + payload.len());
    packed.extend_from_slice(&(payload.len() as u16).to_le_bytes());
    packed.extend_from_slice(payload);
    // The client may have closed meanwhile.
    let _ = side.endpoint.send_datagrams(record.id, &packed);
}

impl Sink {
    fn take(&mut self, payload: &[u8]) {
        let number = payload.first_chunk::<4>().map_or(0, |octets| u64::from(u32::from_le_bytes(*octets)));
        if number >= self.expected {
            self.missing += number - self.expected;
            self.expected = number + 1;
        } else {
            self.missing -= 1;
        }
        if self.delivered.is_multiple_of(MARK) {
            let now = Instant::now();
            self.first.get_or_insert(now);
            self.last = Some((now, self.delivered));
        }
        self.delivered += 1;
    }

    fn report(&self, side: &Side, id: u32, socket_drops: &mut u64) {
        let (Some(first), Some((last, counted))) = (self.first, self.last) else { return };
        let Ok(stats) = side.endpoint.stats(id) else { return };
        let rate = counted as f64 / last.duration_since(first).as_secs_f64();
        let overflow = side.endpoint.overflow().unwrap_or(0);
        let drops = overflow - std::mem::replace(socket_drops, overflow);
        println!(
            "{{\"rate\":{rate:.0},\"delivered\":{},\"missing\":{},\"framesReceived\":{},\"receiveDrops\":{},\
             \"socketDrops\":{drops}}}",
            self.delivered, self.missing, stats.datagrams_received, stats.own_receive_drops,
        );
    }
}
