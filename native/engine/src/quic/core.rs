//! All connections of one socket: packets in, timers, packets out. Guarded by one mutex in `endpoint`.

use super::config::{varint, ConnectOptions};
use super::connection::Connection;
use super::facts::Stats;
use super::outbox::Outbox;
use crate::error::EngineError;
use crate::events::{kind, EventQueue};
use crate::socket::{Arrival, Departure};
use crate::sys::address;
use crate::tls::{ClientCrypto, ServerCrypto, SessionState};
use bytes::BytesMut;
use quinn_proto as quinn;
use quinn_proto::{ConnectionHandle, DatagramEvent, EcnCodepoint};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Instant;

/// Transmits of one connection before the next one gets its turn.
const FAIR_SHARE: usize = 20;

pub struct Core {
    endpoint: quinn::Endpoint,
    connections: HashMap<usize, Connection>,
    handles: HashMap<u32, usize>,
    /// Drained, but not yet forgotten by the owner.
    ended: HashMap<u32, (Arc<SessionState>, Stats)>,
    /// Forgotten by the owner, but not yet drained.
    forgotten: HashSet<u32>,
    last_id: u32,
    dirty: Vec<usize>,
    timers: BTreeSet<(Instant, usize)>,
    server_crypto: Option<Arc<ServerCrypto>>,
    retry: bool,
    force_tos: Option<u8>,
    ttl: Option<u8>,
    events: Arc<EventQueue>,
}

pub struct CoreOptions {
    pub server: Option<(Arc<quinn::ServerConfig>, Arc<ServerCrypto>)>,
    pub retry: bool,
    pub force_tos: Option<u8>,
    pub ttl: Option<u8>,
    pub events: Arc<EventQueue>,
}

impl Core {
    pub fn new(options: CoreOptions) -> Self {
        let mut config = quinn::EndpointConfig::default();
        config.max_udp_payload_size(65_527).expect("the largest UDP payload is a legal value");
        if options.server.is_none() {
            // A client may start with a reserved version to provoke Version Negotiation (RFC 9000 section 6.3).
            config.supported_versions(vec![1, 0x1a2a_3a4a]);
        } else {
            config.supported_versions(vec![1]);
        }
        let (server, server_crypto) = options.server.unzip();
        Self {
            endpoint: quinn::Endpoint::new(Arc::new(config), server, true, None),
            connections: HashMap::new(),
            handles: HashMap::new(),
            ended: HashMap::new(),
            forgotten: HashSet::new(),
            last_id: 0,
            dirty: Vec::new(),
            timers: BTreeSet::new(),
            server_crypto,
            retry: options.retry,
            force_tos: options.force_tos,
            ttl: options.ttl,
            events: options.events,
        }
    }

    pub fn connect(&mut self, options: &ConnectOptions) -> Result<u32, EngineError> {
        let id = self.last_id + 1;
        let session = SessionState::new(id, self.events.clone(), options.peculiarities.clone());
        let crypto = ClientCrypto::new(&options.tls, session.clone())?;
        let mut config = quinn::ClientConfig::new(Arc::new(crypto));
        config.transport_config(options.transport.build()?);
        if let Some(version) = options.version {
            config.version(version);
        }
        let (handle, connection) = self
            .endpoint
            .connect(Instant::now(), config, options.remote, &options.tls.server_name)
            .map_err(EngineError::config)?;
        self.last_id = id;
        self.insert(handle, Connection::new(connection, id, session));
        Ok(id)
    }

    pub fn connection(&mut self, id: u32) -> Result<&mut Connection, EngineError> {
        let handle = *self.handles.get(&id).ok_or_else(|| EngineError::unknown_connection(id))?;
        self.mark(handle);
        self.connections.get_mut(&handle).ok_or_else(|| EngineError::unknown_connection(id))
    }

    pub fn session(&self, id: u32) -> Result<Arc<SessionState>, EngineError> {
        let open = self.open(id).map(|connection| connection.session.clone());
        open.or_else(|| self.ended.get(&id).map(|(session, _)| session.clone()))
            .ok_or_else(|| EngineError::unknown_connection(id))
    }

    pub fn stats(&self, id: u32) -> Result<Stats, EngineError> {
        let open = self.open(id).map(|connection| Stats::of(&connection.quinn, connection.delivered));
        open.or_else(|| self.ended.get(&id).map(|(_, stats)| *stats)).ok_or_else(|| EngineError::unknown_connection(id))
    }

    pub fn forget(&mut self, id: u32) {
        if self.ended.remove(&id).is_none() && self.handles.contains_key(&id) {
            self.forgotten.insert(id);
        }
    }

    pub fn ids(&self) -> Vec<u32> {
        self.handles.keys().copied().collect()
    }

    pub fn close(&mut self, id: u32, code: u64, reason: &[u8]) -> Result<(), EngineError> {
        let code_62 = varint(code)?;
        let events = self.events.clone();
        let connection = self.connection(id)?;
        connection.quinn.close(Instant::now(), code_62, reason.to_vec().into());
        connection.closed_by_us(code, reason, &events);
        Ok(())
    }

    pub fn address_changed(&mut self) {
        let handles: Vec<usize> = self.connections.keys().copied().collect();
        for handle in handles {
            if let Some(connection) = self.connections.get_mut(&handle) {
                connection.quinn.local_address_changed();
            }
            self.mark(handle);
        }
    }

