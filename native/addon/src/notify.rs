//! Waking JavaScript: one thread-safe function that hands over all records at once.

use crate::convert::Result;
use masque_engine::events::Notify;
use masque_engine::EngineError;
use napi::bindgen_prelude::{Buffer, Function, Status};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use std::sync::{Arc, OnceLock, Weak};

type Waker = ThreadsafeFunction<(), (), Buffer, Status, false>;

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
    take: impl Fn(&T) -> Vec<u8> + Send + Sync + 'static,
) -> Result<(Notify, Source<T>)> {
    let slot: Arc<OnceLock<Weak<T>>> = Arc::default();
    let source = Source(slot.clone());
    let waker: Waker = callback
        .build_threadsafe_function::<()>()
        .build_callback(move |_| {
            let engine = slot.get().and_then(Weak::upgrade);
            Ok(Buffer::from(engine.map(|engine| take(&engine)).unwrap_or_default()))
        })
        .map_err(|error| crate::convert::error(EngineError::new("ERR_ENGINE", error.reason.clone())))?;
    let notify = Box::new(move || {
        waker.call((), ThreadsafeFunctionCallMode::NonBlocking);
    });
    Ok((notify, source))
}
