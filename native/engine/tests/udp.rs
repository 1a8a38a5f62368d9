//! Plain UDP sockets on loopback.
#![cfg(target_os = "linux")]

mod support;

use masque_engine::events::kind;
use masque_engine::sys::address::{from_record, to_record};
use masque_engine::sys::options::DontFragment;
use masque_engine::udp::{SendReport, UdpHub, UdpOptions};
use std::net::SocketAddr;
use support::{eventually, parse, Record};

fn hub() -> UdpHub {
    UdpHub::new(Box::new(|| {})).unwrap()
}

fn options(local: &str, remote: Option<SocketAddr>) -> UdpOptions {
    let dont_fragment = DontFragment::On;
    UdpOptions { local: local.parse().unwrap(), remote, dont_fragment, tos: None, ttl: None, buffer_bytes: 1 << 20 }
}

fn packet(payload: &[u8], to: Option<SocketAddr>, tos: Option<u8>, ttl: Option<u8>) -> Vec<u8> {
    let mut out = (payload.len() as u16).to_le_bytes().to_vec();
    out.push(u8::from(tos.is_some()) | u8::from(ttl.is_some()) << 1 | u8::from(to.is_some()) << 2);
    out.extend_from_slice(&[tos.unwrap_or(0), ttl.unwrap_or(0)]);
    if let Some(to) = to {
        out.extend_from_slice(&to_record(&to));
    }
    out.extend_from_slice(payload);
    out
}

fn wait(hub: &UdpHub, seen: &std::cell::RefCell<Vec<Record>>, kind: u8, count: usize) -> Vec<Record> {
    eventually("records", || {
        seen.borrow_mut().extend(parse(&hub.take_events()));
        seen.borrow().iter().filter(|record| record.kind == kind).count() >= count
    });
    seen.borrow().iter().filter(|record| record.kind == kind).cloned().collect()
}

#[test]
fn what_is_asked_of_a_datagram_is_what_the_other_side_sees() {
    for host in ["127.0.0.1", "[::1]"] {
        let hub = hub();
        let seen = std::cell::RefCell::<Vec<Record>>::default();
        let (to_id, to) = hub.open(&options(&format!("{host}:0"), None)).unwrap();
        let (from_id, from) = hub.open(&options(&format!("{host}:0"), None)).unwrap();
        let mut batch = packet(b"marked", Some(to), Some(0xb9), Some(7));
        batch.extend(packet(b"", Some(to), None, None));
        assert_eq!(hub.send(from_id, &batch).unwrap(), SendReport { sent: 2, errno: 0 });
        let got = wait(&hub, &seen, kind::PACKET, 2);
        assert_eq!((got[0].id, got[0].flag, got[0].aux), (to_id, 0xb9, 7));
        assert_eq!(from_record(got[0].body[8..26].try_into().unwrap()), from);
        let mut local = got[0].body[26..42].to_vec();
        local.extend_from_slice(&to.port().to_le_bytes());
        assert_eq!(from_record(local[..].try_into().unwrap()), to, "the local address was observed");
        assert_eq!(&got[0].body[42..], b"marked");
        assert_eq!((got[1].flag, got[1].body.len()), (0, 42), "an empty payload is a datagram too");
    }
}

