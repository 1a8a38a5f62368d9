//! QUIC: configuration, one connection, all connections of a socket, and the thread that drives them.

pub mod calls;
pub mod config;
mod connection;
mod core;
pub mod endpoint;
pub mod facts;
mod outbox;
mod pace;
mod shared;
mod streams;
