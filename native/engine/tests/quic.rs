//! The engine against itself on loopback.

mod support;

use masque_engine::events::{kind, lost, outer};
use masque_engine::socket::kernel::Kind;
use masque_engine::tls::{Peculiarities, Trust};
use masque_engine::{Binding, EndpointOptions, SendDatagrams, TransportOptions};
use std::time::{Duration, Instant};
use support::*;

#[test]
fn a_handshake_tells_what_was_negotiated() {
    let pair = pair();
    let client = pair.client.endpoint.handshake(pair.at_client).unwrap();
    assert_eq!(client.alpn.as_deref(), Some(&b"test"[..]));
    assert_eq!(client.chain_verdict, Some(Ok(())));
    assert_eq!(client.peer_chain.len(), 1);
    assert!(client.cipher_suite.unwrap().starts_with("TLS13_"));
    assert!(client.key_exchange.is_some());
    let server = pair.server.endpoint.handshake(pair.at_server).unwrap();
    assert_eq!(server.server_name.as_deref(), Some("localhost"));
    assert_eq!(server.peer_parameters.as_deref(), Some(&client.local_parameters[..]), "parameters cross unchanged");
    assert_eq!(client.peer_parameters.as_deref(), Some(&server.local_parameters[..]));
    let stats = pair.client.endpoint.stats(pair.at_client).unwrap();
    assert!(stats.rtt_us > 0 && stats.mtu >= 1200 && stats.udp_sent > 1, "{stats:?}");
}

#[test]
fn the_path_is_taken_to_carry_what_we_are_told() {
    let pair = pair_with(|client| client.transport.min_mtu = 1400, |_| {});
    assert!(pair.client.endpoint.stats(pair.at_client).unwrap().mtu >= 1400);
}

#[test]
fn a_client_learns_once_that_it_was_answered() {
    let pair = pair();
    pair.server.endpoint.send_datagrams(pair.at_server, &packed(&[b"more"])).unwrap();
    pair.client.wait_kind(kind::DATAGRAM);
    let records = pair.client.records();
    let order: Vec<u8> =
        records.iter().map(|record| record.kind).filter(|kind| *kind != kind::STREAMS_AVAILABLE).collect();
    assert_eq!(order.iter().filter(|kind| **kind == kind::ANSWERED).count(), 1, "{order:?}");
    assert_eq!(order[0], kind::ANSWERED, "before the handshake is complete: {order:?}");
    assert!(pair.server.records().iter().all(|record| record.kind != kind::ANSWERED), "a server is not answered");
}

#[test]
fn streams_carry_bytes_and_ends_both_ways() {
    let pair = pair();
    let (client, server) = (&pair.client.endpoint, &pair.server.endpoint);
    let stream = client.open_stream(pair.at_client, false).unwrap().unwrap();
    assert_eq!(client.write(pair.at_client, stream, b"question", true).unwrap(), 8);
    assert_eq!(pair.server.wait_stream(stream, 8), b"question");
    pair.server.wait("end of stream", |record| record.kind == kind::STREAM_DATA && record.flag == 1);
    assert_eq!(server.write(pair.at_server, stream, b"answer", true).unwrap(), 6);
    assert_eq!(pair.client.wait_stream(stream, 6), b"answer");
    pair.client.wait("acknowledged end", |record| record.kind == kind::STREAM_FINISHED && record.u64(0) == stream);
    assert!(client.write(pair.at_client, stream, b"more", false).is_err(), "after the end");
    let unidirectional = server.open_stream(pair.at_server, true).unwrap().unwrap();
    assert!(client.write(pair.at_client, unidirectional, b"x", false).is_err(), "wrong direction");
    assert!(server.stop_stream(pair.at_server, unidirectional, 0).is_err(), "wrong direction");
    assert!(client.reset_stream(pair.at_client, 1 << 62, 0).is_err(), "no such id");
}

