//! Waking JavaScript: one thread-safe function that hands over all records at once.

use crate::convert::Result;
use masque_engine::events::Notify;
use masque_engine::EngineError;
use napi::bindgen_prelude::{Buffer, BufferSlice, Function, Status, ToNapiValue};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{sys, Env};
use std::sync::{Arc, OnceLock, Weak};

type Waker = ThreadsafeFunction<(), (), Records, Status, false>;

/// Below this a copy is cheaper than a buffer of ours lent to JavaScript, which has to be given back after a
/// collection, in a turn of its own.
const COPIED: usize = 16 << 10;

/// Records on their way to JavaScript.
pub struct Records(pub Vec<u8>);

impl ToNapiValue for Records {
    unsafe fn to_napi_value(env: sys::napi_env, Self(bytes): Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the caller vouches for `env`; both kinds of buffer are made in it and handed on at once.
        unsafe {
            if bytes.len() < COPIED {
                BufferSlice::to_napi_value(env, BufferSlice::copy_from(&Env::from_raw(env), bytes)?)
            } else {
                Buffer::to_napi_value(env, Buffer::from(bytes))
            }
        }
    }
}

/// Where the records come from, once it exists: the callback is needed before the engine it belongs to.
pub struct Source<T>(Arc<OnceLock<Weak<T>>>);

impl<T: Send + Sync + 'static> Source<T> {
    pub fn set(&self, engine: &Arc<T>) {
        let _ = self.0.set(Arc::downgrade(engine));
    }
}

/// The engine drops the notifier when it is destroyed, and with it the function: then Node can exit.
pub fn waker<T: Send + Sync + 'static>(
    callback: &Function<Buffer, ()>,
    take: impl Fn(&Arc<T>) -> Vec<u8> + Send + Sync + 'static,
) -> Result<(Notify, Source<T>)> {
    let slot: Arc<OnceLock<Weak<T>>> = Arc::default();
    let source = Source(slot.clone());
    let waker: Waker = callback
        .build_threadsafe_function::<()>()
        .build_callback(move |_| {
            let engine = slot.get().and_then(Weak::upgrade);
            Ok(Records(engine.map(|engine| take(&engine)).unwrap_or_default()))
        })
        .map_err(|error| crate::convert::error(EngineError::new("ERR_ENGINE", error.reason.clone())))?;
    let notify = Box::new(move || {
        waker.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok((notify, source))
}
