//! `TunDevice` for JavaScript.

use crate::convert::{error, Result};
use crate::notify::waker;
use masque_engine::tun::{Tun, TunOptions};
use masque_engine::EngineError;
use napi::bindgen_prelude::{Buffer, Function};
use napi_derive::napi;
use std::net::IpAddr;
use std::sync::Arc;

#[napi(object)]
pub struct JsTunOptions {
    pub name: String,
    pub mtu: Option<u32>,
    /// As in 192.0.2.1/24
    pub addresses: Option<Vec<String>>,
    pub up: Option<bool>,
}

#[napi]
pub struct TunDevice {
    inner: Arc<Tun>,
}

#[napi]
impl TunDevice {
    #[napi(constructor)]
    pub fn new(options: JsTunOptions, on_events: Function<Buffer, ()>) -> Result<Self> {
        let addresses =
            options.addresses.unwrap_or_default().iter().map(|text| prefixed(text)).collect::<Result<_>>()?;
        let options = TunOptions { name: options.name, mtu: options.mtu, addresses, up: options.up.unwrap_or(true) };
        let (notify, source) = waker(&on_events, |tun: &Arc<Tun>| tun.take_events())?;
        let inner = Arc::new(Tun::open(&options, notify).map_err(error)?);
        source.set(&inner);
        Ok(Self { inner })
    }

    #[napi]
    pub fn name(&self) -> &str {
        self.inner.name()
    }

    /// Packets sent, plus 2^32 times the errno of the one after them that was not.
    #[napi]
    pub fn send(&self, packed: &[u8]) -> Result<f64> {
        let report = self.inner.send(packed).map_err(error)?;
        Ok(f64::from(report.sent) + f64::from(report.errno) * 4_294_967_296.0)
    }

    #[napi]
    pub fn destroy(&self) {
        self.inner.destroy();
    }
}

fn prefixed(text: &str) -> Result<(IpAddr, u8)> {
    let parsed = text.split_once('/').and_then(|(ip, prefix)| {
        let (ip, prefix): (IpAddr, u8) = (ip.parse().ok()?, prefix.parse().ok()?);
        (prefix <= if ip.is_ipv4() { 32 } else { 128 }).then_some((ip, prefix))
    });
    parsed.ok_or_else(|| error(EngineError::config(format!("'{text}' is no address with a prefix length"))))
}
