//! Node's own loop watches the engine's socket: what comes in is read, answered and told on JavaScript's thread, and
//! no other thread has to be woken first. With much traffic it steps back for the engine's thread.

use crate::notify::Records;
use crate::uv::{Uv, UV_READABLE};
use masque_engine::socket::Socket;
use masque_engine::Endpoint;
use napi::bindgen_prelude::{Buffer, Function, JsValue, ToNapiValue};
use napi::sys;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::panic::AssertUnwindSafe;
use std::ptr;
use std::rc::Rc;
use std::sync::{Arc, Weak};

thread_local! {
    /// Of the engines whose JavaScript runs on this thread.
    static WATCHES: RefCell<HashMap<*const Endpoint, Rc<Watch>>> = RefCell::default();
}

struct Watch {
    uv: &'static Uv,
    env: sys::napi_env,
    endpoint: Weak<Endpoint>,
    /// The descriptor that is watched stays open as long as this.
    socket: Cell<Option<Arc<dyn Socket>>>,
    handle: Cell<Option<Box<[u64]>>>,
    raw: *mut c_void,
    callback: sys::napi_ref,
    context: sys::napi_async_context,
    hook: Cell<sys::napi_async_cleanup_hook_handle>,
    watching: Cell<bool>,
    closing: Cell<bool>,
}

/// Watches what can be watched, and calls `callback` with records.
pub fn start(callback: &Function<Buffer, ()>, endpoint: &Arc<Endpoint>) {
    let value = callback.value();
    begin(value.env, value.value, endpoint);
}

/// The endpoint's socket is another one.
pub fn restart(endpoint: &Arc<Endpoint>) {
    if let Some(watch) = take(endpoint) {
        // SAFETY: on the thread of `env`, within a call from JavaScript.
        let function = unsafe { watch.function() };
        watch.close();
        begin(watch.env, function, endpoint);
    }
}

/// Before the endpoint goes.
pub fn stop(endpoint: &Arc<Endpoint>) {
    if let Some(watch) = take(endpoint) {
        watch.close();
    }
}

fn begin(env: sys::napi_env, function: sys::napi_value, endpoint: &Arc<Endpoint>) {
    if let Some(watch) = Watch::start(env, function, endpoint) {
        watch.watch();
        WATCHES.with_borrow_mut(|watches| watches.insert(Arc::as_ptr(endpoint), watch));
    }
}

fn take(endpoint: &Arc<Endpoint>) -> Option<Rc<Watch>> {
    // With the thread, what watched is gone as well.
    WATCHES.try_with(|watches| watches.borrow_mut().remove(&Arc::as_ptr(endpoint))).ok().flatten()
}

/// The engine's thread was quicker, or the endpoint was busy: time to look whether it still is.
pub fn delivered(endpoint: &Arc<Endpoint>) {
    let watch = WATCHES.with_borrow(|watches| watches.get(&Arc::as_ptr(endpoint)).cloned());
    if let Some(watch) = watch {
        watch.watch();
    }
}

impl Watch {
    /// `None`: this loop, or this socket, cannot be watched.
    fn start(env: sys::napi_env, function: sys::napi_value, endpoint: &Arc<Endpoint>) -> Option<Rc<Self>> {
        let uv = Uv::get()?;
        let (socket, descriptor) = endpoint.watchable()?;
        let mut event_loop = ptr::null_mut();
        let mut handle = uv.poll_memory();
        let raw: *mut c_void = handle.as_mut_ptr().cast();
        // SAFETY: called on the thread of `env`; the memory is that of a poll handle, the descriptor is open.
        unsafe {
            if sys::napi_get_uv_event_loop(env, &mut event_loop) != sys::Status::napi_ok
                || (uv.poll_init)(event_loop.cast(), raw, descriptor) != 0
            {
                return None;
            }
            // What keeps Node running is the function that the engine calls, as without us.
            (uv.unref)(raw);
        }
        let watch = Rc::new(Self {
            uv,
            env,
            endpoint: Arc::downgrade(endpoint),
            socket: Cell::new(Some(socket)),
            handle: Cell::new(Some(handle)),
            raw,
            callback: reference(env, function),
            context: async_context(env),
            hook: Cell::new(ptr::null_mut()),
            watching: Cell::new(false),
            closing: Cell::new(false),
        });
        let shared = Rc::into_raw(watch.clone()).cast_mut().cast();
        let mut hook = ptr::null_mut();
        // SAFETY: `shared` is given back in `on_closed`, after which neither the handle nor the hook exists.
        unsafe {
            (uv.set_data)(raw, shared);
            sys::napi_add_async_cleanup_hook(env, Some(on_cleanup), shared, &mut hook);
        }
        watch.hook.set(hook);
        Some(watch)
    }

    /// Watches, unless there is so much to do that it would be no gain.
    fn watch(&self) {
        if self.closing.get() {
            return;
        }
        if !self.endpoint.upgrade().is_some_and(|endpoint| endpoint.attend()) {
            self.rest();
        } else if !self.watching.get() {
            // SAFETY: the handle is open.
            let status = unsafe { (self.uv.poll_start)(self.raw, UV_READABLE, on_readable) };
            self.watching.set(status == 0);
        }
    }