#[test]
fn a_slow_owner_stops_the_peer_and_loses_nothing() {
    let pair = pair();
    let client = &pair.client.endpoint;
    let stream = client.open_stream(pair.at_client, false).unwrap().unwrap();
    let all: Vec<u8> = (0..4_000_000u32).map(|index| index as u8).collect();
    let mut written = client.write(pair.at_client, stream, &all, false).unwrap();
    assert!(written < all.len(), "flow control holds some back");
    let first = pair.server.wait_stream(stream, 256 << 10);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(pair.server.stream(stream).len(), first.len(), "no more than the credit comes up unasked");
    let mut taken = 0;
    let started = Instant::now();
    while taken < all.len() {
        assert!(started.elapsed() < Duration::from_secs(20), "{taken} of {}", all.len());
        let now = pair.server.stream(stream).len();
        if now > taken {
            pair.server.endpoint.consumed(pair.at_server, stream, (now - taken) as u64).unwrap();
            taken = now;
        }
        if written < all.len() {
            written += client.write(pair.at_client, stream, &all[written..], false).unwrap();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(pair.server.stream(stream) == all, "in order and whole");
    pair.client.wait("room to write", |record| record.kind == kind::STREAM_WRITABLE);
}

#[test]
fn resets_and_stops_carry_their_codes() {
    let pair = pair();
    let stream = pair.client.endpoint.open_stream(pair.at_client, false).unwrap().unwrap();
    pair.client.endpoint.write(pair.at_client, stream, b"x", false).unwrap();
    pair.server.wait_stream(stream, 1);
    pair.client.endpoint.reset_stream(pair.at_client, stream, 0x10e).unwrap();
    let reset = pair.server.wait_kind(kind::STREAM_RESET);
    assert_eq!((reset.u64(0), reset.u64(8)), (stream, 0x10e));
    pair.client.endpoint.stop_stream(pair.at_client, stream, 0x33).unwrap();
    let stop = pair.server.wait_kind(kind::STREAM_STOPPED);
    assert_eq!((stop.u64(0), stop.u64(8)), (stream, 0x33));
}

#[test]
fn a_reset_is_seen_even_when_credit_is_used_up() {
    let pair = pair();
    let stream = pair.client.endpoint.open_stream(pair.at_client, false).unwrap().unwrap();
    pair.client.endpoint.write(pair.at_client, stream, &vec![7; 600_000], false).unwrap();
    pair.server.wait_stream(stream, 256 << 10);
    pair.client.endpoint.reset_stream(pair.at_client, stream, 5).unwrap();
    assert_eq!(pair.server.wait_kind(kind::STREAM_RESET).u64(8), 5);
}

#[test]
fn datagrams_cross_in_batches_with_their_times() {
    let pair = pair();
    let payloads: Vec<Vec<u8>> = (0..20u8).map(|index| vec![index; 100]).collect();
    let batch: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
    let sent = pair.client.endpoint.send_datagrams(pair.at_client, &packed(&batch)).unwrap();
    assert_eq!(sent, SendDatagrams::Accepted(20));
    eventually("20 datagrams", || pair.server.datagrams().len() == 20);
    let mut got = pair.server.datagrams();
    got.sort();
    assert_eq!(got, payloads);
    let at = pair.server.wait_kind(kind::DATAGRAM).u64(0);
    let now = masque_engine::sys::monotonic_ns();
    assert!(at < now && now - at < 10_000_000_000, "received {at}, now {now}");
    assert_eq!(pair.server.endpoint.stats(pair.at_server).unwrap().own_receive_drops, 0);
}

#[test]
fn an_owner_may_read_the_socket_and_nobody_is_woken() {
    let pair = pair();
    let alone = (0..1000usize).any(|sent| {
        pair.client.was_woken();
        pair.client.endpoint.attend();
        pair.server.endpoint.send_datagrams(pair.at_server, &packed(&[b"down"])).unwrap();
        eventually("a datagram", || {
            assert!(pair.client.endpoint.turn(), "one at a time is not much");
            pair.client.datagrams().len() > sent
        });
        !pair.client.was_woken()
    });
    assert!(alone, "the engine's thread was always there first");
}

#[test]
fn an_owner_that_does_not_come_back_loses_nothing() {
    let pair = pair();
    for sent in 1..=20 {
        pair.client.endpoint.attend();
        pair.server.endpoint.send_datagrams(pair.at_server, &packed(&[b"down"])).unwrap();
        eventually("a datagram", || pair.client.datagrams().len() == sent);
    }
}

#[test]
fn datagrams_that_cannot_go_say_why() {
    let pair = pair();
    let limit = pair.client.endpoint.max_datagram_size(pair.at_client).unwrap().unwrap();
    let large = vec![0; limit + 1000];
    let result = pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"ok", &large])).unwrap();
    assert!(matches!(result, SendDatagrams::TooLarge { accepted: 1, limit } if limit >= 1100), "{result:?}");
    assert!(pair.client.endpoint.send_datagrams(pair.at_client, &[9, 0, 1]).is_err(), "a lie about the length");
    let without = pair_with(|_| {}, |server| server.server.as_mut().unwrap().transport.datagrams = false);
    let result = without.client.endpoint.send_datagrams(without.at_client, &packed(&[b"x"])).unwrap();
    assert_eq!(result, SendDatagrams::NotNegotiated);
}

