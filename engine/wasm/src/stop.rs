//! Why a plugin gave no answer.

use crate::{
    growth::{Denied, Unserved},
    limits::REASON_CHARACTERS,
};
use parchemin_core::{Lang, Speak, harmless, limits::BoundKind, say};
use std::{fmt, io};
use wasmtime::{Error, PoolConcurrencyLimitError, Trap, error::OutOfMemory};

/// Why a call of a plugin gave no answer. The instance is gone; the plugin can be called again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A deterministic bound was hit: an outcome of that call, the same wherever it is made.
    Bound(BoundKind),
    /// The wall clock stopped it: an operational error, never a decision.
    Time,
    /// The host had nothing left to run it on: an operational error, never a decision.
    Unavailable(String),
    /// The plugin gave up, and says why.
    Gave(String),
    /// The plugin is wrong: it trapped, or handed back what the contract does not allow.
    Trapped(String),
}

impl Stop {
    /// The stop that an error of the engine means.
    pub(crate) fn of(error: &Error) -> Stop {
        if let Some(trap) = error.downcast_ref::<Trap>() {
            return match trap {
                Trap::OutOfFuel => Stop::Bound(BoundKind::Work),
                Trap::StackOverflow => Stop::Bound(BoundKind::Depth),
                Trap::Interrupt => Stop::Time,
                trap => Stop::Trapped(trap.to_string().trim_start_matches("wasm trap: ").to_owned()),
            };
        }
        let reason = reason(&error.root_cause().to_string());
        if error.is::<Denied>() {
            Stop::Bound(BoundKind::Memory)
        } else if operational(error) {
            Stop::Unavailable(reason)
        } else if reason.contains("fuel allocated for hostcalls has been exhausted") {
            // The engine keeps the type of this error to itself.
            Stop::Bound(BoundKind::Output)
        } else {
            Stop::Trapped(reason)
        }
    }
}

/// Whether the system failed, and not the plugin.
fn operational(error: &Error) -> bool {
    #[cfg(unix)]
    let system = error.is::<rustix::io::Errno>();
    #[cfg(not(unix))]
    let system = false;
    system
        || error.is::<io::Error>()
        || error.is::<OutOfMemory>()
        || error.is::<PoolConcurrencyLimitError>()
        || error.is::<Unserved>()
}

/// A reason fit to be shown: of bounded length, and without what would steer a terminal.
pub(crate) fn reason(text: &str) -> String {
    let end = text.char_indices().nth(REASON_CHARACTERS).map_or(text.len(), |(end, _)| end);
    harmless(text.get(..end).unwrap_or_default())
}

impl Speak for Stop {
    fn say(&self, lang: Lang) -> String {
        match self {
            Stop::Bound(kind) => {
                let kind = kind.spoken(lang);
                say!(lang, fr: "le greffon atteint la borne de {kind}", en: "the plugin reaches the bound on {kind}")
            }
            Stop::Time => {
                say!(lang, fr: "l’horloge a arrêté le greffon", en: "the clock stopped the plugin")
            }
            Stop::Unavailable(reason) => say!(lang,
                fr: "le greffon ne peut pas s’exécuter maintenant : {reason}",
                en: "the plugin cannot run now: {reason}"),
            Stop::Gave(reason) => {
                say!(lang, fr: "le greffon renonce : {reason}", en: "the plugin gives up: {reason}")
            }
            Stop::Trapped(reason) => {
                say!(lang, fr: "le greffon échoue : {reason}", en: "the plugin fails: {reason}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        matches!(self, Stop::Time | Stop::Unavailable(_)).then(|| {
            say!(lang,
                fr: "ce n’est pas une décision ; l’appel peut être répété",
                en: "this is not a decision; the call can be repeated")
        })
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for Stop {}

#[cfg(test)]
mod tests {
    //! The claim: what the system could not do is never taken for what a plugin did.

    use super::*;

    #[test]
    fn a_failure_of_the_system_is_operational() {
        let mut failures = vec![
            Error::from(io::Error::other("no memory map")),
            Error::from(Unserved("memory could not be grown".to_owned())),
            Error::from(OutOfMemory::new(10)),
        ];
        #[cfg(unix)]
        failures.push(Error::from(rustix::io::Errno::NOMEM));
        for failure in failures {
            let failure = failure.context("failed to make an instance");
            assert!(matches!(Stop::of(&failure), Stop::Unavailable(_)), "{failure:?}");
        }
    }

    #[test]
    fn a_failure_of_the_plugin_is_its_own() {
        for (error, stop) in [
            (Error::from(Denied), Stop::Bound(BoundKind::Memory)),
            (Error::from(Trap::OutOfFuel), Stop::Bound(BoundKind::Work)),
            (Error::from(Trap::Interrupt), Stop::Time),
            (Error::msg("no such thing"), Stop::Trapped("no such thing".to_owned())),
        ] {
            assert_eq!(Stop::of(&error.context("failed to call")), stop);
        }
    }

    #[test]
    fn a_reason_is_short_and_plain() {
        assert_eq!(reason("a\tb\u{1b}[2Jc\nd"), "a b\u{fffd}[2Jc d");
        assert_eq!(reason(&"é".repeat(1_000_000)).chars().count(), REASON_CHARACTERS);
    }
}
