//! The few calls of libuv that Node.js exports, looked up at run time: where they are missing, we do without.

#[cfg(unix)]
use std::ffi::c_char;
use std::ffi::{c_int, c_void, CStr};
use std::sync::OnceLock;

/// `uv_handle_type`, fixed by libuv's ABI.
const UV_POLL: c_int = 8;
pub const UV_READABLE: c_int = 1;

pub type PollCallback = unsafe extern "C" fn(handle: *mut c_void, status: c_int, events: c_int);
pub type CloseCallback = unsafe extern "C" fn(handle: *mut c_void);

pub struct Uv {
    handle_size: unsafe extern "C" fn(c_int) -> usize,
    pub set_data: unsafe extern "C" fn(*mut c_void, *mut c_void),
    pub data: unsafe extern "C" fn(*const c_void) -> *mut c_void,
    pub poll_init: unsafe extern "C" fn(*mut c_void, *mut c_void, c_int) -> c_int,
    pub poll_start: unsafe extern "C" fn(*mut c_void, c_int, PollCallback) -> c_int,
    pub poll_stop: unsafe extern "C" fn(*mut c_void) -> c_int,
    pub unref: unsafe extern "C" fn(*mut c_void),
    pub close: unsafe extern "C" fn(*mut c_void, CloseCallback),
}

impl Uv {
    pub fn get() -> Option<&'static Self> {
        static UV: OnceLock<Option<Uv>> = OnceLock::new();
        // SAFETY: the names and types are those of libuv 1.x, whose ABI does not change.
        UV.get_or_init(|| unsafe { Self::look_up() }).as_ref()
    }

    unsafe fn look_up() -> Option<Self> {
        // SAFETY: see `get`.
        unsafe {
            Some(Self {
                handle_size: symbol(c"uv_handle_size")?,
                set_data: symbol(c"uv_handle_set_data")?,
                data: symbol(c"uv_handle_get_data")?,
                poll_init: symbol(c"uv_poll_init")?,
                poll_start: symbol(c"uv_poll_start")?,
                poll_stop: symbol(c"uv_poll_stop")?,
                unref: symbol(c"uv_unref")?,
                close: symbol(c"uv_close")?,
            })
        }
    }

    /// Room for a poll handle, aligned as libuv wants it.
    pub fn poll_memory(&self) -> Box<[u64]> {
        // SAFETY: takes a number, gives a number.
        let size = unsafe { (self.handle_size)(UV_POLL) };
        vec![0; size.div_ceil(8)].into_boxed_slice()
    }
}

#[cfg(unix)]
extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
}

#[cfg(not(unix))]
unsafe fn symbol<F: Copy>(_name: &CStr) -> Option<F> {
    None
}

#[cfg(unix)]
unsafe fn symbol<F: Copy>(name: &CStr) -> Option<F> {
    const { assert!(size_of::<F>() == size_of::<*mut c_void>()) };
    // SAFETY: a null handle stands for everything the process has loaded.
    let found = unsafe { dlsym(std::ptr::null_mut(), name.as_ptr()) };
    // SAFETY: the caller names the type that the symbol has; sizes are equal.
    (!found.is_null()).then(|| unsafe { std::mem::transmute_copy(&found) })
}
