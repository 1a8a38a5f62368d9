//! Making a TUN device, and giving it what it needs to be of use: MTU, addresses, and the word "up".

use crate::error::EngineError;
use crate::sys::interface::{self, Interface};
use std::fs::OpenOptions;
use std::io;
use std::net::IpAddr;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;

#[derive(Debug, Clone)]
pub struct TunOptions {
    /// Up to 15 octets; with `%d` in it, the kernel puts a number there.
    pub name: String,
    pub mtu: Option<u32>,
    /// Of the device in our kernel, each with the length of the prefix that is reached through it.
    pub addresses: Vec<(IpAddr, u8)>,
    /// Set it up, so that packets flow.
    pub up: bool,
}

/// The device and its name.
pub fn open(options: &TunOptions) -> Result<(OwnedFd, String), EngineError> {
    let name = &options.name;
    let mut request = interface::request(name).ok_or_else(|| {
        EngineError::config(format!("'{name}' is no name for an interface: 1 to 15 letters and digits"))
    })?;
    let device = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_CLOEXEC)
        .open("/dev/net/tun")
        .map_err(|error| EngineError::io("opening /dev/net/tun", &error))?;
    request.ifr_ifru.ifru_flags = (libc::IFF_TUN | libc::IFF_NO_PI) as libc::c_short;
    // SAFETY: a request of the kernel's form, which lives until the call returns.
    if unsafe { libc::ioctl(device.as_raw_fd(), libc::TUNSETIFF, &raw mut request) } < 0 {
        let error = io::Error::last_os_error();
        return Err(EngineError::io(format!("making the TUN device {name}"), &error));
    }
    let made = Interface::new(interface::name(&request));
    let name = made.name().to_owned();
    configure(&made, options).map_err(|error| EngineError::io(format!("configuring the TUN device {name}"), &error))?;
    Ok((device.into(), name))
}

fn configure(made: &Interface, options: &TunOptions) -> io::Result<()> {
    if let Some(mtu) = options.mtu {
        made.set_mtu(mtu)?;
    }
    for (ip, prefix) in &options.addresses {
        made.add_address(*ip, *prefix)?;
    }
    if options.up {
        made.set_up()?;
    }
    Ok(())
}
