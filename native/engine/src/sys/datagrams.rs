//! Datagrams through the kernel: many in with one call, one out, both with ancillary data.

use super::address::{from_kernel, KernelAddress};
use super::control::{self, Asked, ControlBuffer, Observed};
use std::io;
use std::mem;
use std::net::SocketAddr;
use std::os::fd::RawFd;

const BATCH: usize = 32;
const LARGEST: usize = 65_535;

/// Takes a datagram: where from, what came beside it, its octets.
pub type Sink<'a> = dyn FnMut(Option<SocketAddr>, &Observed, &[u8]) + 'a;

/// Buffers for one receive call. Untouched pages cost nothing.
pub struct ReceiveBatch {
    bytes: Vec<u8>,
}

impl Default for ReceiveBatch {
    fn default() -> Self {
        Self { bytes: vec![0; BATCH * LARGEST] }
    }
}

impl ReceiveBatch {
    /// Hands what is waiting to `sink`. True: there may be more.
    pub fn receive(&mut self, fd: RawFd, sink: &mut Sink) -> io::Result<bool> {
        let mut control = [ControlBuffer::default(); BATCH];
        // SAFETY: zeroed is valid for the three C structures; every pointer stays valid during the call.
        let (headers, names, count) = unsafe {
            let mut headers: [libc::mmsghdr; BATCH] = mem::zeroed();
            let mut parts: [libc::iovec; BATCH] = mem::zeroed();
            let mut names: [libc::sockaddr_storage; BATCH] = mem::zeroed();
            for index in 0..BATCH {
                let base = self.bytes.as_mut_ptr().add(index * LARGEST);
                parts[index] = libc::iovec { iov_base: base.cast(), iov_len: LARGEST };
                let header = &mut headers[index].msg_hdr;
                header.msg_name = (&raw mut names[index]).cast();
                header.msg_namelen = mem::size_of::<libc::sockaddr_storage>() as libc::socklen_t;
                header.msg_iov = &raw mut parts[index];
                header.msg_iovlen = 1;
                header.msg_control = control[index].0.as_mut_ptr().cast();
                header.msg_controllen = mem::size_of::<ControlBuffer>() as _;
            }
            let count =
                libc::recvmmsg(fd, headers.as_mut_ptr(), BATCH as u32, libc::MSG_DONTWAIT, std::ptr::null_mut());
            if count < 0 {
                let error = io::Error::last_os_error();
                return if error.kind() == io::ErrorKind::WouldBlock { Ok(false) } else { Err(error) };
            }
            (headers, names, count as usize)
        };
        for index in 0..count {
            // SAFETY: the receive call filled this header; `control` is alive.
            let seen = unsafe { control::read(&headers[index].msg_hdr) };
            let bytes = &self.bytes[index * LARGEST..][..headers[index].msg_len as usize];
            sink(from_kernel(&names[index]), &seen, bytes);
        }
        Ok(count == BATCH)
    }
}

/// Sends one buffer: one datagram, or several with `asked.segment`. Without `to` the socket must be connected.
///
/// A pending ICMP error is reported by whatever call comes next and costs nothing but that call: it
/// is in the error queue as well, and this datagram has nothing to do with it. So it is tried once more.
pub fn send(fd: RawFd, ipv4: bool, to: Option<&SocketAddr>, asked: &Asked, bytes: &[u8]) -> io::Result<()> {
    match send_once(fd, ipv4, to, asked, bytes) {
        Err(error) if is_pending_icmp(&error) => send_once(fd, ipv4, to, asked, bytes),
        result => result,
    }
}

fn send_once(fd: RawFd, ipv4: bool, to: Option<&SocketAddr>, asked: &Asked, bytes: &[u8]) -> io::Result<()> {
    let address = to.map(KernelAddress::from);
    let mut control = ControlBuffer::default();
    let mut part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    // SAFETY: zeroed is valid; every pointer lives until after the call, which only reads.
    let sent = unsafe {
        let mut header: libc::msghdr = mem::zeroed();
        if let Some(address) = &address {
            header.msg_name = (&raw const address.storage).cast_mut().cast();
            header.msg_namelen = address.length;
        }
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        control::write(&mut header, &mut control, ipv4, asked);
        libc::sendmsg(fd, &header, 0)
    };
    if sent < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Errors that the ICMP answer to an earlier datagram leaves on a socket.
fn is_pending_icmp(error: &io::Error) -> bool {
    let errors = [
        libc::ECONNREFUSED,
        // Packet too big, answering a probe of the path MTU; what is too large by itself fails the second time as well.
        libc::EMSGSIZE,
        libc::EHOSTUNREACH,
        libc::ENETUNREACH,
        libc::EHOSTDOWN,
        libc::EPROTO,
        libc::ENOPROTOOPT,
        libc::EACCES,
    ];
    error.raw_os_error().is_some_and(|errno| errors.contains(&errno))
}
