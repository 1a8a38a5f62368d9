//! Two endpoints and their records, for tests: waits on conditions, never on time alone.
#![allow(dead_code)]

pub mod calls;

use masque_engine::events::kind;
use masque_engine::socket::kernel::Kind;
use masque_engine::tls::{ClientTls, Identity, Peculiarities, ServerTls, Trust};
use masque_engine::{Binding, ConnectOptions, Endpoint, EndpointOptions, ServerOptions, TransportOptions};
use std::net::SocketAddr;
use std::sync::mpsc::{channel, Receiver};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
pub struct Record {
    pub kind: u8,
    pub flag: u8,
    pub aux: u16,
    pub id: u32,
    pub body: Vec<u8>,
}

impl Record {
    pub fn u64(&self, at: usize) -> u64 {
        u64::from_le_bytes(self.body[at..at + 8].try_into().unwrap())
    }

    /// (LOST) code and reason.
    pub fn end(&self) -> (u64, String) {
        let reason = &self.body[9 + usize::from(self.body[8])..];
        (self.u64(0), String::from_utf8_lossy(reason).into_owned())
    }
}

pub fn parse(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
        records.push(Record {
            kind: rest[4],
            flag: rest[5],
            aux: u16::from_le_bytes([rest[6], rest[7]]),
            id: u32::from_le_bytes(rest[8..12].try_into().unwrap()),
            body: rest[12..12 + length].to_vec(),
        });
        rest = &rest[12 + length..];
    }
    records
}

pub struct Side {
    pub endpoint: Endpoint,
    woken: Receiver<()>,
    seen: Mutex<Vec<Record>>,
}

impl Side {
    pub fn new(options: &EndpointOptions) -> Self {
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let notify = Box::new(move || {
            let _ = wake.lock().unwrap().send(());
        });
        Self { endpoint: Endpoint::new(options, notify).unwrap(), woken, seen: Mutex::default() }
    }

    /// Everything so far.
    pub fn records(&self) -> Vec<Record> {
        let mut seen = self.seen.lock().unwrap();
        seen.extend(parse(&self.endpoint.take_events()));
        seen.clone()
    }

    /// The same, and nothing of it stays.
    pub fn forget_records(&self) -> Vec<Record> {
        self.records();
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    /// The first record that satisfies `wanted`.
    pub fn wait(&self, what: &str, wanted: impl Fn(&Record) -> bool) -> Record {
        let started = Instant::now();
        loop {
            if let Some(record) = self.records().into_iter().find(&wanted) {
                return record;
            }
            assert!(started.elapsed() < PATIENCE, "no {what}; kinds seen: {:?}", self.kinds());
            let _ = self.woken.recv_timeout(Duration::from_millis(50));
        }
    }

    pub fn wait_kind(&self, kind: u8) -> Record {
        self.wait(&format!("record of kind {kind}"), |record| record.kind == kind)
    }

    /// Waits until this many octets of a stream arrived, and returns them.
    pub fn wait_stream(&self, stream: u64, length: usize) -> Vec<u8> {
        let started = Instant::now();
        loop {
            let bytes = self.stream(stream);
            if bytes.len() >= length {
                return bytes;
            }
            assert!(started.elapsed() < PATIENCE, "{} of {length} octets", bytes.len());
            let _ = self.woken.recv_timeout(Duration::from_millis(50));
        }
    }

    /// Whether the engine has asked for a visit since this was last called.
    pub fn was_woken(&self) -> bool {
        self.woken.try_iter().count() > 0
    }

    pub fn stream(&self, stream: u64) -> Vec<u8> {
        let records = self.records();
        let data = records.iter().filter(|record| record.kind == kind::STREAM_DATA && record.u64(0) == stream);
        data.flat_map(|record| record.body[8..].to_vec()).collect()
    }

    pub fn datagrams(&self) -> Vec<Vec<u8>> {
        let records = self.records();
        records.iter().filter(|record| record.kind == kind::DATAGRAM).map(|record| record.body[8..].to_vec()).collect()
    }

    fn kinds(&self) -> Vec<u8> {
        self.records().iter().map(|record| record.kind).collect()
    }
}

pub fn eventually(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub struct Certificate {
    pub identity: Identity,
    pub ca_pem: String,
    pub spki_sha256: [u8; 32],
}

/// A CA and a leaf for `localhost`.
pub fn certificate() -> Certificate {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData};
    let ca_key = KeyPair::generate().unwrap();
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    // Names differ from CA to CA: otherwise a wrong one is found by its name and the signature is what fails.
    ca.distinguished_name.push(rcgen::DnType::CommonName, format!("{:?}", &ca_key.public_key_raw()[..8]));
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".into()]).unwrap();
    let leaf = leaf.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &key.subject_public_key_info());
    Certificate {
        identity: Identity { certificates_pem: leaf.pem(), key_pem: key.serialize_pem() },
        ca_pem: ca_certificate.pem(),
        spki_sha256: digest.as_ref().try_into().unwrap(),
    }
}

