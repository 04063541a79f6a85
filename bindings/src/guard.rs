//! Turns a panic into an error with a code.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

use crate::error::DoorstepError;

thread_local! {
    /// How many guarded calls this thread is in.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Where the last panic of a guarded call happened.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Does the work; a panic in it becomes [`DoorstepError::Internal`] naming file and line, never its message,
/// which might quote what a person wrote.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, DoorstepError>) -> Result<T, DoorstepError> {
    hook();
    DEPTH.set(DEPTH.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    outcome.unwrap_or_else(|_| Err(DoorstepError::internal(&format!("panic/{}", PLACE.take()))))
}

/// Inside a guarded call only the place is kept and nothing is printed; other panics of the process go where
/// they went before.
fn hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if DEPTH.get() == 0 {
                return before(panic);
            }
            let place = panic.location().map_or_else(String::new, |at| {
                let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
                format!("{file}:{}", at.line())
            });
            PLACE.set(place);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_names_its_place_and_not_its_message() {
        let error = guarded(|| -> Result<(), DoorstepError> { panic!("张三") }).unwrap_err();
        let DoorstepError::Internal { code } = &error else { panic!("{error:?}") };
        assert!(code.starts_with("panic/guard.rs:"), "{code}");
        assert!(!error.to_string().contains("张三"));
    }
}
