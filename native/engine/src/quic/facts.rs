//! What can be asked of a connection at any time, and of one that failed.

use crate::tls::SessionState;
use quinn_proto::Connection;

#[derive(Debug, Clone, Default)]
pub struct HandshakeFacts {
    pub alpn: Option<Vec<u8>>,
    pub cipher_suite: Option<String>,
    pub key_exchange: Option<String>,
    /// Server side: what the client asked for by SNI.
    pub server_name: Option<String>,
    /// The peer's transport parameters exactly as sent.
    pub peer_parameters: Option<Vec<u8>>,
    /// Ours exactly as sent.
    pub local_parameters: Vec<u8>,
    /// DER, leaf first; also of a chain that was refused.
    pub peer_chain: Vec<Vec<u8>>,
    /// `None`: not checked. `Some(Ok)`: good. `Some(Err(why))`: bad, whether or not we went on.
    pub chain_verdict: Option<Result<(), String>>,
}

impl From<&SessionState> for HandshakeFacts {
    fn from(state: &SessionState) -> Self {
        let seen = state.negotiated().clone();
        Self {
            alpn: seen.alpn,
            cipher_suite: seen.cipher_suite,
            key_exchange: seen.key_exchange,
            server_name: seen.server_name,
            peer_parameters: seen.peer_parameters,
            local_parameters: seen.local_parameters,
            peer_chain: seen.peer_chain.iter().map(|certificate| certificate.to_vec()).collect(),
            chain_verdict: seen.chain_verdict,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    pub rtt_us: u64,
    pub min_rtt_us: u64,
    pub congestion_window: u64,
    pub congestion_events: u64,
    /// Largest outer UDP payload the path is known to carry.
    pub mtu: u16,
    pub sent_packets: u64,
    pub lost_packets: u64,
    pub black_holes: u64,
    pub udp_sent: u64,
    pub udp_received: u64,
    pub bytes_sent: u64,
    pub bytes_received: u64,
    /// DATAGRAM frames in and out.
    pub datagrams_sent: u64,
    pub datagrams_received: u64,
    /// Datagrams that arrived and that we lost ourselves: in quinn's buffer or because the owner was too slow.
    pub own_receive_drops: u64,
}

impl Stats {
    pub fn of(connection: &Connection, delivered: u64) -> Self {
        let stats = connection.stats();
        Self {
            rtt_us: stats.path.rtt.as_micros() as u64,
            min_rtt_us: stats.path.min_rtt.as_micros() as u64,
            congestion_window: stats.path.cwnd,
            congestion_events: stats.path.congestion_events,
            mtu: stats.path.current_mtu,
            sent_packets: stats.path.sent_packets,
            lost_packets: stats.path.lost_packets,
            black_holes: stats.path.black_holes_detected,
            udp_sent: stats.udp_tx.datagrams,
            udp_received: stats.udp_rx.datagrams,
            bytes_sent: stats.udp_tx.bytes,
            bytes_received: stats.udp_rx.bytes,
            datagrams_sent: stats.frame_tx.datagram,
            datagrams_received: stats.frame_rx.datagram,
            // Every frame received was either handed up or lost by us: quinn drops its oldest without a word.
            own_receive_drops: stats.frame_rx.datagram.saturating_sub(delivered),
        }
    }
}
