//! `QuicEndpoint` for JavaScript.

use crate::attendant;
use crate::convert::{address, code, error, stream, Result};
use crate::notify::waker;
use crate::options::{self, JsConnect, JsEndpoint};
use masque_engine::{Endpoint, SendDatagrams};
use napi::bindgen_prelude::{BigInt, Buffer, Function};
use napi_derive::napi;
use std::sync::Arc;

const NOT_NEGOTIATED: i32 = i32::MIN;

#[napi(object)]
pub struct JsHandshake {
    pub alpn: Option<String>,
    pub cipher_suite: Option<String>,
    pub key_exchange: Option<String>,
    pub server_name: Option<String>,
    pub peer_parameters: Option<Buffer>,
    pub local_parameters: Buffer,
    pub peer_chain: Vec<Buffer>,
    /// Absent: not checked. Empty: good. Otherwise why not.
    pub chain_verdict: Option<String>,
}

#[napi(object)]
pub struct JsStats {
    pub rtt_us: f64,
    pub min_rtt_us: f64,
    pub congestion_window: f64,
    pub congestion_events: f64,
    pub mtu: u32,
    pub sent_packets: f64,
    pub lost_packets: f64,
    pub black_holes: f64,
    pub udp_sent: f64,
    pub udp_received: f64,
    pub bytes_sent: f64,
    pub bytes_received: f64,
    pub datagrams_sent: f64,
    pub datagrams_received: f64,
    pub own_receive_drops: f64,
    /// Absent: the system does not say.
    pub own_socket_drops: Option<f64>,
}

#[napi]
pub struct QuicEndpoint {
    inner: Arc<Endpoint>,
}

#[napi]
impl QuicEndpoint {
    #[napi(constructor)]
    pub fn new(options: JsEndpoint, on_events: Function<Buffer, ()>) -> Result<Self> {
        let options = options::endpoint(options)?;
        let (notify, source) = waker(&on_events, take)?;
        let inner = Arc::new(Endpoint::new(&options, notify).map_err(error)?);
        source.set(&inner);
        attendant::start(&on_events, &inner);
        Ok(Self { inner })
    }

    #[napi]
    pub fn local_address(&self) -> String {
        self.inner.local_address().to_string()
    }

    #[napi]
    pub fn connect(&self, options: JsConnect) -> Result<u32> {
        self.inner.connect(&options::connect(options)?).map_err(error)
    }

    /// How many were queued; `-1 - n`: n were queued and the next is too large; -2147483648: not negotiated.
    #[napi]
    pub fn send_datagrams(&self, id: u32, packed: &[u8]) -> Result<i32> {
        Ok(outcome(self.inner.send_datagrams(id, packed).map_err(error)?))
    }

    /// As `sendDatagrams`, for frames put in place of one datagram.
    #[napi]
    pub fn inject_frames(&self, id: u32, frames: &[u8]) -> Result<i32> {
        Ok(outcome(self.inner.inject_frames(id, frames).map_err(error)?))
    }

    /// -1: no datagrams on this connection.
    #[napi]
    pub fn max_datagram_size(&self, id: u32) -> Result<i32> {
        let size = self.inner.max_datagram_size(id).map_err(error)?;
        Ok(size.map_or(-1, |size| size as i32))
    }

    /// -1: the peer's stream limit is reached.
    #[napi]
    pub fn open_stream(&self, id: u32, unidirectional: bool) -> Result<i64> {
        let stream = self.inner.open_stream(id, unidirectional).map_err(error)?;
        Ok(stream.map_or(-1, |stream| stream as i64))
    }

    #[napi]
    pub fn write(&self, id: u32, stream_id: i64, bytes: &[u8], finish: bool) -> Result<u32> {
        let written = self.inner.write(id, stream(stream_id)?, bytes, finish).map_err(error)?;
        Ok(written as u32)
    }

    #[napi]
    pub fn reset_stream(&self, id: u32, stream_id: i64, reason: BigInt) -> Result<()> {
        self.inner.reset_stream(id, stream(stream_id)?, code(&reason)?).map_err(error)
    }

