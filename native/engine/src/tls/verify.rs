//! Whom we believe, and a record of what was presented: a refused certificate must be shown, not only refused.

use super::provider;
use super::state::SessionState;
use crate::error::EngineError;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::{verify_tls13_signature, CryptoProvider};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;

#[derive(Debug, Clone)]
pub enum Trust {
    /// Chains to one of these roots (PEM), valid now, for the server name.
    Roots(String),
    /// This SHA-256 of the SubjectPublicKeyInfo and nothing else.
    Pin([u8; 32]),
    /// Anything. With roots given, what they would have said is recorded.
    Anything(Option<String>),
}

pub fn root_store(pem: &str) -> Result<RootCertStore, EngineError> {
    let mut store = RootCertStore::empty();
    let (added, _unreadable) = store.add_parsable_certificates(super::certificates(pem)?);
    if added == 0 {
        return Err(EngineError::config("no usable CA certificate among the trusted roots"));
    }
    Ok(store)
}

#[derive(Debug)]
pub struct Verifier {
    trust: Trust,
    roots: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
    state: Arc<SessionState>,
}

impl Verifier {
    pub fn new(trust: &Trust, state: Arc<SessionState>) -> Result<Self, EngineError> {
        let roots = match trust {
            Trust::Roots(pem) | Trust::Anything(Some(pem)) => {
                let store = Arc::new(root_store(pem)?);
                let builder = WebPkiServerVerifier::builder_with_provider(store, provider());
                Some(builder.build().map_err(EngineError::config)?)
            }
            Trust::Pin(_) | Trust::Anything(None) => None,
        };
        Ok(Self { trust: trust.clone(), roots, provider: provider(), state })
    }

    fn check_pin(pin: &[u8; 32], certificate: &CertificateDer) -> Result<(), Error> {
        let parsed = webpki::EndEntityCert::try_from(certificate)
            .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
        if sha256(parsed.subject_public_key_info().as_ref()) == *pin {
            return Ok(());
        }
        Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer,
        intermediates: &[CertificateDer],
        name: &ServerName,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(end_entity).chain(intermediates);
        self.state.negotiated().peer_chain = chain.map(|certificate| certificate.clone().into_owned()).collect();
        let verdict = match (&self.roots, &self.trust) {
            (Some(roots), _) => Some(roots.verify_server_cert(end_entity, intermediates, name, ocsp, now).map(|_| ())),
            (None, Trust::Pin(pin)) => Some(Self::check_pin(pin, end_entity)),
            (None, _) => None,
        };
        self.state.negotiated().chain_verdict = verdict.clone().map(|result| result.map_err(|error| describe(&error)));
        match (verdict, &self.trust) {
            (Some(Err(error)), Trust::Roots(_) | Trust::Pin(_)) => Err(error),
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        // QUIC is TLS 1.3 only (RFC 9001 section 4.2); the configuration offers nothing else.
        Err(Error::General("TLS 1.2 in QUIC".into()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// A stable word first (`UnknownIssuer`, `NotValidForName`, `CaUsedAsEndEntity`, …), details after it.
fn describe(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(CertificateError::Other(other)) => format!("{}", other.0),
        Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure) => "PinMismatch".into(),
        Error::InvalidCertificate(reason) => format!("{reason:?}"),
        other => format!("{other:?}"),
    }
}

#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
use aws_lc_rs::digest;
#[cfg(feature = "ring")]
use ring::digest;

fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest::digest(&digest::SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 octets")
}
