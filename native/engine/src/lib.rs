//! QUIC and UDP input/output for masque.
//!
//! QUIC is quinn-proto, the sans-I/O core of quinn, driven by a thread of ours over a socket of
//! ours, so that every outer datagram can be seen and shaped. Nothing here knows HTTP.
//!
//! - [`Endpoint`]: QUIC client and server on one socket.
//! - `UdpHub`: plain UDP sockets with ancillary data and ICMP errors.
//! - `Tun`: IP packets between the kernel's routing and us.
//! - [`events`]: how all of them tell what happens.

pub mod error;
pub mod events;
#[cfg(all(any(test, fuzzing), target_os = "linux"))]
pub mod fuzzing;
mod quic;
pub mod socket;
pub mod sys;
pub mod tls;
#[cfg(target_os = "linux")]
pub mod tun;
#[cfg(target_os = "linux")]
pub mod udp;
mod wire;

pub use error::EngineError;
pub use quic::calls::SendDatagrams;
pub use quic::config::{Binding, Congestion, ConnectOptions, EndpointOptions, ServerOptions, TransportOptions};
pub use quic::endpoint::Endpoint;
pub use quic::facts::{HandshakeFacts, Stats};
