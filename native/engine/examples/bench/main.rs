//! The engine driven from Rust alone, for `bench/`: the same roles, settings and lines as bench/peers/quic.mjs, so
//! that what differs between the two is what JavaScript costs.
//!
//! `server sink|echo CERTIFICATE KEY MTU on|off` or `client PIN MTU on|off` (outer datagrams joined by GSO and GRO, or
//! not). A client reads commands from its standard input; answers are lines of JSON. The end of the input is the end.

mod client;
mod server;
mod side;

use masque_engine::socket::kernel::Kind;
use masque_engine::tls::{ClientTls, Identity, Peculiarities, ServerTls, Trust};
use masque_engine::{Binding, ConnectOptions, EndpointOptions, ServerOptions, TransportOptions};
use side::Side;
use std::error::Error;
use std::io::{stdin, Read};
use std::net::SocketAddr;

type Outcome<T> = Result<T, Box<dyn Error>>;

const ALPN: &str = "bench";

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["server", mode @ ("sink" | "echo"), certificate, key, mtu, offload] => {
            let identity = Identity {
                certificates_pem: std::fs::read_to_string(certificate)?,
                key_pem: std::fs::read_to_string(key)?,
            };
            let tls = ServerTls { identity, alpn: vec![ALPN.into()], client_ca_pem: None };
            let peculiarities = Peculiarities::default();
            let server = ServerOptions { tls, transport: transport(mtu)?, peculiarities, retry: false };
            let side = Side::new(&EndpointOptions { server: Some(server), ..socket(offload)? })?;
            std::thread::spawn(|| {
                let _ = stdin().read_to_end(&mut Vec::new());
                std::process::exit(0);
            });
            println!("{{\"listening\":\"{}\"}}", side.endpoint.local_address());
            server::serve(&side, mode == "echo");
            Ok(())
        }
        ["client", pin, mtu, offload] => {
            let side = Side::new(&socket(offload)?)?;
            let (pin, transport) = (pin_of(pin)?, transport(mtu)?);
            client::obey(&side, &|remote| connect_options(remote, pin, &transport))
        }
        _ => Err("server sink|echo CERTIFICATE KEY MTU on|off, or client PIN MTU on|off".into()),
    }
}

fn socket(offload: &str) -> Outcome<EndpointOptions> {
    let on = offload == "on";
    let kind = Kind::default();
    let binding = Binding::Udp { local: "127.0.0.1:0".parse()?, kind, gso: on, gro: on };
    Ok(EndpointOptions { binding, tap: false, force_tos: None, ttl: None, server: None })
}

/// The MTU is fixed: a size that changes in the middle of a round would blur it.
fn transport(mtu: &str) -> Outcome<TransportOptions> {
    let mtu = mtu.parse()?;
    Ok(TransportOptions { initial_mtu: mtu, min_mtu: mtu, mtu_upper_bound: None, ..TransportOptions::default() })
}

fn connect_options(remote: SocketAddr, pin: [u8; 32], transport: &TransportOptions) -> ConnectOptions {
    let tls =
        ClientTls { server_name: "localhost".into(), alpn: vec![ALPN.into()], trust: Trust::Pin(pin), identity: None };
    let transport = transport.clone();
    ConnectOptions { remote, tls, transport, peculiarities: Peculiarities::default(), version: None }
}

fn pin_of(hex: &str) -> Outcome<[u8; 32]> {
    let octets: Result<Vec<u8>, _> =
        (0..hex.len() / 2).map(|index| u8::from_str_radix(&hex[2 * index..][..2], 16)).collect();
    octets?.try_into().map_err(|_| "a pin has 32 octets".into())
}
