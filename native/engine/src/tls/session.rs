//! `crypto::Session` of quinn-proto on rustls, written out so that transport parameters can be read raw,
//! added to or left out, and packet keys wrapped. Otherwise it does what quinn-proto's own does.

use super::hooks::{self, Level};
use super::keylog::RecordingKeyLog;
use super::state::{Peculiarities, SessionState};
use super::{aead, provider, ClientTls, ServerTls};
use crate::error::EngineError;
use crate::events::EventQueue;
use crate::wire;
use quinn_proto::crypto::{self, ExportKeyingMaterialError, KeyPair, Keys, UnsupportedVersion};
use quinn_proto::transport_parameters::TransportParameters;
use quinn_proto::{ConnectError, ConnectionId, Side, TransportError, TransportErrorCode};
use rustls::pki_types::ServerName;
use rustls::quic::{Connection, KeyChange, Secrets, Suite, Version};
use std::any::Any;
use std::io::Cursor;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

const QUIC_V1: u32 = 1;
/// max_datagram_frame_size, RFC 9221 section 3.
const DATAGRAM_LIMIT: u64 = 0x20;
/// RFC 9001 section 5.8.
const RETRY_KEY: [u8; 16] =
    [0xbe, 0x0c, 0x69, 0x0b, 0x9f, 0x66, 0x57, 0x5a, 0x1d, 0x76, 0x6b, 0x54, 0xe3, 0x68, 0xc8, 0x4e];
const RETRY_NONCE: [u8; 12] = [0x46, 0x15, 0x99, 0xd3, 0x5d, 0x63, 0x2b, 0xf2, 0x23, 0x98, 0x25, 0xbb];

pub struct ClientCrypto {
    tls: Arc<rustls::ClientConfig>,
    server_name: ServerName<'static>,
    state: Arc<SessionState>,
}

impl ClientCrypto {
    pub fn new(tls: &ClientTls, state: Arc<SessionState>) -> Result<Self, EngineError> {
        let mut config = tls.build(&state)?;
        config.key_log = Arc::new(RecordingKeyLog(state.clone()));
        let server_name = ServerName::try_from(tls.server_name.clone())
            .map_err(|_| EngineError::config(format!("'{}' is not a host name or address", tls.server_name)))?;
        Ok(Self { tls: Arc::new(config), server_name, state })
    }
}

impl crypto::ClientConfig for ClientCrypto {
    fn start_session(
        self: Arc<Self>,
        _version: u32,
        name: &str,
        params: &TransportParameters,
    ) -> Result<Box<dyn crypto::Session>, ConnectError> {
        let parameters = local_parameters(params, &self.state);
        let inner =
            rustls::quic::ClientConnection::new(self.tls.clone(), Version::V1, self.server_name.clone(), parameters)
                .map_err(|_| ConnectError::InvalidServerName(name.into()))?;
        Ok(Box::new(Session::new(inner.into(), self.state.clone())))
    }
}

/// The server's side. Sessions are made inside quinn-proto, so the id of the next connection is left here first.
pub struct ServerCrypto {
    tls: rustls::ServerConfig,
    events: Arc<EventQueue>,
    peculiarities: Peculiarities,
    pub next_id: AtomicU32,
    suite: Suite,
}

impl ServerCrypto {
    pub fn new(tls: &ServerTls, events: Arc<EventQueue>, peculiarities: Peculiarities) -> Result<Self, EngineError> {
        Ok(Self { tls: tls.build()?, events, peculiarities, next_id: AtomicU32::new(0), suite: initial_suite() })
    }
}

impl crypto::ServerConfig for ServerCrypto {
    fn initial_keys(&self, version: u32, dst_cid: &ConnectionId) -> Result<Keys, UnsupportedVersion> {
        if version != QUIC_V1 {
            return Err(UnsupportedVersion);
        }
        Ok(keys(self.suite.keys(dst_cid, rustls::Side::Server, Version::V1)))
    }

    fn retry_tag(&self, _version: u32, orig_dst_cid: &ConnectionId, packet: &[u8]) -> [u8; 16] {
        retry_tag(orig_dst_cid, &[packet])
    }

