//! TLS 1.3 for QUIC: configurations, and the session that a tester can look into and bend.

mod hooks;
mod keylog;
mod plaintext;
mod session;
mod state;
mod verify;

#[cfg(any(test, fuzzing))]
pub(crate) use hooks::replace_datagram;
#[cfg(any(test, fuzzing))]
pub(crate) use plaintext::is_whole;
pub use session::{ClientCrypto, ServerCrypto};
pub use state::{Bend, Peculiarities, SessionState};
pub use verify::Trust;

use crate::error::EngineError;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;

#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
pub(crate) use aws_lc_rs::aead;
#[cfg(feature = "ring")]
pub(crate) use ring::aead;

pub fn provider() -> Arc<CryptoProvider> {
    #[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(feature = "ring")]
    let provider = rustls::crypto::ring::default_provider();
    Arc::new(provider)
}

/// A certificate chain and its key, both PEM.
#[derive(Debug, Clone)]
pub struct Identity {
    pub certificates_pem: String,
    pub key_pem: String,
}

impl Identity {
    fn load(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), EngineError> {
        let chain = certificates(&self.certificates_pem)?;
        if chain.is_empty() {
            return Err(EngineError::config("the certificate file holds no certificate"));
        }
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes())
            .map_err(|error| EngineError::config(format!("the key file holds no usable private key: {error}")))?;
        Ok((chain, key))
    }
}

pub(crate) fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, EngineError> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| EngineError::config(format!("unreadable PEM: {error}")))
}

#[derive(Debug, Clone)]
pub struct ServerTls {
    pub identity: Identity,
    pub alpn: Vec<String>,
    /// Ask clients for a certificate of one of these authorities.
    pub client_ca_pem: Option<String>,
}

impl ServerTls {
    pub(crate) fn build(&self) -> Result<rustls::ServerConfig, EngineError> {
        let builder = rustls::ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(EngineError::config)?;
        let builder = match &self.client_ca_pem {
            None => builder.with_no_client_auth(),
            Some(pem) => {
                let roots = Arc::new(verify::root_store(pem)?);
                let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(roots, provider());
                builder.with_client_cert_verifier(verifier.build().map_err(EngineError::config)?)
            }
        };
        let (chain, key) = self.identity.load()?;
        let mut config = builder.with_single_cert(chain, key).map_err(EngineError::config)?;
        config.alpn_protocols = self.alpn.iter().map(|name| name.clone().into_bytes()).collect();
        Ok(config)
    }
}

#[derive(Debug, Clone)]
pub struct ClientTls {
    /// For SNI and for the name check.
    pub server_name: String,
    pub alpn: Vec<String>,
    pub trust: Trust,
    pub identity: Option<Identity>,
}

impl ClientTls {
    pub(crate) fn build(&self, state: &Arc<SessionState>) -> Result<rustls::ClientConfig, EngineError> {
        let builder = rustls::ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(EngineError::config)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verify::Verifier::new(&self.trust, state.clone())?));
        let mut config = match &self.identity {
            None => builder.with_no_client_auth(),
            Some(identity) => {
                let (chain, key) = identity.load()?;
                builder.with_client_auth_cert(chain, key).map_err(EngineError::config)?
            }
        };
        config.alpn_protocols = self.alpn.iter().map(|name| name.clone().into_bytes()).collect();
        Ok(config)
    }
}
