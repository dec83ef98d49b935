//! The libraries that read Parquet and workbooks panic on some damaged inputs: such a panic is caught here and said as
//! what it is, a fault of the input.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    /// Whether this thread is inside such a library.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what a library does with an input.
///
/// # Errors
/// It panicked: what it said. Nothing of it may be used on.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    static HUSHED: Once = Once::new();
    HUSHED.call_once(|| {
        let other = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                other(info);
            }
        }));
    });
    GUARDED.set(true);
    // What panicked is dropped by the caller: nothing half-done is seen.
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    read.map_err(|panicked| said(&*panicked))
}

fn said(panicked: &(dyn Any + Send)) -> String {
    let constant = panicked.downcast_ref::<&str>().map(ToString::to_string);
    constant.or_else(|| panicked.downcast_ref().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    //! A panic becomes words, and the next reading is not touched by it.

    use super::guarded;

    #[test]
    fn a_panic_is_what_it_said() {
        let number = 3;
        assert_eq!(guarded(|| panic!("no such column")), Err::<(), _>(String::from("no such column")));
        assert_eq!(guarded(|| panic!("no column {number}")), Err::<(), _>(String::from("no column 3")));
        assert_eq!(guarded(|| number), Ok(3));
    }
}
