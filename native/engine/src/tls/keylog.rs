//! Secrets as KEYLOG records, one line each in the format of SSLKEYLOGFILE.

use super::state::SessionState;
use crate::events::kind;
use rustls::KeyLog;
use std::fmt::Write;
use std::sync::Arc;

#[derive(Debug)]
pub struct RecordingKeyLog(pub Arc<SessionState>);

impl KeyLog for RecordingKeyLog {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}", hex(client_random), hex(secret));
        self.0.events.push(kind::KEYLOG, 0, 0, self.0.id(), &[line.as_bytes()]);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
