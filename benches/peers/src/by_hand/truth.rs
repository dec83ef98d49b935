//! Strong Kleene logic: `None` is unknown.

use crate::findings::Verdict;

/// True, false, or unknown.
pub(super) type Truth = Option<bool>;

/// What a rule answers whose condition has this truth.
pub(super) fn verdict(truth: Truth) -> Verdict {
    match truth {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::Unmet,
        None => Verdict::Undetermined,
    }
}

/// True as soon as one is true, whatever the other.
pub(super) fn either(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// False as soon as one is false, whatever the other.
pub(super) fn both(a: Truth, b: Truth) -> Truth {
    either(a.map(|a| !a), b.map(|b| !b)).map(|neither| !neither)
}
