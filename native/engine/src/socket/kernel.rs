//! Which of the kernel's sockets an endpoint uses, and what those that follow one another share (rebinding).

#[cfg(target_os = "linux")]
use super::linux::{LinuxOptions, LinuxSocket};
#[cfg(feature = "portable")]
use super::portable::{PortableOptions, PortableSocket};
use super::Socket;
#[cfg(target_os = "linux")]
use crate::sys::wakeup::Wakeup;
use crate::EngineError;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

#[cfg(not(any(target_os = "linux", feature = "portable")))]
compile_error!("on this system the engine needs its feature `portable`");

const BUFFER_BYTES: i32 = 4 << 20;

/// Which kind of socket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Linux with everything it can tell.
    #[cfg(target_os = "linux")]
    #[default]
    Linux,
    #[cfg(feature = "portable")]
    #[cfg_attr(not(target_os = "linux"), default)]
    Portable,
}

#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub local: SocketAddr,
    pub ttl: Option<u8>,
    pub gso: bool,
    pub gro: bool,
}

pub enum Opener {
    #[cfg(target_os = "linux")]
    Linux(Arc<Wakeup>),
    #[cfg(feature = "portable")]
    Portable(Arc<polling::Poller>),
}

impl Opener {
    pub fn new(kind: Kind) -> Result<Self, EngineError> {
        let opener = match kind {
            #[cfg(target_os = "linux")]
            Kind::Linux => Wakeup::new().map(|wakeup| Self::Linux(Arc::new(wakeup))),
            #[cfg(feature = "portable")]
            Kind::Portable => polling::Poller::new().map(|poller| Self::Portable(Arc::new(poller))),
        };
        opener.map_err(|error| EngineError::io("making a wake-up", &error))
    }

    pub fn open(&self, wish: &Wish) -> Result<Arc<dyn Socket>, EngineError> {
        self.bind(wish).map_err(|error| EngineError::io(format!("UDP socket on {}", wish.local), &error))
    }

    fn bind(&self, wish: &Wish) -> io::Result<Arc<dyn Socket>> {
        let Wish { local, ttl, gso, gro } = *wish;
        Ok(match self {
            #[cfg(target_os = "linux")]
            Self::Linux(wakeup) => {
                // The TTL is asked for with each datagram.
                let options = LinuxOptions { local, gso, gro, buffer_bytes: BUFFER_BYTES };
                Arc::new(LinuxSocket::bind(&options, wakeup.clone())?)
            }
            #[cfg(feature = "portable")]
            Self::Portable(poller) => {
                let options = PortableOptions { local, ttl, gso, gro, buffer_bytes: BUFFER_BYTES as usize };
                Arc::new(PortableSocket::bind(&options, poller.clone())?)
            }
        })
    }
}