    fn start_session(self: Arc<Self>, _version: u32, params: &TransportParameters) -> Box<dyn crypto::Session> {
        let id = self.next_id.load(Ordering::Relaxed);
        let state = SessionState::new(id, self.events.clone(), self.peculiarities.clone());
        let mut tls = self.tls.clone();
        tls.key_log = Arc::new(RecordingKeyLog(state.clone()));
        let parameters = local_parameters(params, &state);
        let inner = rustls::quic::ServerConnection::new(Arc::new(tls), Version::V1, parameters)
            .expect("the configuration was checked to allow TLS 1.3 when it was built");
        Box::new(Session::new(inner.into(), state))
    }
}

fn local_parameters(params: &TransportParameters, state: &SessionState) -> Vec<u8> {
    let mut bytes = Vec::new();
    params.write(&mut bytes);
    let Peculiarities { omitted_parameters, extra_parameters, .. } = &state.peculiarities;
    if !omitted_parameters.is_empty() {
        bytes = wire::without_parameters(&bytes, omitted_parameters);
    }
    bytes.extend_from_slice(extra_parameters);
    state.negotiated().local_parameters.clone_from(&bytes);
    bytes
}

struct Session {
    inner: Connection,
    state: Arc<SessionState>,
    next_secrets: Option<Secrets>,
    announced: bool,
    suite: Suite,
}

impl Session {
    fn new(inner: Connection, state: Arc<SessionState>) -> Self {
        Self { inner, state, next_secrets: None, announced: false, suite: initial_suite() }
    }

    fn side(&self) -> Side {
        match self.inner {
            Connection::Client(_) => Side::Client,
            Connection::Server(_) => Side::Server,
        }
    }

    fn note_negotiated(&self) {
        let mut seen = self.state.negotiated();
        let (suite, group, name) = match &self.inner {
            Connection::Client(inner) => (inner.negotiated_cipher_suite(), inner.negotiated_key_exchange_group(), None),
            Connection::Server(inner) => {
                (inner.negotiated_cipher_suite(), inner.negotiated_key_exchange_group(), inner.server_name())
            }
        };
        seen.alpn = self.inner.alpn_protocol().map(<[u8]>::to_vec);
        seen.cipher_suite = suite.and_then(|suite| suite.suite().as_str()).map(str::to_owned);
        seen.key_exchange = group.map(|group| format!("{:?}", group.name()));
        seen.server_name = name.map(str::to_owned);
        if let Some(parameters) = self.inner.quic_transport_parameters() {
            seen.peer_parameters = Some(parameters.to_vec());
        }
        if seen.peer_chain.is_empty() {
            let chain = self.inner.peer_certificates().unwrap_or_default();
            seen.peer_chain = chain.iter().map(|certificate| certificate.clone().into_owned()).collect();
        }
    }
}

impl crypto::Session for Session {
    fn initial_keys(&self, dst_cid: &ConnectionId, side: Side) -> Keys {
        keys(self.suite.keys(dst_cid, side.into(), Version::V1))
    }

    /// Always there: the state of this session, for whoever made the connection.
    fn handshake_data(&self) -> Option<Box<dyn Any>> {
        Some(Box::new(self.state.clone()))
    }

    fn peer_identity(&self) -> Option<Box<dyn Any>> {
        None
    }

    fn early_crypto(&self) -> Option<(Box<dyn crypto::HeaderKey>, Box<dyn crypto::PacketKey>)> {
        None
    }

    fn early_data_accepted(&self) -> Option<bool> {
        match self.inner {
            Connection::Client(_) => Some(false),
            Connection::Server(_) => None,
        }
    }

    fn is_handshaking(&self) -> bool {
        self.inner.is_handshaking()
    }

    fn read_handshake(&mut self, bytes: &[u8]) -> Result<bool, TransportError> {
        let result = self.inner.read_hs(bytes);
        self.note_negotiated();
        result.map_err(|error| match self.inner.alert() {
            Some(alert) => {
                let code = TransportErrorCode::crypto(alert.into());
                TransportError { code, frame: None, reason: error.to_string() }
            }
            None => TransportError {
                code: TransportErrorCode::PROTOCOL_VIOLATION,
                frame: None,
                reason: format!("TLS: {error}"),
            },
        })?;
        let ready = self.inner.alpn_protocol().is_some() || !self.is_handshaking();
        let first = ready && !self.announced;
        self.announced |= ready;
        Ok(first)
    }