#[test]
fn a_full_queue_is_reported_and_drains() {
    let pair = pair_with(|client| client.transport.datagram_send_buffer = 1 << 20, |_| {});
    let payload = vec![1; 1000];
    let batch = packed(&vec![&payload[..]; 4000]);
    let result = pair.client.endpoint.send_datagrams(pair.at_client, &batch).unwrap();
    assert!(matches!(result, SendDatagrams::Accepted(1..=3999)), "{result:?}");
    pair.client.wait_kind(kind::DRAIN);
    let after = pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"room again"])).unwrap();
    assert_eq!(after, SendDatagrams::Accepted(1));
}

#[test]
fn both_sides_learn_how_a_connection_ended() {
    let pair = pair();
    pair.client.endpoint.close(pair.at_client, 0x102, b"our reason").unwrap();
    let here = pair.client.wait_kind(kind::LOST);
    assert_eq!((here.flag, here.end()), (lost::LOCALLY_CLOSED, (0x102, "our reason".into())));
    let there = pair.server.wait_kind(kind::LOST);
    assert_eq!((there.flag, there.end()), (lost::APPLICATION_CLOSED, (0x102, "our reason".into())));
    assert!(pair.server.endpoint.handshake(pair.at_server).is_ok(), "facts outlive the connection");
    pair.server.endpoint.forget(pair.at_server).unwrap();
    pair.client.endpoint.forget(pair.at_client).unwrap();
    eventually("forgotten", || pair.server.endpoint.stats(pair.at_server).is_err());
}

#[test]
fn silence_ends_in_a_timeout() {
    let certificate = certificate();
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let client = Side::new(&udp("127.0.0.1:0"));
    let mut options = connect_options(silent.local_addr().unwrap(), &certificate);
    options.transport.idle_timeout = Some(Duration::from_millis(300));
    let id = client.endpoint.connect(&options).unwrap();
    assert_eq!(client.wait_kind(kind::LOST).flag, lost::TIMED_OUT);
    assert!(client.endpoint.handshake(id).unwrap().peer_chain.is_empty());
}

#[test]
fn a_closed_port_is_known_at_once() {
    let certificate = certificate();
    let gone = std::net::UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Side::new(&udp("127.0.0.1:0"));
    let mut options = connect_options(gone, &certificate);
    options.transport.idle_timeout = Some(Duration::from_millis(300));
    client.endpoint.connect(&options).unwrap();
    if socket() == Kind::Portable {
        // It is not observed, and nothing is made up in its place.
        assert_eq!(client.wait_kind(kind::LOST).flag, lost::TIMED_OUT);
        assert!(!client.records().iter().any(|record| record.kind == kind::ICMP_ERROR));
        return;
    }
    let error = client.wait_kind(kind::ICMP_ERROR);
    let code = u32::from_le_bytes(error.body[..4].try_into().unwrap());
    assert_eq!((error.flag, error.aux, code), (2, 3 << 8 | 3, libc::ECONNREFUSED as u32), "ICMP port unreachable");
    let destination: &[u8; 18] = error.body[26..44].try_into().unwrap();
    assert_eq!(masque_engine::sys::address::from_record(destination), gone);
}

