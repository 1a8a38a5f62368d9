//! Socket addresses between std, the kernel and the event records.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The 18 octets an address takes in a record: IPv6 (IPv4 mapped), then the port, little endian.
pub fn to_record(address: &SocketAddr) -> [u8; 18] {
    let mut out = [0; 18];
    out[..16].copy_from_slice(&ip_to_record(Some(address.ip())));
    out[16..].copy_from_slice(&address.port().to_le_bytes());
    out
}

pub fn ip_to_record(ip: Option<IpAddr>) -> [u8; 16] {
    match ip {
        Some(IpAddr::V4(ip)) => ip.to_ipv6_mapped().octets(),
        Some(IpAddr::V6(ip)) => ip.octets(),
        None => [0; 16],
    }
}

pub fn from_record(bytes: &[u8; 18]) -> SocketAddr {
    let ip: [u8; 16] = bytes[..16].try_into().expect("16 of 18 octets");
    let ip = Ipv6Addr::from(ip);
    let port = u16::from_le_bytes([bytes[16], bytes[17]]);
    SocketAddr::new(ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4), port)
}

#[cfg(target_os = "linux")]
pub use kernel::{from_kernel, KernelAddress};

#[cfg(target_os = "linux")]
mod kernel {
    use std::mem;
    use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

    /// An address as the kernel wants it.
    pub struct KernelAddress {
        pub storage: libc::sockaddr_storage,
        pub length: libc::socklen_t,
    }

    impl From<&SocketAddr> for KernelAddress {
        fn from(address: &SocketAddr) -> Self {
            // SAFETY: all zeroes is a valid sockaddr_storage, which is large and aligned enough for both families.
            let mut storage: libc::sockaddr_storage = unsafe { mem::zeroed() };
            let length = match address {
                SocketAddr::V4(v4) => {
                    // SAFETY: as above.
                    let raw = unsafe { &mut *(&raw mut storage).cast::<libc::sockaddr_in>() };
                    raw.sin_family = libc::AF_INET as libc::sa_family_t;
                    raw.sin_port = v4.port().to_be();
                    raw.sin_addr.s_addr = u32::from_ne_bytes(v4.ip().octets());
                    mem::size_of::<libc::sockaddr_in>()
                }
                SocketAddr::V6(v6) => {
                    // SAFETY: as above.
                    let raw = unsafe { &mut *(&raw mut storage).cast::<libc::sockaddr_in6>() };
                    raw.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                    raw.sin6_port = v6.port().to_be();
                    raw.sin6_addr.s6_addr = v6.ip().octets();
                    raw.sin6_flowinfo = v6.flowinfo();
                    raw.sin6_scope_id = v6.scope_id();
                    mem::size_of::<libc::sockaddr_in6>()
                }
            };
            Self { storage, length: length as libc::socklen_t }
        }
    }

    /// `None` for anything that is not IP, as in an error without an offender.
    pub fn from_kernel(storage: &libc::sockaddr_storage) -> Option<SocketAddr> {
        match i32::from(storage.ss_family) {
            libc::AF_INET => {
                // SAFETY: the family says that the storage holds a sockaddr_in.
                let raw = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in>() };
                let ip = Ipv4Addr::from(raw.sin_addr.s_addr.to_ne_bytes());
                Some(SocketAddrV4::new(ip, u16::from_be(raw.sin_port)).into())
            }
            libc::AF_INET6 => {
                // SAFETY: the family says that the storage holds a sockaddr_in6.
                let raw = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in6>() };
                let port = u16::from_be(raw.sin6_port);
                Some(SocketAddrV6::new(raw.sin6_addr.s6_addr.into(), port, raw.sin6_flowinfo, raw.sin6_scope_id).into())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_keep_both_families() {
        for text in ["192.0.2.7:443", "[2001:db8::1]:65535", "[::]:0", "0.0.0.0:1"] {
            let address: SocketAddr = text.parse().unwrap();
            assert_eq!(from_record(&to_record(&address)), address, "{text}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_form_keeps_both_families() {
        for text in ["192.0.2.7:443", "[2001:db8::1]:65535"] {
            let address: SocketAddr = text.parse().unwrap();
            assert_eq!(from_kernel(&KernelAddress::from(&address).storage), Some(address));
        }
    }
}
