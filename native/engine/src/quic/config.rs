//! Options of endpoints and connections, and their translation for quinn-proto.

use crate::error::EngineError;
use crate::socket::kernel::Kind;
use crate::tls::{ClientTls, Peculiarities, ServerTls};
use quinn_proto as quinn;
use quinn_proto::VarInt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Congestion {
    #[default]
    Cubic,
    NewReno,
    Bbr,
}

#[derive(Debug, Clone)]
pub struct TransportOptions {
    /// Announce max_datagram_frame_size and take DATAGRAM frames.
    pub datagrams: bool,
    pub datagram_receive_buffer: usize,
    pub datagram_send_buffer: usize,
    /// Size of our outer datagrams before path MTU discovery: 1200 or more.
    pub initial_mtu: u16,
    /// What the path is known to carry: heavy loss, which quinn may take for an MTU black hole, never leads below it.
    pub min_mtu: u16,
    /// Upper bound of path MTU discovery; `None` turns discovery off.
    pub mtu_upper_bound: Option<u16>,
    /// Our max_idle_timeout; `None`: none announced.
    pub idle_timeout: Option<Duration>,
    pub keep_alive: Option<Duration>,
    pub max_bidi_streams: u32,
    pub max_uni_streams: u32,
    pub stream_receive_window: u32,
    pub receive_window: u32,
    pub initial_rtt: Duration,
    pub congestion: Congestion,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            datagrams: true,
            datagram_receive_buffer: 4 << 20,
            datagram_send_buffer: 1 << 20,
            initial_mtu: 1200,
            min_mtu: 1200,
            mtu_upper_bound: Some(1452),
            idle_timeout: Some(Duration::from_secs(30)),
            keep_alive: None,
            max_bidi_streams: 100,
            max_uni_streams: 100,
            stream_receive_window: 1 << 20,
            receive_window: 16 << 20,
            initial_rtt: Duration::from_millis(333),
            congestion: Congestion::Cubic,
        }
    }
}

impl TransportOptions {
    pub(crate) fn build(&self) -> Result<Arc<quinn::TransportConfig>, EngineError> {
        if self.initial_mtu < 1200 || self.min_mtu < 1200 {
            return Err(EngineError::config("an MTU of QUIC is 1200 or more (RFC 9000 section 14)"));
        }
        let idle = self.idle_timeout.map(quinn::IdleTimeout::try_from).transpose().map_err(EngineError::config)?;
        let mut config = quinn::TransportConfig::default();
        config
            .datagram_receive_buffer_size(self.datagrams.then_some(self.datagram_receive_buffer))
            .datagram_send_buffer_size(self.datagram_send_buffer)
            .initial_mtu(self.initial_mtu)
            .min_mtu(self.min_mtu)
            .mtu_discovery_config(self.mtu_upper_bound.map(|bound| {
                let mut discovery = quinn::MtuDiscoveryConfig::default();
                discovery.upper_bound(bound);
                discovery
            }))
            .max_idle_timeout(idle)
            .keep_alive_interval(self.keep_alive)
            .max_concurrent_bidi_streams(self.max_bidi_streams.into())
            .max_concurrent_uni_streams(self.max_uni_streams.into())
            .stream_receive_window(self.stream_receive_window.into())
            .receive_window(self.receive_window.into())
            .initial_rtt(self.initial_rtt);
        match self.congestion {
            Congestion::Cubic => {
                config.congestion_controller_factory(Arc::new(quinn::congestion::CubicConfig::default()))
            }
            Congestion::NewReno => {
                config.congestion_controller_factory(Arc::new(quinn::congestion::NewRenoConfig::default()))
            }
            Congestion::Bbr => config.congestion_controller_factory(Arc::new(quinn::congestion::BbrConfig::default())),
        };
        Ok(Arc::new(config))
    }
}

/// Where outer datagrams travel.
#[derive(Debug, Clone)]
pub enum Binding {
    /// A kernel socket. GSO and GRO are for throughput: they blur times and boundaries, so both are off unless asked for.
    Udp { local: SocketAddr, kind: Kind, gso: bool, gro: bool },
    /// The owner carries them (see `socket::channel`); `local` is what we call ourselves.
    Channel { local: SocketAddr },
}

#[derive(Debug, Clone)]
pub struct EndpointOptions {
    pub binding: Binding,
    /// Emit OUTER records.
    pub tap: bool,
    /// Overrides the TOS octet of everything sent (ECN included: quinn would mark ECT(0)).
    pub force_tos: Option<u8>,
    pub ttl: Option<u8>,
    pub server: Option<ServerOptions>,
}

#[derive(Debug, Clone)]
pub struct ServerOptions {
    pub tls: ServerTls,
    pub transport: TransportOptions,
    pub peculiarities: Peculiarities,
    /// Validate client addresses by Retry (RFC 9000 section 8.1.2).
    pub retry: bool,
}

#[derive(Debug, Clone)]
pub struct ConnectOptions {
    pub remote: SocketAddr,
    pub tls: ClientTls,
    pub transport: TransportOptions,
    pub peculiarities: Peculiarities,
    /// A version to start with; anything but 1 makes servers answer with Version Negotiation.
    pub version: Option<u32>,
}

/// A 62-bit integer from the owner.
pub(crate) fn varint(value: u64) -> Result<VarInt, EngineError> {
    VarInt::from_u64(value).map_err(|_| EngineError::config(format!("{value} does not fit in 62 bits")))
}
