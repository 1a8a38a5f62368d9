//! What a call into the engine may answer instead of a value.

use std::fmt;
use std::io;

/// A stable word for programs, a sentence for people.
#[derive(Debug, Clone)]
pub struct EngineError {
    pub code: &'static str,
    pub message: String,
}

impl EngineError {
    pub fn new(code: &'static str, message: impl fmt::Display) -> Self {
        Self { code, message: message.to_string() }
    }

    pub fn config(message: impl fmt::Display) -> Self {
        Self::new("ERR_CONFIG", message)
    }

    pub fn unknown_connection(id: u32) -> Self {
        Self::new("ERR_UNKNOWN_CONNECTION", format!("no connection {id}"))
    }

    pub fn closed_stream(id: u64) -> Self {
        Self::new("ERR_CLOSED_STREAM", format!("stream {id} is closed or of the wrong direction"))
    }

    /// The engine's thread panicked earlier; its state is not to be trusted.
    pub fn broken() -> Self {
        Self::new("ERR_ENGINE", "the engine failed earlier and cannot be used any more")
    }

    pub fn io(doing: impl fmt::Display, error: &io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::AddrInUse => "EADDRINUSE",
            io::ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
            io::ErrorKind::PermissionDenied => "EACCES",
            _ => match error.raw_os_error() {
                Some(libc::EMFILE) => "EMFILE",
                Some(libc::EAFNOSUPPORT) => "EAFNOSUPPORT",
                Some(libc::ENETUNREACH) => "ENETUNREACH",
                Some(libc::EHOSTUNREACH) => "EHOSTUNREACH",
                Some(libc::EINVAL) => "EINVAL",
                Some(libc::EBUSY) => "EBUSY",
                Some(libc::ENOENT) => "ENOENT",
                Some(libc::ENODEV) => "ENODEV",
                _ => "ERR_IO",
            },
        };
        Self::new(code, format!("{doing}: {error}"))
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for EngineError {}