#[test]
fn certificates_are_judged_and_kept_for_show() {
    let (good, other) = (certificate(), certificate());
    let server = server(&good);
    let attempt = |trust: Trust, name: &str| {
        let client = Side::new(&udp("127.0.0.1:0"));
        let mut options = connect_options(server.endpoint.local_address(), &good);
        (options.tls.trust, options.tls.server_name) = (trust, name.into());
        let id = client.endpoint.connect(&options).unwrap();
        let end = client.wait("an outcome", |record| [kind::CONNECTED, kind::LOST].contains(&record.kind));
        let facts = client.endpoint.handshake(id).unwrap();
        assert_eq!(facts.peer_chain.len(), 1, "the chain is there, accepted or not");
        (end.kind == kind::CONNECTED, facts.chain_verdict)
    };
    let refused = |(connected, verdict): (bool, Option<Result<(), String>>), word: &str| {
        assert!(!connected);
        let why = verdict.unwrap().unwrap_err();
        assert!(why.starts_with(word), "{why}");
    };
    refused(attempt(Trust::Roots(other.ca_pem.clone()), "localhost"), "UnknownIssuer");
    refused(attempt(Trust::Roots(good.ca_pem.clone()), "proxy.example"), "NotValidForName");
    refused(attempt(Trust::Pin([7; 32]), "localhost"), "PinMismatch");
    assert_eq!(attempt(Trust::Pin(good.spki_sha256), "anything.example"), (true, Some(Ok(()))));
    assert_eq!(attempt(Trust::Anything(None), "localhost"), (true, None));
    let (connected, verdict) = attempt(Trust::Anything(Some(other.ca_pem.clone())), "localhost");
    assert!(connected && verdict.unwrap().is_err(), "accepted, and what a check would have said");
}

#[test]
fn a_ca_as_leaf_is_named() {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".into()]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).unwrap().pem();
    let mut certificate = certificate();
    certificate.identity.certificates_pem.clone_from(&pem);
    certificate.identity.key_pem = key.serialize_pem();
    certificate.ca_pem = pem;
    let server = server(&certificate);
    let client = Side::new(&udp("127.0.0.1:0"));
    let id = client.endpoint.connect(&connect_options(server.endpoint.local_address(), &certificate)).unwrap();
    client.wait_kind(kind::LOST);
    let verdict = client.endpoint.handshake(id).unwrap().chain_verdict.unwrap().unwrap_err();
    assert!(verdict.contains("CaUsedAsEndEntity"), "{verdict}");
}

#[test]
fn an_unknown_protocol_is_an_alert() {
    let certificate = certificate();
    let server = server(&certificate);
    let client = Side::new(&udp("127.0.0.1:0"));
    let mut options = connect_options(server.endpoint.local_address(), &certificate);
    options.tls.alpn = vec!["other".into()];
    client.endpoint.connect(&options).unwrap();
    let end = client.wait_kind(kind::LOST);
    assert_eq!((end.flag, end.end().0), (lost::CONNECTION_CLOSED, 0x178), "no_application_protocol");
}

#[test]
fn a_reserved_version_is_answered_by_negotiation() {
    let certificate = certificate();
    let server = server(&certificate);
    let client = Side::new(&udp("127.0.0.1:0"));
    let mut options = connect_options(server.endpoint.local_address(), &certificate);
    options.version = Some(0x1a2a_3a4a);
    client.endpoint.connect(&options).unwrap();
    assert_eq!(client.wait_kind(kind::LOST).flag, lost::VERSION_MISMATCH);
}

