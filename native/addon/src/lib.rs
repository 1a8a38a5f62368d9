//! The N-API surface of masque-engine. Conversions only: what a call means is told at the engine's functions,
//! what an event means at `masque_engine::events`.

mod attendant;
mod convert;
mod notify;
mod options;
mod quic;
#[cfg(target_os = "linux")]
mod tun;
#[cfg(target_os = "linux")]
mod udp;
mod uv;

use napi_derive::napi;

/// Must equal the version of the JavaScript package, exactly.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// What sockets QUIC can use on this system, the default first.
#[napi]
pub fn sockets() -> Vec<&'static str> {
    if cfg!(target_os = "linux") {
        vec!["linux", "portable"]
    } else {
        vec!["portable"]
    }
}

/// What this build is made of, for reports: "quinn-proto + rustls (aws-lc-rs)".
#[napi]
pub fn description() -> &'static str {
    "quinn-proto 0.11, rustls 0.23 on aws-lc-rs"
}