    #[napi]
    pub fn stop_stream(&self, id: u32, stream_id: i64, reason: BigInt) -> Result<()> {
        self.inner.stop_stream(id, stream(stream_id)?, code(&reason)?).map_err(error)
    }

    #[napi]
    pub fn consumed(&self, id: u32, stream_id: i64, bytes: u32) -> Result<()> {
        self.inner.consumed(id, stream(stream_id)?, bytes.into()).map_err(error)
    }

    #[napi]
    pub fn close(&self, id: u32, reason_code: BigInt, reason: &[u8]) -> Result<()> {
        self.inner.close(id, code(&reason_code)?, reason).map_err(error)
    }

    #[napi]
    pub fn ping(&self, id: u32) -> Result<()> {
        self.inner.ping(id).map_err(error)
    }

    #[napi]
    pub fn update_keys(&self, id: u32) -> Result<()> {
        self.inner.update_keys(id).map_err(error)
    }

    #[napi]
    pub fn handshake(&self, id: u32) -> Result<JsHandshake> {
        let facts = self.inner.handshake(id).map_err(error)?;
        Ok(JsHandshake {
            alpn: facts.alpn.map(|alpn| String::from_utf8_lossy(&alpn).into_owned()),
            cipher_suite: facts.cipher_suite,
            key_exchange: facts.key_exchange,
            server_name: facts.server_name,
            peer_parameters: facts.peer_parameters.map(Buffer::from),
            local_parameters: Buffer::from(facts.local_parameters),
            peer_chain: facts.peer_chain.into_iter().map(Buffer::from).collect(),
            chain_verdict: facts.chain_verdict.map(|verdict| verdict.err().unwrap_or_default()),
        })
    }

    #[napi]
    pub fn stats(&self, id: u32) -> Result<JsStats> {
        let stats = self.inner.stats(id).map_err(error)?;
        Ok(JsStats {
            rtt_us: stats.rtt_us as f64,
            min_rtt_us: stats.min_rtt_us as f64,
            congestion_window: stats.congestion_window as f64,
            congestion_events: stats.congestion_events as f64,
            mtu: stats.mtu.into(),
            sent_packets: stats.sent_packets as f64,
            lost_packets: stats.lost_packets as f64,
            black_holes: stats.black_holes as f64,
            udp_sent: stats.udp_sent as f64,
            udp_received: stats.udp_received as f64,
            bytes_sent: stats.bytes_sent as f64,
            bytes_received: stats.bytes_received as f64,
            datagrams_sent: stats.datagrams_sent as f64,
            datagrams_received: stats.datagrams_received as f64,
            own_receive_drops: stats.own_receive_drops as f64,
            own_socket_drops: self.inner.overflow().map(|drops| drops as f64),
        })
    }

    #[napi]
    pub fn forget(&self, id: u32) -> Result<()> {
        self.inner.forget(id).map_err(error)
    }

    #[napi]
    pub fn rebind(&self, local: String, announce: bool) -> Result<String> {
        let bound = self.inner.rebind(address(&local)?, announce).map_err(error)?;
        attendant::restart(&self.inner);
        Ok(bound.to_string())
    }

    #[napi]
    pub fn deliver(&self, from: String, tos: u8, ttl: u8, bytes: &[u8]) -> Result<()> {
        self.inner.deliver(address(&from)?, tos, ttl, bytes).map_err(error)
    }

    #[napi]
    pub fn destroy(&self) {
        attendant::stop(&self.inner);
        self.inner.destroy();
    }

    /// The records that came about with `destroy`, or shortly before: nobody is called for them any more.
    #[napi]
    pub fn last_words(&self) -> Buffer {
        Buffer::from(self.inner.take_events())
    }
}

impl Drop for QuicEndpoint {
    fn drop(&mut self) {
        attendant::stop(&self.inner);
    }
}

fn take(endpoint: &Arc<Endpoint>) -> Vec<u8> {
    attendant::delivered(endpoint);
    endpoint.take_events()
}

fn outcome(result: SendDatagrams) -> i32 {
    match result {
        SendDatagrams::Accepted(count) => count as i32,
        SendDatagrams::TooLarge { accepted, .. } => -1 - accepted as i32,
        SendDatagrams::NotNegotiated => NOT_NEGOTIATED,
    }
}