#[test]
fn retry_goes_through_our_session() {
    let pair = pair_with(|_| {}, |server| server.server.as_mut().unwrap().retry = true);
    pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"after retry"])).unwrap();
    eventually("datagram", || pair.server.datagrams() == [b"after retry"]);
}

#[test]
fn keys_can_be_updated_in_the_middle() {
    let pair = pair();
    for round in 0..3u8 {
        pair.client.endpoint.update_keys(pair.at_client).unwrap();
        pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[&[round]])).unwrap();
        eventually("datagram", || pair.server.datagrams().len() == usize::from(round) + 1);
    }
}

#[test]
fn the_tap_shows_outer_datagrams_and_secrets_come_first() {
    let certificate = certificate();
    let server = server(&certificate);
    let tos = if sees_everything() { 0xb8 } else { 1 };
    let client = Side::new(&EndpointOptions { tap: true, ttl: Some(33), force_tos: Some(tos), ..udp("127.0.0.1:0") });
    client.endpoint.connect(&connect_options(server.endpoint.local_address(), &certificate)).unwrap();
    client.wait_kind(kind::CONNECTED);
    let records = client.records();
    let sent = records.iter().find(|record| record.kind == kind::OUTER && record.flag == outer::SENT).unwrap();
    assert_eq!(sent.aux, u16::from(tos) << 8 | 33);
    assert!(sent.body.len() - 26 >= 1200, "an Initial is padded");
    let received = records.iter().position(is_received).unwrap();
    assert_eq!(records[received].aux & 0xff > 0, sees_everything(), "the TTL was observed");
    let secret = records.iter().position(|record| record.kind == kind::KEYLOG).unwrap();
    assert!(secret < received, "the server's flight is preceded by the secrets that decrypt it");
    assert!(
        records[secret].body.starts_with(b"CLIENT_HANDSHAKE_TRAFFIC_SECRET ")
            || records[secret].body.starts_with(b"SERVER_")
    );
}

#[test]
fn frames_are_seen_and_others_put_in() {
    let observing = Peculiarities { log_frames: true, ..Peculiarities::default() };
    let pair = pair_with(|client| client.peculiarities = observing, |_| {});
    let to_the_end = [&[0x30][..], &[7; 100]].concat();
    pair.client.endpoint.inject_frames(pair.at_client, &to_the_end).unwrap();
    pair.server.wait_kind(kind::DATAGRAM);
    assert_eq!(pair.server.datagrams(), [[7; 100]], "nothing is behind it in the packet");
    // A frame type nobody knows: the peer must close with FRAME_ENCODING_ERROR (RFC 9000 section 12.4).
    let injected = pair.client.endpoint.inject_frames(pair.at_client, &[0x40, 0x7f]).unwrap();
    assert_eq!(injected, SendDatagrams::Accepted(1));
    let end = pair.client.wait_kind(kind::LOST);
    assert_eq!((end.flag, end.end().0), (lost::CONNECTION_CLOSED, 7));
    assert_eq!(pair.server.datagrams().len(), 1, "nothing of the carrier reached the peer");
    let logged = pair.client.records();
    let frames = |sent: u8| logged.iter().filter(move |record| record.kind == kind::FRAMES && record.flag == sent);
    let injected = frames(1).filter(|record| record.body[16..].windows(2).any(|two| two == [0x40, 0x7f]));
    assert_eq!(injected.count(), 1, "the log shows what really went out");
    assert!(frames(0).any(|record| record.aux == 1), "1-RTT frames of the peer are seen");
    assert!(frames(0).any(|record| record.aux == 0), "Handshake frames of the peer are seen");
}

