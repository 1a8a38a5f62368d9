//! An endpoint and its records, read where they lie: nothing is copied or allocated for a record.

use masque_engine::{Endpoint, EndpointOptions, EngineError};
use std::sync::mpsc::{sync_channel, Receiver};

pub struct Record<'a> {
    pub kind: u8,
    pub id: u32,
    pub body: &'a [u8],
}

pub struct Side {
    pub endpoint: Endpoint,
    woken: Receiver<()>,
}

impl Side {
    pub fn new(options: &EndpointOptions) -> Result<Self, EngineError> {
        let (wake, woken) = sync_channel(1);
        let notify = Box::new(move || {
            let _ = wake.try_send(());
        });
        Ok(Self { endpoint: Endpoint::new(options, notify)?, woken })
    }

    /// Hands every record to `each`, sleeping in between, until one was answered with true.
    pub fn until(&self, mut each: impl FnMut(&Record) -> bool) {
        loop {
            let bytes = self.endpoint.take_events();
            let mut rest = &bytes[..];
            let mut done = false;
            while let Some((record, after)) = next(rest) {
                done |= each(&record);
                rest = after;
            }
            if done || (bytes.is_empty() && self.woken.recv().is_err()) {
                return;
            }
        }
    }

    pub fn until_kind(&self, kind: u8, id: u32) {
        self.until(|record| record.kind == kind && record.id == id);
    }
}

fn next(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let (header, rest) = bytes.split_first_chunk::<12>()?;
    let [a, b, c, d, kind, _flag, _, _, id @ ..] = *header;
    let (body, rest) = rest.split_at_checked(u32::from_le_bytes([a, b, c, d]) as usize)?;
    Some((Record { kind, id: u32::from_le_bytes(id), body }, rest))
}
