//! Addresses in records, and in the kernel's form.

use crate::sys::address::{from_kernel, from_record, to_record, KernelAddress};
use std::mem;

pub fn check(data: &[u8]) {
    if let Some(record) = data.first_chunk::<18>() {
        let address = from_record(record);
        assert_eq!(to_record(&address), *record, "a record of an address is that address");
        let kernel = from_kernel(&KernelAddress::from(&address).storage);
        assert_eq!(kernel, Some(address));
    }
    // SAFETY: all zeroes is a valid sockaddr_storage, and so is any content: it is plain octets.
    let storage = unsafe {
        let mut storage: libc::sockaddr_storage = mem::zeroed();
        let size = data.len().min(mem::size_of_val(&storage));
        std::ptr::copy_nonoverlapping(data.as_ptr(), (&raw mut storage).cast::<u8>(), size);
        storage
    };
    if let Some(address) = from_kernel(&storage) {
        assert_eq!(from_kernel(&KernelAddress::from(&address).storage), Some(address));
    }
}