#[test]
fn transport_parameters_can_be_added_and_left_out() {
    let certificate = certificate();
    let server = server(&certificate);
    let attempt = |peculiarities: Peculiarities| {
        let client = Side::new(&udp("127.0.0.1:0"));
        let mut options = connect_options(server.endpoint.local_address(), &certificate);
        options.peculiarities = peculiarities;
        client.endpoint.connect(&options).unwrap();
        client.wait("an outcome", |record| [kind::CONNECTED, kind::LOST].contains(&record.kind))
    };
    let duplicate = attempt(Peculiarities { extra_parameters: vec![0x01, 0x01, 0x05], ..Peculiarities::default() });
    assert_eq!((duplicate.flag, duplicate.end().0), (lost::CONNECTION_CLOSED, 8), "TRANSPORT_PARAMETER_ERROR");
    let unknown = attempt(Peculiarities { extra_parameters: vec![0x1b, 0x01, 0x05], ..Peculiarities::default() });
    assert_eq!(unknown.kind, kind::CONNECTED, "reserved parameters are ignored");
    let missing = attempt(Peculiarities { omitted_parameters: vec![0x0f], ..Peculiarities::default() });
    assert_eq!(
        (missing.flag, missing.end().0),
        (lost::CONNECTION_CLOSED, 8),
        "initial_source_connection_id is required"
    );
}

#[test]
fn datagrams_can_be_sent_without_consent() {
    let pair = pair_with(
        |client| client.peculiarities.assumed_datagram_limit = Some(65_535),
        |server| server.server.as_mut().unwrap().transport.datagrams = false,
    );
    let sent = pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"unasked"])).unwrap();
    assert_eq!(sent, SendDatagrams::Accepted(1));
    let end = pair.client.wait_kind(kind::LOST);
    assert_eq!((end.flag, end.end().0), (lost::CONNECTION_CLOSED, 0x0a), "PROTOCOL_VIOLATION (RFC 9221 section 3)");
}

#[test]
fn a_datagram_in_a_handshake_packet_ends_the_connection_unless_it_is_borne() {
    let misplaced = Peculiarities { misplaced_datagrams: true, log_frames: true, ..Peculiarities::default() };
    let bearing = Peculiarities { bears_misplaced_datagrams: true, ..Peculiarities::default() };
    let certificate = certificate();
    let strict = server(&certificate);
    let client = Side::new(&udp("127.0.0.1:0"));
    let mut options = connect_options(strict.endpoint.local_address(), &certificate);
    options.peculiarities = misplaced.clone();
    client.endpoint.connect(&options).unwrap();
    let end = client.wait_kind(kind::LOST);
    assert_eq!((end.flag, end.end().0), (lost::CONNECTION_CLOSED, 0x0a), "PROTOCOL_VIOLATION (RFC 9000 section 12.4)");
    let by_client = pair_with(
        |client| client.peculiarities = misplaced.clone(),
        |server| server.server.as_mut().unwrap().peculiarities = bearing.clone(),
    );
    by_client.client.endpoint.send_datagrams(by_client.at_client, &packed(&[b"still here"])).unwrap();
    by_client.server.wait_kind(kind::DATAGRAM);
    let observing = Peculiarities { log_frames: true, ..bearing };
    let by_server = pair_with(
        |client| client.peculiarities = observing,
        |server| server.server.as_mut().unwrap().peculiarities = misplaced,
    );
    let logged = by_server.client.records();
    let is_misplaced = |record: &&Record| {
        record.kind == kind::FRAMES
            && record.flag == 0
            && record.aux == 0
            && record.body[16..].windows(4).any(|four| four == [0x31, 2, 0, 0])
    };
    assert!(logged.iter().any(|record| is_misplaced(&record)), "the log shows what came");
}

