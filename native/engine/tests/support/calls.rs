//! Calls on a connection in any order with any arguments, as a program in JavaScript could make them: each is taken or
//! refused, the engine never panics, and the other side lives. Octets are read as a list of calls.

use super::{connect_options, server, udp, Certificate, Side};
use masque_engine::events::kind;
use std::sync::{Mutex, MutexGuard, OnceLock};

pub struct Sides {
    certificate: Certificate,
    client: Side,
    server: Side,
}

fn sides() -> MutexGuard<'static, Sides> {
    static SIDES: OnceLock<Mutex<Sides>> = OnceLock::new();
    let sides = SIDES.get_or_init(|| {
        let certificate = super::certificate();
        let server = server(&certificate);
        Mutex::new(Sides { client: Side::new(&udp("127.0.0.1:0")), server, certificate })
    });
    sides.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Makes a connection for these calls, and ends it.
pub fn check(data: &[u8]) {
    let sides = sides();
    let Sides { certificate, client, server } = &*sides;
    let mut options = connect_options(server.endpoint.local_address(), certificate);
    options.peculiarities.log_frames = data.len() % 2 == 1;
    let id = client.endpoint.connect(&options).expect("a connection can be made");
    client.wait("end of the handshake", |record| record.id == id && record.kind == kind::CONNECTED);
    let mut rest = data;
    while let Some((call, after)) = next(rest) {
        perform(client, id, &call);
        rest = after;
    }
    let _ = client.endpoint.close(id, 0, b"");
    client.wait("end of the connection", |record| record.id == id && record.kind == kind::LOST);
    client.endpoint.forget(id).expect("the engine lives");
    for side in [client, server] {
        let records = side.forget_records();
        assert!(!records.iter().any(|record| record.kind == kind::PANIC), "the engine's thread panicked");
        for lost in records.iter().filter(|record| record.kind == kind::LOST) {
            let _ = side.endpoint.forget(lost.id);
        }
    }
}

struct Call<'a> {
    what: u8,
    number: u64,
    bytes: &'a [u8],
}

/// `u8` what, a number of one octet or (from 0xf0) eight, `u8` length, octets.
fn next(data: &[u8]) -> Option<(Call<'_>, &[u8])> {
    let (&[what, small], rest) = data.split_first_chunk::<2>()?;
    let (number, rest) = match rest.split_first_chunk::<8>() {
        Some((large, rest)) if small >= 0xf0 => (u64::from_be_bytes(*large), rest),
        _ => (u64::from(small), rest),
    };
    let (length, rest) = rest.split_first().map_or((0, rest), |(length, rest)| (usize::from(*length), rest));
    let (bytes, rest) = rest.split_at(length.min(rest.len()));
    Some((Call { what, number, bytes }, rest))
}

/// What is refused is refused with an error: that is an answer too.
fn perform(side: &Side, id: u32, &Call { what, number, bytes }: &Call) {
    let Side { endpoint, .. } = side;
    match what % 14 {
        0 => drop(endpoint.send_datagrams(id, bytes)),
        1 => drop(endpoint.open_stream(id, number % 2 == 1)),
        2 => drop(endpoint.write(id, number, bytes, false)),
        3 => drop(endpoint.write(id, number, bytes, true)),
        4 => drop(endpoint.reset_stream(id, number, number)),
        5 => drop(endpoint.stop_stream(id, number, number)),
        6 => drop(endpoint.consumed(id, number, u64::from(bytes.first().copied().unwrap_or(0)))),
        7 => drop(endpoint.consumed(id, 0, number)),
        8 => drop(endpoint.inject_frames(id, bytes)),
        9 => drop(endpoint.ping(id)),
        10 => drop(endpoint.update_keys(id)),
        11 => drop(endpoint.stats(id)),
        12 => drop(endpoint.send_datagrams(number as u32, bytes)),
        _ => drop(endpoint.max_datagram_size(id)),
    }
}