    fn transport_parameters(&self) -> Result<Option<TransportParameters>, TransportError> {
        let Some(raw) = self.inner.quic_transport_parameters() else { return Ok(None) };
        self.state.negotiated().peer_parameters = Some(raw.to_vec());
        let falsified = self.state.peculiarities.assumed_datagram_limit.map(|limit| {
            let mut bytes = wire::without_parameters(raw, &[DATAGRAM_LIMIT]);
            wire::append_parameter(&mut bytes, DATAGRAM_LIMIT, limit);
            bytes
        });
        let bytes = falsified.as_deref().unwrap_or(raw);
        let parameters = TransportParameters::read(self.side(), &mut Cursor::new(bytes))?;
        Ok(Some(parameters))
    }

    fn write_handshake(&mut self, out: &mut Vec<u8>) -> Option<Keys> {
        let (inner, level) = match self.inner.write_hs(out)? {
            KeyChange::Handshake { keys } => (keys, Level::Handshake),
            KeyChange::OneRtt { keys, next } => {
                self.next_secrets = Some(next);
                (keys, Level::OneRtt)
            }
        };
        let mut keys = keys(inner);
        keys.packet = hooks::wrap(keys.packet, &self.state, level);
        Some(keys)
    }

    fn next_1rtt_keys(&mut self) -> Option<KeyPair<Box<dyn crypto::PacketKey>>> {
        let next = self.next_secrets.as_mut()?.next_packet_keys();
        let pair: KeyPair<Box<dyn crypto::PacketKey>> =
            KeyPair { local: Box::new(next.local), remote: Box::new(next.remote) };
        Some(hooks::wrap(pair, &self.state, Level::OneRtt))
    }

    fn is_valid_retry(&self, orig_dst_cid: &ConnectionId, header: &[u8], payload: &[u8]) -> bool {
        let Some(split) = payload.len().checked_sub(16) else { return false };
        retry_tag(orig_dst_cid, &[header, &payload[..split]]) == payload[split..]
    }

    fn export_keying_material(
        &self,
        output: &mut [u8],
        label: &[u8],
        context: &[u8],
    ) -> Result<(), ExportKeyingMaterialError> {
        let exported = self.inner.export_keying_material(output, label, Some(context));
        exported.map(|_| ()).map_err(|_| ExportKeyingMaterialError)
    }
}

fn keys(keys: rustls::quic::Keys) -> Keys {
    Keys {
        header: KeyPair { local: Box::new(keys.local.header), remote: Box::new(keys.remote.header) },
        packet: KeyPair { local: Box::new(keys.local.packet), remote: Box::new(keys.remote.packet) },
    }
}

/// Initial packets always use TLS_AES_128_GCM_SHA256 (RFC 9001 section 5.2).
fn initial_suite() -> Suite {
    let provider = provider();
    let suites = provider.cipher_suites.iter();
    let mut quic = suites.filter(|suite| suite.suite() == rustls::CipherSuite::TLS13_AES_128_GCM_SHA256);
    quic.find_map(|suite| suite.tls13()?.quic_suite()).expect("both providers have it")
}

/// RFC 9001 section 5.8: an AEAD tag over the pseudo packet, with a key everybody knows.
fn retry_tag(orig_dst_cid: &ConnectionId, packet: &[&[u8]]) -> [u8; 16] {
    let mut pseudo = vec![orig_dst_cid.len() as u8];
    pseudo.extend_from_slice(orig_dst_cid);
    packet.iter().for_each(|part| pseudo.extend_from_slice(part));
    let key = aead::UnboundKey::new(&aead::AES_128_GCM, &RETRY_KEY).expect("16 octets");
    let nonce = aead::Nonce::assume_unique_for_key(RETRY_NONCE);
    let sealed = aead::LessSafeKey::new(key).seal_in_place_separate_tag(nonce, aead::Aad::from(pseudo), &mut []);
    sealed.expect("nothing to encrypt").as_ref().try_into().expect("a tag has 16 octets")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9001 appendix A.4.
    #[test]
    fn retry_integrity_of_the_rfc_example() {
        let packet = [
            0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x08, 0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5, b't', b'o', b'k',
            b'e', b'n',
        ];
        let original = ConnectionId::new(&[0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08]);
        let expected = [0x04, 0xa2, 0x65, 0xba, 0x2e, 0xff, 0x4d, 0x82, 0x90, 0x58, 0xfb, 0x3f, 0x0f, 0x24, 0x96, 0xba];
        assert_eq!(retry_tag(&original, &[&packet]), expected);
    }
}