    /// An outer datagram came in.
    pub fn handle(&mut self, arrival: &Arrival, outbox: &mut Outbox) {
        let now = Instant::now();
        let ecn = EcnCodepoint::from_bits(arrival.tos & 3);
        let mut response = outbox.buffer();
        let bytes = BytesMut::from(arrival.bytes);
        let event = self.endpoint.handle(now, arrival.from, arrival.local_ip, ecn, bytes, &mut response);
        match event {
            Some(DatagramEvent::ConnectionEvent(handle, event)) => {
                if let Some(connection) = self.connections.get_mut(&handle.0) {
                    connection.arrived(arrival.at, &self.events);
                    connection.quinn.handle_event(event);
                    connection.forward(&self.events, Some(arrival.at));
                    self.mark(handle.0);
                }
            }
            Some(DatagramEvent::NewConnection(incoming)) => {
                self.accept(incoming, now, &mut response, outbox);
                return;
            }
            Some(DatagramEvent::Response(transmit)) => {
                self.push_transmit(&transmit, response, outbox);
                return;
            }
            None => {}
        }
        outbox.give_back(response);
    }

    fn accept(&mut self, incoming: quinn::Incoming, now: Instant, response: &mut Vec<u8>, outbox: &mut Outbox) {
        if self.retry && !incoming.remote_address_validated() && incoming.may_retry() {
            if let Ok(transmit) = self.endpoint.retry(incoming, response) {
                self.push_transmit(&transmit, std::mem::take(response), outbox);
            }
            return;
        }
        let id = self.last_id + 1;
        if let Some(crypto) = &self.server_crypto {
            crypto.next_id.store(id, Ordering::Relaxed);
        }
        match self.endpoint.accept(incoming, now, response, None) {
            Ok((handle, connection)) => {
                let session = connection.crypto_session().handshake_data();
                let session = session.and_then(|data| data.downcast::<Arc<SessionState>>().ok());
                let session = *session.expect("our sessions always hand out their state");
                let peer = address::to_record(&connection.remote_address());
                self.last_id = id;
                self.events.push(kind::INCOMING, 0, 0, id, &[&peer]);
                let mut connection = Connection::new(connection, id, session);
                connection.forward(&self.events, None);
                self.insert(handle, connection);
            }
            Err(error) => {
                if let Some(transmit) = error.response {
                    self.push_transmit(&transmit, std::mem::take(response), outbox);
                }
            }
        }
    }

    /// Timers, then packets of connections that have something to say. True: there is more.
    pub fn drive(&mut self, outbox: &mut Outbox, segments: usize) -> bool {
        let now = Instant::now();
        while let Some((at, handle)) = self.timers.first().copied().filter(|(at, _)| *at <= now) {
            self.timers.remove(&(at, handle));
            if let Some(connection) = self.connections.get_mut(&handle) {
                connection.deadline = None;
                connection.quinn.handle_timeout(now);
                self.mark(handle);
            }
        }
        for handle in std::mem::take(&mut self.dirty) {
            self.drive_connection(handle, now, outbox, segments);
        }
        !self.dirty.is_empty()
    }

    /// When `drive` must be called again at the latest.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.timers.first().map(|(at, _)| *at)
    }

    fn drive_connection(&mut self, handle: usize, now: Instant, outbox: &mut Outbox, segments: usize) {
        let Some(mut connection) = self.connections.remove(&handle) else { return };
        connection.dirty = false;
        let mut drained = false;
        let mut more = false;
        loop {
            connection.forward(&self.events, None);
            more |= self.transmit(&mut connection.quinn, now, outbox, segments);
            let mut again = false;
            while let Some(event) = connection.quinn.poll_endpoint_events() {
                drained |= event.is_drained();
                if let Some(event) = self.endpoint.handle_event(ConnectionHandle(handle), event) {
                    connection.quinn.handle_event(event);
                    again = true;
                }
            }
            if !again {
                break;
            }
        }
        connection.forward(&self.events, None);
        if let Some(deadline) = connection.deadline.take() {
            self.timers.remove(&(deadline, handle));
        }
        if drained {
            self.end(&connection);
            return;
        }
        if let Some(deadline) = connection.quinn.poll_timeout() {
            connection.deadline = Some(deadline);
            self.timers.insert((deadline, handle));
        }
        self.connections.insert(handle, connection);
        if more {
            self.mark(handle);
        }
    }

    fn transmit(&self, connection: &mut quinn::Connection, now: Instant, outbox: &mut Outbox, segments: usize) -> bool {
        for _ in 0..FAIR_SHARE {
            let mut buffer = outbox.buffer();
            let Some(transmit) = connection.poll_transmit(now, segments, &mut buffer) else {
                outbox.give_back(buffer);
                return false;
            };
            self.push_transmit(&transmit, buffer, outbox);
        }
        true
    }

    fn push_transmit(&self, transmit: &quinn::Transmit, mut bytes: Vec<u8>, outbox: &mut Outbox) {
        bytes.truncate(transmit.size);
        outbox.push(Departure {
            to: transmit.destination,
            source_ip: transmit.src_ip,
            tos: self.force_tos.unwrap_or(transmit.ecn.map_or(0, |ecn| ecn as u8)),
            ttl: self.ttl,
            segment: transmit.segment_size,
            bytes,
        });
    }

    fn open(&self, id: u32) -> Option<&Connection> {
        self.connections.get(self.handles.get(&id)?)
    }

    fn end(&mut self, connection: &Connection) {
        self.handles.remove(&connection.id);
        if !self.forgotten.remove(&connection.id) {
            let stats = Stats::of(&connection.quinn, connection.delivered);
            self.ended.insert(connection.id, (connection.session.clone(), stats));
        }
    }

    fn insert(&mut self, handle: ConnectionHandle, connection: Connection) {
        self.handles.insert(connection.id, handle.0);
        self.connections.insert(handle.0, connection);
        self.mark(handle.0);
    }

    fn mark(&mut self, handle: usize) {
        if let Some(connection) = self.connections.get_mut(&handle) {
            if !connection.dirty {
                connection.dirty = true;
                self.dirty.push(handle);
            }
        }
    }
}
