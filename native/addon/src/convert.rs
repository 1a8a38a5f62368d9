//! Errors and integers between the engine and JavaScript.

use masque_engine::EngineError;
use napi::bindgen_prelude::BigInt;
use std::net::SocketAddr;

/// A JavaScript error whose `code` is the engine's stable word.
pub type Result<T> = std::result::Result<T, napi::Error<&'static str>>;

pub fn error(error: EngineError) -> napi::Error<&'static str> {
    napi::Error::new(error.code, error.message)
}

pub fn address(text: &str) -> Result<SocketAddr> {
    text.parse().map_err(|_| error(EngineError::config(format!("'{text}' is not an IP address with a port"))))
}

/// Codes have up to 62 bits, more than a JavaScript number holds.
pub fn code(value: &BigInt) -> Result<u64> {
    let (negative, code, lossless) = value.get_u64();
    if negative || !lossless {
        return Err(error(EngineError::config("a code is an integer of at most 62 bits")));
    }
    Ok(code)
}

/// Stream ids come as numbers: 2^53 streams are enough for a lifetime.
pub fn stream(value: i64) -> Result<u64> {
    u64::try_from(value).map_err(|_| error(EngineError::config("a stream id is not negative")))
}
