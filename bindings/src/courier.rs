//! Carries batches to the host from a thread of its own, so that a slow or throwing host holds up nobody.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// Brings what is pushed to one receiver, in order, in batches. Ends with its owner; what is under way is
/// delivered, and nobody waits for it.
pub(crate) struct Courier<T> {
    bag: Arc<Bag<T>>,
}

struct Bag<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
}

struct State<T> {
    batch: Vec<T>,
    is_closed: bool,
}

impl<T: Send + 'static> Courier<T> {
    /// A courier to `deliver`; without a thread it carries nothing.
    pub(crate) fn new(name: &str, deliver: impl Fn(Vec<T>) + Send + 'static) -> Self {
        let state = Mutex::new(State { batch: Vec::new(), is_closed: false });
        let bag = Arc::new(Bag { state, filled: Condvar::new() });
        let carried = Arc::clone(&bag);
        let started = thread::Builder::new().name(name.to_owned()).spawn(move || carried.carry(deliver));
        if started.is_err() {
            bag.lock().is_closed = true;
        }
        Self { bag }
    }

    /// Adds to the batch that goes next, as `add` sees fit.
    pub(crate) fn push(&self, add: impl FnOnce(&mut Vec<T>)) {
        let mut state = self.bag.lock();
        if !state.is_closed {
            add(&mut state.batch);
            self.bag.filled.notify_one();
        }
    }

    /// Ends after what was pushed so far.
    pub(crate) fn close(&self) {
        self.bag.lock().is_closed = true;
        self.bag.filled.notify_one();
    }
}

impl<T> Drop for Courier<T> {
    fn drop(&mut self) {
        self.bag.lock().is_closed = true;
        self.bag.filled.notify_one();
    }
}

impl<T> Bag<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, deliver: impl Fn(Vec<T>)) {
        loop {
            let mut state = self.lock();
            while state.batch.is_empty() {
                if state.is_closed {
                    return;
                }
                state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            let batch = mem::take(&mut state.batch);
            drop(state);
            // The receiver's fault is its own; the next batch is another chance.
            let _ = catch_unwind(AssertUnwindSafe(|| deliver(batch)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn what_comes_while_the_receiver_dawdles_travels_together() {
        let (begin, begun) = mpsc::channel();
        let (go, gate) = mpsc::channel::<()>();
        let (arrived, arrivals) = mpsc::channel();
        let courier = Courier::new("test", move |batch: Vec<u8>| {
            begin.send(()).unwrap();
            gate.recv().unwrap();
            arrived.send(batch).unwrap();
        });
        courier.push(|batch| batch.push(1));
        begun.recv().unwrap();
        courier.push(|batch| batch.push(2));
        courier.push(|batch| batch.push(3));
        go.send(()).unwrap();
        go.send(()).unwrap();
        assert_eq!(arrivals.recv().unwrap(), [1]);
        assert_eq!(arrivals.recv().unwrap(), [2, 3]);
    }

    #[test]
    fn a_receiver_that_panics_gets_the_next_batch_all_the_same() {
        let (arrived, arrivals) = mpsc::channel();
        let courier = Courier::new("test", move |batch: Vec<u8>| {
            arrived.send(batch.clone()).unwrap();
            crate::guard::guarded(|| if batch == [1] { panic!("no") } else { Ok(()) }).unwrap_or_default();
        });
        courier.push(|batch| batch.push(1));
        assert_eq!(arrivals.recv().unwrap(), [1]);
        courier.push(|batch| batch.push(2));
        assert_eq!(arrivals.recv().unwrap(), [2]);
    }
}