#[test]
fn datagrams_can_be_taken_for_lost_and_go_unheard() {
    let pair = pair_with(
        |client| {
            client.peculiarities = Peculiarities { lost_datagrams: 2, log_frames: true, ..Peculiarities::default() }
        },
        |server| server.server.as_mut().unwrap().peculiarities.deaf_to_datagrams = true,
    );
    for number in 1..=4u8 {
        pair.server.endpoint.send_datagrams(pair.at_server, &packed(&[&[number; 20]])).unwrap();
        pair.client.wait("the packet in clear", |record| {
            record.kind == kind::FRAMES
                && record.flag == 0
                && record.body[16..].windows(20).any(|some| some == [number; 20])
        });
    }
    let last = |record: &Record| record.kind == kind::DATAGRAM && record.body[8..] == [3; 20];
    pair.client.wait("the third", last);
    let heard: Vec<u8> = pair.client.datagrams().iter().map(|payload| payload[0]).collect();
    assert_eq!(heard, [1, 3], "every second packet is lost");
    pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"unheard"])).unwrap();
    pair.client.wait("the packet in clear", |record| {
        record.kind == kind::FRAMES && record.flag == 1 && record.body[16..].windows(7).any(|some| some == b"unheard")
    });
    let stream = pair.client.endpoint.open_stream(pair.at_client, true).unwrap().unwrap();
    pair.client.endpoint.write(pair.at_client, stream, b"behind it", true).unwrap();
    pair.server.wait_stream(stream, 9);
    assert!(pair.server.datagrams().is_empty());
}

#[test]
fn a_rebound_client_keeps_its_connection() {
    let pair = pair();
    let before = pair.client.endpoint.local_address();
    let after = pair.client.endpoint.rebind("127.0.0.1:0".parse().unwrap(), true).unwrap();
    assert_ne!(before, after);
    pair.client.endpoint.send_datagrams(pair.at_client, &packed(&[b"moved"])).unwrap();
    eventually("datagram", || pair.server.datagrams() == [b"moved"]);
    let moved = pair.server.wait_kind(kind::MIGRATED);
    assert_eq!(masque_engine::sys::address::from_record(moved.body[..].try_into().unwrap()), after);
}

/// By the Linux socket's testimony: what another one says of itself would prove nothing.
#[cfg(target_os = "linux")]
#[test]
fn ttl_and_ecn_reach_the_wire() {
    let certificate = certificate();
    for (server, client) in [("127.0.0.1:0", "127.0.0.1:0"), ("[::1]:0", "[::]:0")] {
        let witness = Binding::Udp { local: server.parse().unwrap(), kind: Kind::Linux, gso: false, gro: false };
        let options = EndpointOptions { server: Some(server_options(&certificate)), tap: true, ..udp(server) };
        let server = Side::new(&EndpointOptions { binding: witness, ..options });
        let client = Side::new(&EndpointOptions { ttl: Some(33), force_tos: Some(1), ..udp(client) });
        client.endpoint.connect(&connect_options(server.endpoint.local_address(), &certificate)).unwrap();
        let received = server.wait("an outer datagram", |record| record.kind == kind::OUTER && record.flag == 0);
        assert_eq!(received.aux, 1 << 8 | 33);
    }
}

#[test]
fn what_the_portable_socket_cannot_do_is_refused() {
    let binding = Binding::Udp { local: "127.0.0.1:0".parse().unwrap(), kind: Kind::Portable, gso: false, gro: false };
    let options = EndpointOptions { binding, force_tos: Some(0xb8), ..udp("127.0.0.1:0") };
    let error = masque_engine::Endpoint::new(&options, Box::new(|| {})).err().unwrap();
    assert_eq!(error.code, "ERR_UNSUPPORTED");
}

fn sees_everything() -> bool {
    socket() != Kind::Portable
}

/// The record says how much of the TOS octet was seen.
fn is_received(record: &Record) -> bool {
    record.kind == kind::OUTER && record.flag == if sees_everything() { 0 } else { outer::ECN_ONLY }
}

#[test]
fn over_ipv6_too() {
    let certificate = certificate();
    let options = EndpointOptions { server: Some(server_options(&certificate)), tap: true, ..udp("[::1]:0") };
    let server = Side::new(&options);
    let client = Side::new(&udp("[::]:0"));
    client.endpoint.connect(&connect_options(server.endpoint.local_address(), &certificate)).unwrap();
    client.wait_kind(kind::CONNECTED);
    let received = server.wait("an outer datagram", is_received);
    assert_eq!(received.aux & 0xff > 0, sees_everything(), "hop limit observed");
    assert_eq!(received.aux >> 8 & 3, 2, "ECT(0) observed: quinn marks its packets");
}

