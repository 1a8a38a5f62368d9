//! The kernel's error queue: ICMP errors (and local ones such as "larger than the path MTU") that belong to a socket.

use super::address::from_kernel;
use super::control::ControlBuffer;
use std::mem;
use std::net::SocketAddr;
use std::os::fd::RawFd;

/// One error. `origin` is SO_EE_ORIGIN_*: 1 local, 2 ICMP, 3 ICMPv6.
#[derive(Debug, Clone)]
pub struct IcmpError {
    pub errno: u32,
    pub origin: u8,
    pub kind: u8,
    pub code: u8,
    /// For "fragmentation needed" and "packet too big": the MTU.
    pub info: u32,
    /// Who sent the ICMP message, where the kernel knows.
    pub offender: Option<SocketAddr>,
    /// Where the datagram it answers was going.
    pub destination: Option<SocketAddr>,
    /// As much of the datagram's payload as was quoted.
    pub quoted: Vec<u8>,
}

/// The next error of this socket, if there is one.
pub fn next(fd: RawFd) -> Option<IcmpError> {
    let mut payload = [0u8; 576];
    let mut control = ControlBuffer::default();
    // SAFETY: zeroed is valid for both; all pointers live until after the call.
    let (header, name, length) = unsafe {
        let mut name: libc::sockaddr_storage = mem::zeroed();
        let mut part = libc::iovec { iov_base: payload.as_mut_ptr().cast(), iov_len: payload.len() };
        let mut header: libc::msghdr = mem::zeroed();
        header.msg_name = (&raw mut name).cast();
        header.msg_namelen = mem::size_of_val(&name) as libc::socklen_t;
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        header.msg_control = control.0.as_mut_ptr().cast();
        header.msg_controllen = mem::size_of::<ControlBuffer>() as _;
        let length = libc::recvmsg(fd, &mut header, libc::MSG_ERRQUEUE | libc::MSG_DONTWAIT);
        if length < 0 {
            return None;
        }
        (header, name, length as usize)
    };
    // SAFETY: the receive call above filled the header; `control` is still alive.
    let (report, offender) = unsafe { find_report(&header) }?;
    Some(IcmpError {
        errno: report.ee_errno,
        origin: report.ee_origin,
        kind: report.ee_type,
        code: report.ee_code,
        info: report.ee_info,
        offender,
        destination: from_kernel(&name),
        quoted: payload[..length.min(payload.len())].to_vec(),
    })
}

unsafe fn find_report(header: &libc::msghdr) -> Option<(libc::sock_extended_err, Option<SocketAddr>)> {
    // SAFETY: the macros stay inside `msg_controllen`; level and type say what the data is.
    unsafe {
        let mut message = libc::CMSG_FIRSTHDR(header);
        while let Some(part) = message.as_ref() {
            let is_report = matches!(
                (part.cmsg_level, part.cmsg_type),
                (libc::IPPROTO_IP, libc::IP_RECVERR) | (libc::IPPROTO_IPV6, libc::IPV6_RECVERR)
            );
            if is_report {
                let data = libc::CMSG_DATA(part);
                let report = data.cast::<libc::sock_extended_err>().read_unaligned();
                let after = data.add(mem::size_of::<libc::sock_extended_err>());
                let room = part.cmsg_len - (after as usize - (&raw const *part) as usize);
                let mut storage: libc::sockaddr_storage = mem::zeroed();
                let size = room.min(mem::size_of_val(&storage));
                std::ptr::copy_nonoverlapping(after, (&raw mut storage).cast::<u8>(), size);
                return Some((report, from_kernel(&storage)));
            }
            message = libc::CMSG_NXTHDR(header, part);
        }
        None
    }
}
