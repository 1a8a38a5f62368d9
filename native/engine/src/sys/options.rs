//! Socket options by family, and socket creation.

use super::address::{from_kernel, KernelAddress};
use std::io;
use std::mem;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

/// How the kernel treats datagrams larger than the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DontFragment {
    /// DF clear: the kernel and routers may fragment.
    Off,
    /// DF set; larger than the cached path MTU is refused (EMSGSIZE).
    On,
    /// DF set; only the interface MTU counts. For path MTU probing.
    Probe,
}

pub fn udp_socket(local: &SocketAddr) -> io::Result<OwnedFd> {
    let family = if local.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 };
    // SAFETY: plain system call; the descriptor is owned from here on.
    let fd = unsafe {
        let fd = libc::socket(family, libc::SOCK_DGRAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC, 0);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        OwnedFd::from_raw_fd(fd)
    };
    if local.is_ipv6() {
        // One family a socket: what a socket saw is then never an IPv4 address in disguise.
        set(fd.as_raw_fd(), libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 1)?;
    }
    bind(fd.as_raw_fd(), local)?;
    Ok(fd)
}

fn bind(fd: RawFd, local: &SocketAddr) -> io::Result<()> {
    let raw = KernelAddress::from(local);
    // SAFETY: the address is valid for its length.
    check(unsafe { libc::bind(fd, (&raw const raw.storage).cast(), raw.length) })
}

pub fn connect(fd: RawFd, remote: &SocketAddr) -> io::Result<()> {
    let raw = KernelAddress::from(remote);
    // SAFETY: the address is valid for its length.
    check(unsafe { libc::connect(fd, (&raw const raw.storage).cast(), raw.length) })
}

pub fn local_address(fd: RawFd) -> io::Result<SocketAddr> {
    // SAFETY: zeroed storage is valid, and `length` says how large it is.
    unsafe {
        let mut storage: libc::sockaddr_storage = mem::zeroed();
        let mut length = mem::size_of_val(&storage) as libc::socklen_t;
        check(libc::getsockname(fd, (&raw mut storage).cast(), &mut length))?;
        from_kernel(&storage).ok_or_else(|| io::Error::from(io::ErrorKind::AddrNotAvailable))
    }
}

pub fn set(fd: RawFd, level: i32, name: i32, value: i32) -> io::Result<()> {
    // SAFETY: an int option takes four octets.
    check(unsafe { libc::setsockopt(fd, level, name, (&raw const value).cast(), 4) })
}

/// Asks for TOS, TTL, local address, receive time, drop counter and ICMP errors beside each datagram.
pub fn observe_everything(fd: RawFd, ipv4: bool) -> io::Result<()> {
    set(fd, libc::SOL_SOCKET, libc::SO_TIMESTAMPNS, 1)?;
    set(fd, libc::SOL_SOCKET, libc::SO_RXQ_OVFL, 1)?;
    let (level, names) = if ipv4 {
        (libc::IPPROTO_IP, [libc::IP_RECVTOS, libc::IP_RECVTTL, libc::IP_PKTINFO, libc::IP_RECVERR])
    } else {
        let names = [libc::IPV6_RECVTCLASS, libc::IPV6_RECVHOPLIMIT, libc::IPV6_RECVPKTINFO, libc::IPV6_RECVERR];
        (libc::IPPROTO_IPV6, names)
    };
    names.iter().try_for_each(|name| set(fd, level, *name, 1))
}

pub fn dont_fragment(fd: RawFd, ipv4: bool, mode: DontFragment) -> io::Result<()> {
    if ipv4 {
        let value = match mode {
            DontFragment::Off => libc::IP_PMTUDISC_DONT,
            DontFragment::On => libc::IP_PMTUDISC_DO,
            DontFragment::Probe => libc::IP_PMTUDISC_PROBE,
        };
        return set(fd, libc::IPPROTO_IP, libc::IP_MTU_DISCOVER, value);
    }
    let value = match mode {
        DontFragment::Off => libc::IPV6_PMTUDISC_DONT,
        DontFragment::On => libc::IPV6_PMTUDISC_DO,
        DontFragment::Probe => libc::IPV6_PMTUDISC_PROBE,
    };
    set(fd, libc::IPPROTO_IPV6, libc::IPV6_DONTFRAG, i32::from(mode != DontFragment::Off))?;
    set(fd, libc::IPPROTO_IPV6, libc::IPV6_MTU_DISCOVER, value)
}

/// Larger buffers are a wish: the kernel caps them at net.core.{r,w}mem_max without an error.
pub fn buffers(fd: RawFd, bytes: i32) {
    let _ = set(fd, libc::SOL_SOCKET, libc::SO_RCVBUF, bytes);
    let _ = set(fd, libc::SOL_SOCKET, libc::SO_SNDBUF, bytes);
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}