/// These tests run over each socket in turn: which one is in the environment.
pub fn socket() -> Kind {
    match std::env::var("MASQUE_TEST_SOCKET").as_deref() {
        Err(_) => Kind::default(),
        Ok("portable") => Kind::Portable,
        Ok(other) => panic!("no socket '{other}'"),
    }
}

pub fn udp(address: &str) -> EndpointOptions {
    let binding = Binding::Udp { local: address.parse().unwrap(), kind: socket(), gso: false, gro: false };
    EndpointOptions { binding, tap: false, force_tos: None, ttl: None, server: None }
}

pub fn server_options(certificate: &Certificate) -> ServerOptions {
    let tls = ServerTls { identity: certificate.identity.clone(), alpn: vec!["test".into()], client_ca_pem: None };
    ServerOptions { tls, transport: TransportOptions::default(), peculiarities: Peculiarities::default(), retry: false }
}

pub fn server(certificate: &Certificate) -> Side {
    Side::new(&EndpointOptions { server: Some(server_options(certificate)), ..udp("127.0.0.1:0") })
}

pub fn connect_options(remote: SocketAddr, certificate: &Certificate) -> ConnectOptions {
    let tls = ClientTls {
        server_name: "localhost".into(),
        alpn: vec!["test".into()],
        trust: Trust::Roots(certificate.ca_pem.clone()),
        identity: None,
    };
    let transport = TransportOptions::default();
    ConnectOptions { remote, tls, transport, peculiarities: Peculiarities::default(), version: None }
}

/// A client and a server on loopback, connected: both sides and their ids of the connection.
pub struct Pair {
    pub client: Side,
    pub server: Side,
    pub at_client: u32,
    pub at_server: u32,
}

pub fn pair() -> Pair {
    pair_with(|_| {}, |_| {})
}

pub fn pair_with(client: impl FnOnce(&mut ConnectOptions), server: impl FnOnce(&mut EndpointOptions)) -> Pair {
    let certificate = certificate();
    let mut options = EndpointOptions { server: Some(server_options(&certificate)), ..udp("127.0.0.1:0") };
    server(&mut options);
    let server = Side::new(&options);
    let mut options = connect_options(server.endpoint.local_address(), &certificate);
    client(&mut options);
    let client = Side::new(&udp("127.0.0.1:0"));
    let at_client = client.endpoint.connect(&options).unwrap();
    client.wait_kind(kind::CONNECTED);
    let at_server = server.wait_kind(kind::CONNECTED).id;
    Pair { client, server, at_client, at_server }
}

pub fn packed(payloads: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for payload in payloads {
        out.extend_from_slice(&(payload.len() as u16).to_le_bytes());
        out.extend_from_slice(payload);
    }
    out
}