#[test]
fn a_connected_socket_hears_its_peer_only_and_its_icmp() {
    let hub = hub();
    let seen = std::cell::RefCell::<Vec<Record>>::default();
    let (_, peer) = hub.open(&options("127.0.0.1:0", None)).unwrap();
    let (stranger_id, _) = hub.open(&options("127.0.0.1:0", None)).unwrap();
    let (id, local) = hub.open(&options("127.0.0.1:0", Some(peer))).unwrap();
    hub.send(stranger_id, &packet(b"not for you", Some(local), None, None)).unwrap();
    hub.send(id, &packet(b"hello", None, None, None)).unwrap();
    let got = wait(&hub, &seen, kind::PACKET, 1);
    assert_eq!(&got[0].body[42..], b"hello", "the stranger's datagram went nowhere");
    let gone: SocketAddr = "127.0.0.1:9".parse().unwrap();
    let (dead, _) = hub.open(&options("127.0.0.1:0", Some(gone))).unwrap();
    assert_eq!(hub.send(dead, &packet(b"anyone?", None, None, None)).unwrap().sent, 1);
    // The stranger hears of it as well: for it, nobody was listening.
    let errors = wait(&hub, &seen, kind::ICMP_ERROR, 2);
    assert_eq!(errors.iter().map(|error| error.id).collect::<Vec<_>>(), [stranger_id, dead]);
    let error = &errors[1];
    assert_eq!((error.flag, error.aux), (2, 3 << 8 | 3));
    assert_eq!(&error.body[44..], b"anyone?", "the payload is quoted");
    // ECONNREFUSED does not make a connected socket unusable: the next datagram goes out.
    assert_eq!(hub.send(dead, &packet(b"again", None, None, None)).unwrap(), SendReport { sent: 1, errno: 0 });
}

#[test]
fn too_large_is_said_and_the_rest_is_not_sent() {
    let hub = hub();
    let (_, to) = hub.open(&options("127.0.0.1:0", None)).unwrap();
    let (id, _) = hub.open(&options("127.0.0.1:0", Some(to))).unwrap();
    let mut batch = packet(b"fits", None, None, None);
    batch.extend(packet(&vec![0; 65_520], None, None, None));
    batch.extend(packet(b"after", None, None, None));
    assert_eq!(hub.send(id, &batch).unwrap(), SendReport { sent: 1, errno: libc::EMSGSIZE });
}

#[test]
fn misuse_is_an_error_and_closing_is_final() {
    let hub = hub();
    let (id, address) = hub.open(&options("127.0.0.1:0", None)).unwrap();
    assert!(hub.send(id, &packet(b"whereto", None, None, None)).is_err());
    assert!(hub.send(id, &[1]).is_err());
    assert_eq!(hub.open(&options(&address.to_string(), None)).unwrap_err().code, "EADDRINUSE");
    hub.close(id);
    assert_eq!(hub.send(id, &packet(b"x", Some(address), None, None)).unwrap_err().code, "ERR_CLOSED_SOCKET");
    hub.open(&options(&address.to_string(), None)).expect("the port is free again");
}

#[test]
fn an_owner_that_is_behind_loses_only_what_the_kernel_counts() {
    let hub = hub();
    let seen = std::cell::RefCell::<Vec<Record>>::default();
    let mut small = options("127.0.0.1:0", None);
    small.buffer_bytes = 8 << 10;
    let (to_id, to) = hub.open(&small).unwrap();
    let sender = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let sent = std::cell::Cell::new(0u64);
    eventually("an overflow", || {
        for _ in 0..20_000 {
            sender.send_to(&[0; 1000], to).unwrap();
            sent.set(sent.get() + 1);
        }
        seen.borrow_mut().extend(parse(&hub.take_events()));
        seen.borrow().iter().any(|record: &Record| record.kind == kind::OVERFLOW && record.id == to_id)
    });
    // Flush: what is in flight settles, then one more datagram brings the counter up to date.
    std::thread::sleep(std::time::Duration::from_millis(100));
    sender.send_to(b"last", to).unwrap();
    eventually("the last datagram", || {
        seen.borrow_mut().extend(parse(&hub.take_events()));
        seen.borrow().iter().any(|record: &Record| record.kind == kind::PACKET && &record.body[42..] == b"last")
    });
    let records = seen.borrow();
    let arrived = records.iter().filter(|record| record.kind == kind::PACKET).count() as u64 - 1;
    let dropped = records.iter().rfind(|record| record.kind == kind::OVERFLOW).unwrap().u64(0);
    assert_eq!(arrived + dropped, sent.get(), "every datagram is accounted for");
}