#[test]
fn a_busy_port_and_bad_files_are_told_apart() {
    let certificate = certificate();
    let taken = server(&certificate);
    let notify = || Box::new(|| {}) as masque_engine::events::Notify;
    let error = |options: &EndpointOptions| masque_engine::Endpoint::new(options, notify()).err().unwrap();
    assert_eq!(error(&udp(&taken.endpoint.local_address().to_string())).code, "EADDRINUSE");
    assert_eq!(error(&udp("192.0.2.1:0")).code, "EADDRNOTAVAIL");
    let mut server = server_options(&certificate);
    server.tls.identity.key_pem = "nonsense".into();
    let bad = error(&EndpointOptions { server: Some(server), ..udp("127.0.0.1:0") });
    assert_eq!(bad.code, "ERR_CONFIG");
    assert!(bad.message.contains("private key"), "{bad}");
    let mut small = connect_options("127.0.0.1:1".parse().unwrap(), &certificate);
    small.transport = TransportOptions { initial_mtu: 1199, ..TransportOptions::default() };
    assert!(taken.endpoint.connect(&small).is_err());
}

/// Two endpoints without sockets; the test carries their datagrams and may lose some.
fn carry(one: &Side, other: &Side, mut lose: impl FnMut(usize) -> bool, done: impl Fn() -> bool) {
    let started = Instant::now();
    let (mut carried, mut at_one, mut at_other) = (0, 0, 0);
    while !done() {
        assert!(started.elapsed() < Duration::from_secs(20), "not done after {carried} datagrams");
        for (from, to, position) in [(one, other, &mut at_one), (other, one, &mut at_other)] {
            let records = from.records();
            for record in records[*position..].iter().filter(|record| record.kind == kind::TRANSMIT) {
                carried += 1;
                if !lose(carried) {
                    let (local, tos) = (from.endpoint.local_address(), record.aux as u8);
                    to.endpoint.deliver(local, tos, 64, &record.body[18..]).unwrap();
                }
            }
            *position = records.len();
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn the_channel_socket_survives_loss() {
    let certificate = certificate();
    let channel = |address: &str| Binding::Channel { local: address.parse().unwrap() };
    let server = Side::new(&EndpointOptions {
        binding: channel("192.0.2.1:443"),
        server: Some(server_options(&certificate)),
        ..udp("127.0.0.1:0")
    });
    let client = Side::new(&EndpointOptions { binding: channel("192.0.2.2:50000"), ..udp("127.0.0.1:0") });
    let mut options = connect_options("192.0.2.1:443".parse().unwrap(), &certificate);
    options.transport.initial_rtt = Duration::from_millis(10);
    let id = client.endpoint.connect(&options).unwrap();
    let stream = std::cell::Cell::new(None);
    carry(
        &client,
        &server,
        |count| count % 4 == 0,
        || {
            if stream.get().is_none() && client.records().iter().any(|record| record.kind == kind::CONNECTED) {
                let opened = client.endpoint.open_stream(id, false).unwrap().unwrap();
                assert_eq!(client.endpoint.write(id, opened, &vec![3; 50_000], true).unwrap(), 50_000);
                stream.set(Some(opened));
            }
            stream.get().is_some_and(|stream| server.stream(stream).len() == 50_000)
        },
    );
    assert!(client.endpoint.stats(id).unwrap().lost_packets > 0, "the loss was real");
}

#[test]
fn destroying_says_goodbye_and_leaves_no_thread() {
    let threads = || {
        std::fs::read_dir("/proc/self/task")
            .unwrap()
            .filter(|task| {
                let name = std::fs::read_to_string(task.as_ref().unwrap().path().join("comm")).unwrap_or_default();
                name.trim() == "masque-quic"
            })
            .count()
    };
    let pair = pair();
    assert!(threads() >= 2);
    pair.client.endpoint.destroy();
    pair.client.endpoint.destroy();
    assert_eq!(pair.server.wait_kind(kind::LOST).flag, lost::APPLICATION_CLOSED);
}
