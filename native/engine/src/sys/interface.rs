//! A network interface of the kernel: MTU, state and addresses.

use std::io;
use std::mem;
use std::net::IpAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// `None`: no interface can be called so.
pub fn request(name: &str) -> Option<libc::ifreq> {
    let fits = (1..libc::IFNAMSIZ).contains(&name.len());
    if !fits
        || name == "."
        || name == ".."
        || name.bytes().any(|octet| !octet.is_ascii_graphic() || octet == b'/' || octet == b':')
    {
        return None;
    }
    // SAFETY: all zeroes is a valid request.
    let mut request: libc::ifreq = unsafe { mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(name.bytes()) {
        *to = from as libc::c_char;
    }
    Some(request)
}

/// What the kernel called it.
pub fn name(request: &libc::ifreq) -> String {
    let octets = request.ifr_name.iter().map(|octet| *octet as u8).take_while(|octet| *octet != 0);
    octets.map(char::from).collect()
}

pub struct Interface {
    name: String,
}

impl Interface {
    pub fn new(name: String) -> Self {
        Self { name }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn set_mtu(&self, mtu: u32) -> io::Result<()> {
        let mtu = i32::try_from(mtu).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.ask(libc::SIOCSIFMTU, |request| request.ifr_ifru.ifru_mtu = mtu).map(drop)
    }

    pub fn set_up(&self) -> io::Result<()> {
        let now = self.ask(libc::SIOCGIFFLAGS, |_| {})?;
        // SAFETY: the kernel filled in the flags.
        let flags = unsafe { now.ifr_ifru.ifru_flags } | libc::IFF_UP as libc::c_short;
        self.ask(libc::SIOCSIFFLAGS, |request| request.ifr_ifru.ifru_flags = flags).map(drop)
    }

    /// One that is there already is no error.
    pub fn add_address(&self, ip: IpAddr, prefix: u8) -> io::Result<()> {
        let answer = self.ask(libc::SIOCGIFINDEX, |_| {})?;
        // SAFETY: the kernel filled in the index.
        let index = unsafe { answer.ifr_ifru.ifru_ifindex };
        let netlink = socket(libc::AF_NETLINK, libc::SOCK_RAW, libc::NETLINK_ROUTE)?;
        let message = new_address(ip, prefix, index);
        let mut answer = [0u8; 512];
        // SAFETY: both buffers are valid for their lengths.
        let length = unsafe {
            if libc::send(netlink.as_raw_fd(), message.as_ptr().cast(), message.len(), 0) < 0 {
                return Err(io::Error::last_os_error());
            }
            libc::recv(netlink.as_raw_fd(), answer.as_mut_ptr().cast(), answer.len(), 0)
        };
        // An acknowledgement is a header of 16 octets and an errno, negative; 0 is success.
        let errno = usize::try_from(length)
            .ok()
            .and_then(|length| answer[..length].get(16..20))
            .map(|octets| i32::from_ne_bytes(octets.try_into().expect("four octets")));
        match errno {
            Some(0) => Ok(()),
            Some(errno) => Err(io::Error::from_raw_os_error(-errno)),
            None => Err(io::Error::last_os_error()),
        }
    }

    fn ask(&self, what: libc::c_ulong, fill: impl FnOnce(&mut libc::ifreq)) -> io::Result<libc::ifreq> {
        let mut request = request(&self.name).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        fill(&mut request);
        let any = socket(libc::AF_INET, libc::SOCK_DGRAM, 0)?;
        // SAFETY: a request of the kernel's form, which lives until the call returns.
        match unsafe { libc::ioctl(any.as_raw_fd(), what as _, &raw mut request) } {
            0 => Ok(request),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

fn socket(family: i32, kind: i32, protocol: i32) -> io::Result<OwnedFd> {
    // SAFETY: plain system call; the descriptor is owned from here on.
    unsafe {
        let fd = libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol);
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

/// RTM_NEWADDR with its acknowledgement asked for: header, `ifaddrmsg`, the address twice (ours, and the prefix's).
fn new_address(ip: IpAddr, prefix: u8, index: i32) -> Vec<u8> {
    let (family, octets) = match ip {
        IpAddr::V4(ip) => (libc::AF_INET, ip.octets().to_vec()),
        IpAddr::V6(ip) => (libc::AF_INET6, ip.octets().to_vec()),
    };
    let flags = libc::NLM_F_REQUEST | libc::NLM_F_ACK | libc::NLM_F_CREATE | libc::NLM_F_REPLACE;
    let attribute = 4 + octets.len();
    let mut out = Vec::with_capacity(24 + 2 * attribute);
    out.extend_from_slice(&((24 + 2 * attribute) as u32).to_ne_bytes());
    out.extend_from_slice(&libc::RTM_NEWADDR.to_ne_bytes());
    out.extend_from_slice(&(flags as u16).to_ne_bytes());
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(&[family as u8, prefix, libc::IFA_F_NODAD as u8, 0]);
    out.extend_from_slice(&index.to_ne_bytes());
    for name in [libc::IFA_LOCAL, libc::IFA_ADDRESS] {
        out.extend_from_slice(&(attribute as u16).to_ne_bytes());
        out.extend_from_slice(&name.to_ne_bytes());
        out.extend_from_slice(&octets);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_the_kernel_takes() {
        for good in ["masque0", "tun%d", "a-b_c.d", "123456789012345"] {
            assert_eq!(name(&request(good).unwrap()), good);
        }
        for bad in ["", "1234567890123456", "a/b", "a b", "a:b", ".", "..", "tün"] {
            assert!(request(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_address_becomes_a_netlink_message() {
        let message = new_address("192.0.2.1".parse().unwrap(), 24, 7);
        assert_eq!(message.len(), 40);
        assert_eq!(&message[16..24], &[libc::AF_INET as u8, 24, 2, 0, 7, 0, 0, 0]);
        assert_eq!(&message[24..32], &[8, 0, 2, 0, 192, 0, 2, 1]);
        assert_eq!(new_address("2001:db8::1".parse().unwrap(), 64, 7).len(), 24 + 2 * 20);
    }
}
