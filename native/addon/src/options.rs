//! Options as JavaScript gives them. Absent means the engine's default.

use crate::convert::{address, error, Result};
use masque_engine::socket::kernel::Kind;
use masque_engine::tls::{ClientTls, Identity, Peculiarities, ServerTls, Trust};
use masque_engine::{
    Binding, Congestion, ConnectOptions, EndpointOptions, EngineError, ServerOptions, TransportOptions,
};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use std::time::Duration;

#[napi(object)]
#[derive(Default)]
pub struct JsTransport {
    pub datagrams: Option<bool>,
    pub datagram_receive_buffer_bytes: Option<u32>,
    pub datagram_send_buffer_bytes: Option<u32>,
    pub initial_mtu: Option<u32>,
    pub min_mtu: Option<u32>,
    /// 0 turns path MTU discovery off.
    pub mtu_upper_bound: Option<u32>,
    /// 0: announce none.
    pub idle_timeout_ms: Option<u32>,
    pub keep_alive_ms: Option<u32>,
    pub max_bidi_streams: Option<u32>,
    pub max_uni_streams: Option<u32>,
    pub stream_receive_window: Option<u32>,
    pub receive_window: Option<u32>,
    pub initial_rtt_ms: Option<u32>,
    /// cubic, new-reno or bbr
    pub congestion: Option<String>,
}

#[napi(object)]
#[derive(Default)]
pub struct JsPeculiarities {
    pub extra_parameters: Option<Buffer>,
    pub omitted_parameters: Option<Vec<i64>>,
    pub assumed_datagram_limit: Option<u32>,
    pub log_frames: Option<bool>,
    pub lost_datagrams: Option<u32>,
    pub deaf_to_datagrams: Option<bool>,
    pub misplaced_datagrams: Option<bool>,
    pub bears_misplaced_datagrams: Option<bool>,
}

#[napi(object)]
pub struct JsServer {
    pub certificates_pem: String,
    pub key_pem: String,
    pub alpn: Vec<String>,
    pub client_ca_pem: Option<String>,
    pub transport: Option<JsTransport>,
    pub peculiarities: Option<JsPeculiarities>,
    pub retry: Option<bool>,
}

#[napi(object)]
pub struct JsEndpoint {
    pub local: String,
    /// linux or portable; absent: the best of this system.
    pub socket: Option<String>,
    /// True: no socket; outer datagrams come as TRANSMIT records and go in by `deliver`.
    pub channel: Option<bool>,
    pub gso: Option<bool>,
    pub gro: Option<bool>,
    pub tap: Option<bool>,
    pub force_tos: Option<u8>,
    pub ttl: Option<u8>,
    pub server: Option<JsServer>,
}

#[napi(object)]
pub struct JsConnect {
    pub remote: String,
    pub server_name: String,
    pub alpn: Vec<String>,
    /// roots, pin or anything
    pub trust: String,
    pub roots_pem: Option<String>,
    pub pin: Option<Buffer>,
    pub certificates_pem: Option<String>,
    pub key_pem: Option<String>,
    pub version: Option<u32>,
    pub transport: Option<JsTransport>,
    pub peculiarities: Option<JsPeculiarities>,
}

pub fn endpoint(options: JsEndpoint) -> Result<EndpointOptions> {
    let local = address(&options.local)?;
    let binding = if options.channel == Some(true) {
        Binding::Channel { local }
    } else {
        let kind = socket(options.socket.as_deref())?;
        Binding::Udp { local, kind, gso: options.gso == Some(true), gro: options.gro == Some(true) }
    };
    Ok(EndpointOptions {
        binding,
        tap: options.tap == Some(true),
        force_tos: options.force_tos,
        ttl: options.ttl,
        server: options.server.map(server).transpose()?,
    })
}

fn socket(name: Option<&str>) -> Result<Kind> {
    match name {
        None => Ok(Kind::default()),
        #[cfg(target_os = "linux")]
        Some("linux") => Ok(Kind::Linux),
        Some("portable") => Ok(Kind::Portable),
        Some(other) => Err(error(EngineError::config(format!("no socket '{other}' on this system")))),
    }
}

fn server(options: JsServer) -> Result<ServerOptions> {
    let identity = Identity { certificates_pem: options.certificates_pem, key_pem: options.key_pem };
    Ok(ServerOptions {
        tls: ServerTls { identity, alpn: options.alpn, client_ca_pem: options.client_ca_pem },
        transport: transport(options.transport)?,
        peculiarities: peculiarities(options.peculiarities)?,
        retry: options.retry == Some(true),
    })
}

