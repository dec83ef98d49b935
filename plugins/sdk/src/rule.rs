//! A rule and its declaration.

use crate::{Row, Truth};
use parchemin_core::{
    plugin::{FACTS, Settings},
    vocabulary::View,
};

/// A rule of a plugin, as [`rules!`](crate::rules) declares it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The name that `rules.toml` calls it by.
    pub name: &'static str,
    /// What it is applied to: [`View::None`] for the file, or the view of a CCP, a CCP held, a juror.
    pub subject: View,
    /// The facts that it may look at, in the order of its row.
    pub facts: &'static [&'static str],
    pub(crate) decide: fn(&Row<'_>) -> Truth,
}

/// The rules of a plugin, a list for each of its files.
pub type Rules = &'static [&'static [Rule]];

/// What a plugin objects to in its settings, each with a reason; nothing, if they suit it.
pub type Check = fn(&Settings) -> Vec<String>;

impl Rule {
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        subject: View,
        facts: &'static [&'static str],
        decide: fn(&Row<'_>) -> Truth,
    ) -> Rule {
        assert!(facts.len() <= FACTS, "a rule declares at most 64 facts");
        Rule { name, subject, facts, decide }
    }
}

/// Declares rules, and `RULES`, the list of them. In the brackets of a rule stand what it is applied to (`ccp;`,
/// `held;`, `juror;`; nothing for the file) and its facts, each under a name for its body.
#[macro_export]
macro_rules! rules {
    ($($(#[$meta:meta])* fn $name:ident $declared:tt $body:block)+) => {
        $($crate::rules!(@function $(#[$meta])* $name $declared $body);)+
        /// The rules of this file.
        pub(crate) static RULES: &[$crate::Rule] = &[$($crate::rules!(@rule $name $declared)),+];
    };

    (@function $(#[$meta:meta])* $name:ident ($subject:ident; $($declared:tt)*) $body:block) => {
        $crate::rules!(@function $(#[$meta])* $name ($($declared)*) $body);
    };
    (@function $(#[$meta:meta])* $name:ident ($($fact:ident = $written:expr),+ $(,)?) $body:block) => {
        $(#[$meta])*
        fn $name(row: &$crate::Row<'_>) -> $crate::Truth {
            let [$($fact),+] = row.facts();
            $crate::Condition::holds($body)
        }
    };

    (@rule $name:ident ($subject:ident; $($declared:tt)*)) => {
        $crate::rules!(@rule $name $crate::rules!(@subject $subject), $($declared)*)
    };
    (@rule $name:ident ($($declared:tt)*)) => {
        $crate::rules!(@rule $name $crate::core::vocabulary::View::None, $($declared)*)
    };
    (@rule $name:ident $subject:expr, $($fact:ident = $written:expr),+ $(,)?) => {
        $crate::Rule::new(stringify!($name), $subject, &[$(stringify!($written)),+], $name)
    };

    (@subject ccp) => { $crate::core::vocabulary::View::Ccp };
    (@subject held) => { $crate::core::vocabulary::View::Held };
    (@subject juror) => { $crate::core::vocabulary::View::Juror };
}
