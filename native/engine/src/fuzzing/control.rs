//! Ancillary data: what we ask is what we would read, and no message is read beyond its end.

use super::octet;
use crate::sys::control::{self, Asked, ControlBuffer};
use std::mem;
use std::net::IpAddr;

pub fn check(data: &[u8]) {
    asked(data);
    received(data);
}

fn asked(data: &[u8]) {
    let (flags, rest) = octet(data);
    let (tos, rest) = octet(rest);
    let (ttl, rest) = octet(rest);
    let ipv4 = flags & 1 == 0;
    let source: Option<IpAddr> = match ipv4 {
        true => rest.first_chunk::<4>().map(|octets| IpAddr::from(*octets)),
        false => rest.first_chunk::<16>().map(|octets| IpAddr::from(*octets)),
    };
    let asked = Asked {
        tos: (flags & 2 != 0).then_some(tos),
        ttl: (flags & 4 != 0).then_some(ttl),
        source_ip: source.filter(|_| flags & 8 != 0),
        segment: None,
    };
    let mut buffer = ControlBuffer::default();
    // SAFETY: zeroed is a valid header, and `write` fills in what `read` looks at; the buffer outlives both.
    let seen = unsafe {
        let mut header: libc::msghdr = mem::zeroed();
        control::write(&mut header, &mut buffer, ipv4, &asked);
        control::read(&header)
    };
    assert_eq!((seen.ttl, seen.stamp, seen.overflow), (asked.ttl, None, None));
    // IP_TOS is asked for as an int and told as an octet: on little-endian machines that is the same.
    assert_eq!(seen.tos, asked.tos);
    // What is asked for is `ipi_spec_dst`, what is told `ipi_addr`; IPv6 has one field for both.
    if !ipv4 {
        assert_eq!(seen.local_ip, asked.source_ip.filter(|ip| !ip.is_unspecified()));
    }
}

fn received(data: &[u8]) {
    let mut buffer = ControlBuffer::default();
    let length = data.len().min(buffer.0.len());
    // On the heap and no longer than it says, so that a read beyond the end is noticed.
    let mut exact = vec![0u64; length.div_ceil(8)];
    // SAFETY: both are plain octets; the copy fits, and the header points at memory that outlives it.
    let seen = unsafe {
        std::ptr::copy_nonoverlapping(data.as_ptr(), exact.as_mut_ptr().cast::<u8>(), length);
        let mut header: libc::msghdr = mem::zeroed();
        header.msg_control = exact.as_mut_ptr().cast();
        header.msg_controllen = length as _;
        control::read(&header)
    };
    assert_ne!(seen.segment, Some(0), "datagrams cannot be cut in pieces of nothing");
    buffer.0[..length].copy_from_slice(&data[..length]);
}
