//! `UdpHub` for JavaScript.

use crate::convert::{address, error, Result};
use crate::notify::waker;
use masque_engine::sys::options::DontFragment;
use masque_engine::udp::{UdpHub as Hub, UdpOptions};
use masque_engine::EngineError;
use napi::bindgen_prelude::{Buffer, Function};
use napi_derive::napi;
use std::sync::Arc;

#[napi(object)]
pub struct JsUdpOptions {
    pub local: String,
    pub remote: Option<String>,
    /// off, on or probe
    pub dont_fragment: Option<String>,
    pub tos: Option<u8>,
    pub ttl: Option<u8>,
    pub buffer_bytes: Option<i32>,
}

#[napi(object)]
pub struct JsUdpSocket {
    pub id: u32,
    pub local_address: String,
}

#[napi]
pub struct UdpHub {
    inner: Arc<Hub>,
}

#[napi]
impl UdpHub {
    #[napi(constructor)]
    pub fn new(on_events: Function<Buffer, ()>) -> Result<Self> {
        let (notify, source) = waker(&on_events, |hub: &Arc<Hub>| hub.take_events())?;
        let inner = Arc::new(Hub::new(notify).map_err(error)?);
        source.set(&inner);
        Ok(Self { inner })
    }

    #[napi]
    pub fn open(&self, options: JsUdpOptions) -> Result<JsUdpSocket> {
        let dont_fragment = match options.dont_fragment.as_deref() {
            Some("off") => DontFragment::Off,
            Some("probe") => DontFragment::Probe,
            None | Some("on") => DontFragment::On,
            Some(other) => return Err(error(EngineError::config(format!("no fragmentation mode '{other}'")))),
        };
        let options = UdpOptions {
            local: address(&options.local)?,
            remote: options.remote.as_deref().map(address).transpose()?,
            dont_fragment,
            tos: options.tos,
            ttl: options.ttl,
            buffer_bytes: options.buffer_bytes.unwrap_or(1 << 20),
        };
        let (id, local) = self.inner.open(&options).map_err(error)?;
        Ok(JsUdpSocket { id, local_address: local.to_string() })
    }

    /// Datagrams sent, plus 2^32 times the errno of the one after them that was not.
    #[napi]
    pub fn send(&self, id: u32, packed: &[u8]) -> Result<f64> {
        let report = self.inner.send(id, packed).map_err(error)?;
        Ok(f64::from(report.sent) + f64::from(report.errno) * 4_294_967_296.0)
    }

    #[napi]
    pub fn close(&self, id: u32) {
        self.inner.close(id);
    }

    #[napi]
    pub fn destroy(&self) {
        self.inner.destroy();
    }
}
