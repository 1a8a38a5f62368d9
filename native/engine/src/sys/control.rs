//! Ancillary data: reading what the kernel says beside a datagram, writing what we ask of it.

use std::mem;
use std::net::IpAddr;

/// Room for everything `observe_everything` asks for, aligned as the kernel wants it.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct ControlBuffer(pub [u8; 256]);

impl Default for ControlBuffer {
    fn default() -> Self {
        Self([0; 256])
    }
}

/// What every control message begins with.
const HEADER: usize = mem::size_of::<libc::cmsghdr>();

/// What came beside a datagram. Absent means that the kernel did not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    pub tos: Option<u8>,
    pub ttl: Option<u8>,
    pub local_ip: Option<IpAddr>,
    /// Wall clock, nanoseconds.
    pub stamp: Option<u64>,
    /// Length of each datagram when the kernel joined several (GRO).
    pub segment: Option<usize>,
    /// Datagrams this socket lost so far for want of buffer.
    pub overflow: Option<u32>,
}

/// Reads the ancillary data of a received message.
///
/// # Safety
/// `header` must have been filled by a successful receive call and its control buffer must still be alive.
pub unsafe fn read(header: &libc::msghdr) -> Observed {
    let mut seen = Observed::default();
    // SAFETY: the caller vouches for `header`; the macros stay inside `msg_controllen`.
    let mut message = unsafe { libc::CMSG_FIRSTHDR(header) };
    let end = header.msg_control as usize + header.msg_controllen;
    // One that is shorter than its own header, or longer than what is left, ends the list: it cannot be passed over.
    let fits = |part: &&libc::cmsghdr| (HEADER..=end - &raw const **part as usize).contains(&part.cmsg_len);
    while let Some(part) = unsafe { message.as_ref() }.filter(fits) {
        // SAFETY: the kernel writes the type that belongs to level and name, all of them plain numbers.
        unsafe {
            match (part.cmsg_level, part.cmsg_type) {
                (libc::IPPROTO_IP, libc::IP_TOS) => seen.tos = data::<u8>(part),
                (libc::IPPROTO_IPV6, libc::IPV6_TCLASS) => seen.tos = data::<i32>(part).map(|tos| tos as u8),
                (libc::IPPROTO_IP, libc::IP_TTL) | (libc::IPPROTO_IPV6, libc::IPV6_HOPLIMIT) => {
                    seen.ttl = data::<i32>(part).map(|ttl| ttl as u8);
                }
                (libc::IPPROTO_IP, libc::IP_PKTINFO) => {
                    let info = data::<libc::in_pktinfo>(part);
                    seen.local_ip = info.map(|info| IpAddr::from(info.ipi_addr.s_addr.to_ne_bytes()));
                }
                (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) => {
                    let info = data::<libc::in6_pktinfo>(part);
                    seen.local_ip = info.map(|info| IpAddr::from(info.ipi6_addr.s6_addr));
                }
                (libc::SOL_SOCKET, libc::SCM_TIMESTAMPNS) => {
                    seen.stamp = data::<libc::timespec>(part).and_then(nanoseconds);
                }
                (libc::SOL_SOCKET, libc::SO_RXQ_OVFL) => seen.overflow = data::<u32>(part),
                (libc::SOL_UDP, libc::UDP_GRO) => {
                    let segment = data::<i32>(part).and_then(|size| usize::try_from(size).ok());
                    seen.segment = segment.filter(|size| *size > 0);
                }
                _ => {}
            }
        }
        message = unsafe { libc::CMSG_NXTHDR(header, part) };
    }
    seen
}

/// The value of a control message; `None` if it is too short for one.
///
/// # Safety
/// `part` must be followed by as many octets as it says, and any octets must do for a `T`.
unsafe fn data<T: Copy>(part: &libc::cmsghdr) -> Option<T> {
    // SAFETY: inside the message, by its own length; data may be unaligned.
    unsafe {
        let wanted = libc::CMSG_LEN(mem::size_of::<T>() as u32) as usize;
        (part.cmsg_len >= wanted).then(|| libc::CMSG_DATA(part).cast::<T>().read_unaligned())
    }
}

fn nanoseconds(time: libc::timespec) -> Option<u64> {
    let seconds = u64::try_from(time.tv_sec).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(time.tv_nsec).ok()?)
}

/// What a datagram to be sent asks of the kernel.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    pub tos: Option<u8>,
    pub ttl: Option<u8>,
    pub source_ip: Option<IpAddr>,
    /// Cut the buffer into datagrams of this size (GSO).
    pub segment: Option<u16>,
}

/// Writes the ancillary data into `buffer` and points `header` at it.
pub fn write(header: &mut libc::msghdr, buffer: &mut ControlBuffer, ipv4: bool, asked: &Asked) {
    header.msg_control = buffer.0.as_mut_ptr().cast();
    header.msg_controllen = mem::size_of::<ControlBuffer>() as _;
    let mut writer = Writer { header, used: 0 };
    if let Some(tos) = asked.tos {
        let (level, name) =
            if ipv4 { (libc::IPPROTO_IP, libc::IP_TOS) } else { (libc::IPPROTO_IPV6, libc::IPV6_TCLASS) };
        writer.put(level, name, i32::from(tos));
    }
    if let Some(ttl) = asked.ttl {
        let (level, name) =
            if ipv4 { (libc::IPPROTO_IP, libc::IP_TTL) } else { (libc::IPPROTO_IPV6, libc::IPV6_HOPLIMIT) };
        writer.put(level, name, i32::from(ttl));
    }
    match asked.source_ip.filter(|ip| !ip.is_unspecified() && ip.is_ipv4() == ipv4) {
        Some(IpAddr::V4(ip)) => {
            let address = libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) };
            let any = libc::in_addr { s_addr: 0 };
            let info = libc::in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: address, ipi_addr: any };
            writer.put(libc::IPPROTO_IP, libc::IP_PKTINFO, info);
        }
        Some(IpAddr::V6(ip)) => {
            let info = libc::in6_pktinfo { ipi6_addr: libc::in6_addr { s6_addr: ip.octets() }, ipi6_ifindex: 0 };
            writer.put(libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, info);
        }
        None => {}
    }
    if let Some(segment) = asked.segment {
        writer.put(libc::SOL_UDP, libc::UDP_SEGMENT, segment);
    }
    let used = writer.used;
    header.msg_controllen = used as _;
    if used == 0 {
        header.msg_control = std::ptr::null_mut();
    }
}

struct Writer<'a> {
    header: &'a libc::msghdr,
    used: usize,
}

impl Writer<'_> {
    fn put<T: Copy>(&mut self, level: i32, name: i32, value: T) {
        let size = mem::size_of::<T>() as u32;
        // SAFETY: the four kinds `write` puts need 24 + 24 + 40 + 24 octets of the 256; CMSG_DATA may be unaligned for T.
        unsafe {
            let at = self.header.msg_control.cast::<u8>().add(self.used).cast::<libc::cmsghdr>();
            (*at).cmsg_level = level;
            (*at).cmsg_type = name;
            (*at).cmsg_len = libc::CMSG_LEN(size) as _;
            libc::CMSG_DATA(at).cast::<T>().write_unaligned(value);
            self.used += libc::CMSG_SPACE(size) as usize;
        }
    }
}
