//! One connection: its events turned into records.

use super::streams::Reads;
use crate::events::{kind, lost, EventQueue};
use crate::sys::{address, monotonic_ns};
use crate::tls::SessionState;
use quinn_proto as quinn;
use quinn_proto::{ConnectionError, Dir, Event, Side, StreamEvent};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// When this much of the datagram send queue is free again, the owner hears of it: one event, not one per packet.
const LOW_WATER: usize = 512 << 10;

pub struct Connection {
    pub quinn: quinn::Connection,
    pub id: u32,
    pub session: Arc<SessionState>,
    pub reads: Reads,
    pub wants_drain: bool,
    pub delivered: u64,
    pub deadline: Option<Instant>,
    pub dirty: bool,
    pub over: bool,
    answered: bool,
    remote: SocketAddr,
}

impl Connection {
    pub fn new(quinn: quinn::Connection, id: u32, session: Arc<SessionState>) -> Self {
        let remote = quinn.remote_address();
        Self {
            quinn,
            id,
            session,
            reads: Reads::default(),
            wants_drain: false,
            delivered: 0,
            deadline: None,
            dirty: false,
            over: false,
            answered: false,
            remote,
        }
    }

    /// An outer datagram for this connection came in.
    pub fn arrived(&mut self, at: u64, events: &EventQueue) {
        if !self.answered && self.quinn.side() == Side::Client {
            self.answered = true;
            events.push(kind::ANSWERED, 0, 0, self.id, &[&at.to_le_bytes()]);
        }
    }

    /// Hands up all that happened. `received_at` is when the packet that caused it came in.
    pub fn forward(&mut self, events: &EventQueue, received_at: Option<u64>) {
        while let Some(event) = self.quinn.poll() {
            self.forward_event(event, events);
        }
        self.reads.forward(&mut self.quinn, self.id, events);
        self.forward_datagrams(events, received_at);
        if self.quinn.remote_address() != self.remote {
            self.remote = self.quinn.remote_address();
            events.push(kind::MIGRATED, 0, 0, self.id, &[&address::to_record(&self.remote)]);
        }
        if self.wants_drain && !self.over && self.quinn.datagrams().send_buffer_space() >= LOW_WATER {
            self.wants_drain = false;
            events.push(kind::DRAIN, 0, 0, self.id, &[]);
        }
    }

    /// We closed: quinn says nothing of that, the owner still deserves an end.
    pub fn closed_by_us(&mut self, code: u64, reason: &[u8], events: &EventQueue) {
        self.report_end(lost::LOCALLY_CLOSED, code, "", reason, events);
    }

    fn forward_event(&mut self, event: Event, events: &EventQueue) {
        match event {
            // Facts are asked for when they are wanted; datagrams and drains are looked after in `forward`.
            Event::HandshakeDataReady | Event::DatagramReceived | Event::DatagramsUnblocked => {}
            Event::Connected => {
                let server = u8::from(self.quinn.side() == Side::Server);
                events.push(kind::CONNECTED, server, 0, self.id, &[]);
            }
            Event::ConnectionLost { reason } => self.forward_end(&reason, events),
            Event::Stream(event) => self.forward_stream_event(event, events),
        }
    }

    fn forward_stream_event(&mut self, event: StreamEvent, events: &EventQueue) {
        let tell = |kind, id: quinn::StreamId| events.push(kind, 0, 0, self.id, &[&u64::from(id).to_le_bytes()]);
        match event {
            StreamEvent::Opened { dir } => {
                while let Some(id) = self.quinn.streams().accept(dir) {
                    self.reads.mark_readable(id);
                }
            }
            StreamEvent::Readable { id } => self.reads.mark_readable(id),
            StreamEvent::Writable { id } => tell(kind::STREAM_WRITABLE, id),
            StreamEvent::Finished { id } => tell(kind::STREAM_FINISHED, id),
            StreamEvent::Stopped { id, error_code } => {
                let (id, code) = (u64::from(id).to_le_bytes(), error_code.into_inner().to_le_bytes());
                events.push(kind::STREAM_STOPPED, 0, 0, self.id, &[&id, &code]);
            }
            StreamEvent::Available { dir } => {
                events.push(kind::STREAMS_AVAILABLE, u8::from(dir == Dir::Uni), 0, self.id, &[]);
            }
        }
    }

    fn forward_datagrams(&mut self, events: &EventQueue, received_at: Option<u64>) {
        let mut at = None;
        while let Some(payload) = self.quinn.datagrams().recv() {
            if !events.has_room() {
                // Not counted as delivered, so it shows up as a drop of ours.
                continue;
            }
            let at = *at.get_or_insert_with(|| received_at.unwrap_or_else(monotonic_ns));
            self.delivered += 1;
            events.push(kind::DATAGRAM, 0, 0, self.id, &[&at.to_le_bytes(), &payload]);
        }
    }

    fn forward_end(&mut self, reason: &ConnectionError, events: &EventQueue) {
        let text = reason.to_string();
        let frame_name = |frame: Option<quinn::FrameType>| frame.map_or(String::new(), |frame| frame.to_string());
        let (how, code, frame, reason) = match reason {
            ConnectionError::ApplicationClosed(close) => {
                (lost::APPLICATION_CLOSED, close.error_code.into_inner(), String::new(), &close.reason[..])
            }
            ConnectionError::ConnectionClosed(close) => {
                (lost::CONNECTION_CLOSED, close.error_code.into(), frame_name(close.frame_type), &close.reason[..])
            }
            ConnectionError::TransportError(error) => {
                (lost::TRANSPORT_ERROR, error.code.into(), frame_name(error.frame), error.reason.as_bytes())
            }
            ConnectionError::TimedOut => (lost::TIMED_OUT, 0, String::new(), text.as_bytes()),
            ConnectionError::Reset => (lost::STATELESS_RESET, 0, String::new(), text.as_bytes()),
            ConnectionError::LocallyClosed => (lost::LOCALLY_CLOSED, 0, String::new(), text.as_bytes()),
            ConnectionError::VersionMismatch => (lost::VERSION_MISMATCH, 0, String::new(), text.as_bytes()),
            ConnectionError::CidsExhausted => (lost::CIDS_EXHAUSTED, 0, String::new(), text.as_bytes()),
        };
        self.report_end(how, code, &frame, reason, events);
    }

    /// `frame`: the name of the frame that gave offence, or nothing.
    fn report_end(&mut self, how: u8, code: u64, frame: &str, reason: &[u8], events: &EventQueue) {
        if self.over {
            return;
        }
        self.over = true;
        let length = [u8::try_from(frame.len()).unwrap_or(0)];
        let frame = &frame.as_bytes()[..usize::from(length[0])];
        events.push(kind::LOST, how, 0, self.id, &[&code.to_le_bytes(), &length, frame, reason]);
    }
}
