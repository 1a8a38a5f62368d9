//! The client: does what the lines of its input say.
//!
//! - `flood ADDRESS MILLISECONDS OCTETS`: numbered datagrams as fast as they are taken.
//! - `handshakes ADDRESS COUNT`: one after the other.
//! - `echoes ADDRESS COUNT OCTETS`: one datagram at a time, there and back.

use super::side::Side;
use super::Outcome;
use masque_engine::events::kind;
use masque_engine::{ConnectOptions, SendDatagrams};
use std::io::stdin;
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::{Duration, Instant};

const BATCH: usize = 64;
/// For the last datagrams to arrive and to be acknowledged, or found lost.
const SETTLE: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(2);

type Options<'a> = &'a dyn Fn(SocketAddr) -> ConnectOptions;

pub fn obey(side: &Side, options: Options) -> Outcome<()> {
    for line in stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["flood", address, time, size] => {
                flood(side, &options(address.parse()?), Duration::from_millis(time.parse()?), size.parse()?)?;
            }
            ["handshakes", address, count] => handshakes(side, &options(address.parse()?), count.parse()?)?,
            ["echoes", address, count, size] => {
                echoes(side, &options(address.parse()?), count.parse()?, size.parse()?)?;
            }
            _ => return Err(format!("no such command: {line}").into()),
        }
    }
    Ok(())
}

fn flood(side: &Side, options: &ConnectOptions, time: Duration, size: usize) -> Outcome<()> {
    let id = connect(side, options)?;
    let mut batch = packed(BATCH, size);
    let mut queued = 0u32;
    let until = Instant::now() + time;
    while Instant::now() < until {
        for index in 0..BATCH {
            let at = index * (2 + size) + 2;
            batch[at..at + 4].copy_from_slice(&(queued + index as u32).to_le_bytes());
        }
        let SendDatagrams::Accepted(count) = side.endpoint.send_datagrams(id, &batch)? else {
            return Err("the datagrams do not fit the connection".into());
        };
        queued += count;
        if (count as usize) < BATCH {
            side.until_kind(kind::DRAIN, id);
        }
    }
    let waited = Instant::now();
    while side.endpoint.stats(id)?.datagrams_sent < u64::from(queued) && waited.elapsed() < PATIENCE {
        sleep(Duration::from_millis(1));
    }
    sleep(SETTLE);
    let stats = side.endpoint.stats(id)?;
    println!(
        "{{\"queued\":{queued},\"framesSent\":{},\"lostPackets\":{},\"congestionEvents\":{}}}",
        stats.datagrams_sent, stats.lost_packets, stats.congestion_events
    );
    close(side, id)
}

fn handshakes(side: &Side, options: &ConnectOptions, count: u32) -> Outcome<()> {
    let started = Instant::now();
    for _ in 0..count {
        let id = connect(side, options)?;
        close(side, id)?;
    }
    println!("{{\"perSecond\":{:.1}}}", f64::from(count) / started.elapsed().as_secs_f64());
    Ok(())
}

fn echoes(side: &Side, options: &ConnectOptions, count: usize, size: usize) -> Outcome<()> {
    let id = connect(side, options)?;
    let one = packed(1, size);
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let sent = Instant::now();
        side.endpoint.send_datagrams(id, &one)?;
        side.until_kind(kind::DATAGRAM, id);
        times.push(sent.elapsed());
    }
    times.sort();
    println!("{{\"medianUs\":{:.2}}}", times[count / 2].as_secs_f64() * 1e6);
    close(side, id)
}

fn packed(count: usize, size: usize) -> Vec<u8> {
    let mut one = vec![0; 2 + size];
    one[..2].copy_from_slice(&(size as u16).to_le_bytes());
    one.repeat(count)
}

fn connect(side: &Side, options: &ConnectOptions) -> Outcome<u32> {
    let id = side.endpoint.connect(options)?;
    let mut connected = false;
    side.until(|record| {
        connected |= record.kind == kind::CONNECTED && record.id == id;
        record.id == id && matches!(record.kind, kind::CONNECTED | kind::LOST)
    });
    connected.then_some(id).ok_or_else(|| "the handshake failed".into())
}

fn close(side: &Side, id: u32) -> Outcome<()> {
    side.endpoint.close(id, 0, b"")?;
    side.until_kind(kind::LOST, id);
    Ok(side.endpoint.forget(id)?)
}