pub fn connect(options: JsConnect) -> Result<ConnectOptions> {
    let trust = match (options.trust.as_str(), options.roots_pem, options.pin) {
        ("roots", Some(pem), _) => Trust::Roots(pem),
        ("anything", pem, _) => Trust::Anything(pem),
        ("pin", _, Some(pin)) => {
            let pin = <[u8; 32]>::try_from(&pin[..]);
            Trust::Pin(pin.map_err(|_| error(EngineError::config("a pin is a SHA-256: 32 octets")))?)
        }
        (other, ..) => return Err(error(EngineError::config(format!("incomplete trust '{other}'")))),
    };
    let identity = match (options.certificates_pem, options.key_pem) {
        (Some(certificates_pem), Some(key_pem)) => Some(Identity { certificates_pem, key_pem }),
        _ => None,
    };
    Ok(ConnectOptions {
        remote: address(&options.remote)?,
        tls: ClientTls { server_name: options.server_name, alpn: options.alpn, trust, identity },
        transport: transport(options.transport)?,
        peculiarities: peculiarities(options.peculiarities)?,
        version: options.version,
    })
}

fn peculiarities(options: Option<JsPeculiarities>) -> Result<Peculiarities> {
    let options = options.unwrap_or_default();
    let omitted = options.omitted_parameters.unwrap_or_default().into_iter().map(crate::convert::stream);
    Ok(Peculiarities {
        extra_parameters: options.extra_parameters.map(|bytes| bytes.to_vec()).unwrap_or_default(),
        omitted_parameters: omitted.collect::<Result<_>>()?,
        assumed_datagram_limit: options.assumed_datagram_limit.map(u64::from),
        log_frames: options.log_frames == Some(true),
        lost_datagrams: options.lost_datagrams.unwrap_or(0),
        deaf_to_datagrams: options.deaf_to_datagrams == Some(true),
        misplaced_datagrams: options.misplaced_datagrams == Some(true),
        bears_misplaced_datagrams: options.bears_misplaced_datagrams == Some(true),
    })
}

fn transport(options: Option<JsTransport>) -> Result<TransportOptions> {
    let options = options.unwrap_or_default();
    let default = TransportOptions::default();
    let millis = |value: u32| Duration::from_millis(value.into());
    let size = |value: u32| u16::try_from(value).map_err(|_| error(EngineError::config("an MTU is at most 65535")));
    Ok(TransportOptions {
        datagrams: options.datagrams.unwrap_or(default.datagrams),
        datagram_receive_buffer: options
            .datagram_receive_buffer_bytes
            .map_or(default.datagram_receive_buffer, |bytes| bytes as usize),
        datagram_send_buffer: options
            .datagram_send_buffer_bytes
            .map_or(default.datagram_send_buffer, |bytes| bytes as usize),
        initial_mtu: options.initial_mtu.map_or(Ok(default.initial_mtu), size)?,
        min_mtu: options.min_mtu.map_or(Ok(default.min_mtu), size)?,
        mtu_upper_bound: match options.mtu_upper_bound {
            None => default.mtu_upper_bound,
            Some(0) => None,
            Some(bound) => Some(size(bound)?),
        },
        idle_timeout: match options.idle_timeout_ms {
            None => default.idle_timeout,
            Some(0) => None,
            Some(timeout) => Some(millis(timeout)),
        },
        keep_alive: options.keep_alive_ms.map(millis).or(default.keep_alive),
        max_bidi_streams: options.max_bidi_streams.unwrap_or(default.max_bidi_streams),
        max_uni_streams: options.max_uni_streams.unwrap_or(default.max_uni_streams),
        stream_receive_window: options.stream_receive_window.unwrap_or(default.stream_receive_window),
        receive_window: options.receive_window.unwrap_or(default.receive_window),
        initial_rtt: options.initial_rtt_ms.map_or(default.initial_rtt, millis),
        congestion: match options.congestion.as_deref() {
            None | Some("cubic") => Congestion::Cubic,
            Some("new-reno") => Congestion::NewReno,
            Some("bbr") => Congestion::Bbr,
            Some(other) => return Err(error(EngineError::config(format!("no congestion controller '{other}'")))),
        },
    })
}