    fn rest(&self) {
        if self.watching.replace(false) && !self.closing.get() {
            // SAFETY: the handle is open.
            unsafe { (self.uv.poll_stop)(self.raw) };
        }
    }

    fn readable(&self, status: c_int) {
        let Some(endpoint) = self.endpoint.upgrade() else { return };
        if status != 0 {
            // libuv stops at what it takes for an error: for a socket an ICMP message, which this turn reads.
            self.watching.set(false);
        }
        if !endpoint.turn() {
            self.rest();
        }
        let records = endpoint.take_events();
        drop(endpoint);
        if !records.is_empty() {
            self.tell(records);
        }
    }

    /// Calls JavaScript as an event of the loop does: with its microtasks, and its uncaught exceptions.
    fn tell(&self, records: Vec<u8>) {
        let env = self.env;
        let mut scope = ptr::null_mut();
        // SAFETY: on the thread of `env`, in a scope of our own; every value is made in it.
        unsafe {
            if sys::napi_open_handle_scope(env, &mut scope) != sys::Status::napi_ok {
                return;
            }
            let mut global = ptr::null_mut();
            sys::napi_get_global(env, &mut global);
            let function = self.function();
            if let Ok(argument) = Records::to_napi_value(env, Records(records)) {
                let called =
                    sys::napi_make_callback(env, self.context, global, function, 1, &argument, ptr::null_mut());
                if called == sys::Status::napi_pending_exception {
                    let mut exception = ptr::null_mut();
                    sys::napi_get_and_clear_last_exception(env, &mut exception);
                    sys::napi_fatal_exception(env, exception);
                }
            }
            sys::napi_close_handle_scope(env, scope);
        }
    }

    /// SAFETY: on the thread of `env`, in a handle scope.
    unsafe fn function(&self) -> sys::napi_value {
        let mut function = ptr::null_mut();
        // SAFETY: as the caller says; the reference is there until `close`.
        unsafe { sys::napi_get_reference_value(self.env, self.callback, &mut function) };
        function
    }

    fn close(&self) {
        if self.closing.replace(true) {
            return;
        }
        // SAFETY: the handle is open, and closed once; reference and context belong to `env`, which still is.
        unsafe {
            (self.uv.poll_stop)(self.raw);
            (self.uv.close)(self.raw, on_closed);
            sys::napi_delete_reference(self.env, self.callback);
            sys::napi_async_destroy(self.env, self.context);
        }
        // No longer watched from here on: the port is free as soon as the engine lets go of it.
        self.socket.take();
    }
}

fn reference(env: sys::napi_env, value: sys::napi_value) -> sys::napi_ref {
    let mut reference = ptr::null_mut();
    // SAFETY: a live value of `env`.
    unsafe { sys::napi_create_reference(env, value, 1, &mut reference) };
    reference
}

fn async_context(env: sys::napi_env) -> sys::napi_async_context {
    let (mut name, mut context) = (ptr::null_mut(), ptr::null_mut());
    let text = c"masque-quic";
    // SAFETY: a string of `env`, made here.
    unsafe {
        sys::napi_create_string_utf8(env, text.as_ptr(), text.to_bytes().len() as isize, &mut name);
        sys::napi_async_init(env, ptr::null_mut(), name, &mut context);
    }
    context
}

/// Panics must not cross into C: what they would leave half done is the engine's, which then says so itself.
fn guarded(action: impl FnOnce()) {
    let _ = std::panic::catch_unwind(AssertUnwindSafe(action));
}

unsafe extern "C" fn on_readable(handle: *mut c_void, status: c_int, _events: c_int) {
    guarded(|| {
        let Some(uv) = Uv::get() else { return };
        // SAFETY: the data of an open handle is a Watch that `on_closed` has not given back; one more count keeps it
        // through whatever JavaScript does.
        let watch = unsafe {
            let raw: *const Watch = (uv.data)(handle).cast();
            Rc::increment_strong_count(raw);
            Rc::from_raw(raw)
        };
        if !watch.closing.get() {
            watch.readable(status);
        }
    });
}

/// The environment ends, a worker perhaps: it waits for us to close.
unsafe extern "C" fn on_cleanup(_handle: sys::napi_async_cleanup_hook_handle, data: *mut c_void) {
    // SAFETY: the hook is removed before the Watch goes.
    guarded(|| unsafe { (*data.cast::<Watch>()).close() });
}

unsafe extern "C" fn on_closed(handle: *mut c_void) {
    guarded(|| {
        let Some(uv) = Uv::get() else { return };
        // SAFETY: the count taken in `start`; libuv does not look at the handle after this.
        unsafe {
            let watch = Rc::from_raw((uv.data)(handle).cast::<Watch>());
            sys::napi_remove_async_cleanup_hook(watch.hook.get());
            drop(watch.handle.take());
        }
    });
}
