//! Rules in Rust. A rule declares the facts that it reads, and is a pure function of them:
//!
//! ```
//! use parchemin_plugin::prelude::*;
//!
//! rules! {
//!     /// Arrêté du 22 décembre 2015 : la recevabilité vaut un an depuis sa notification, jour anniversaire compris.
//!     fn recevabilite_valid(
//!         route = file.route,
//!         notified = file.recevabilite_notified,
//!         notified_on = file.recevabilite_notified_on,
//!         decisive_day = decisive_day(),
//!         years = law.vae_recevabilite_years,
//!     ) {
//!         if route.is_not("vae")? { return not_applicable(); }
//!         if not(notified)? { return not_applicable(); }
//!         decisive_day.at_most(years_after(notified_on, years))
//!     }
//!
//!     /// Trois ans d’expérience dans le métier, pour chaque membre du jury.
//!     fn juror_experience(juror; years = juror.years_in_job, least = law.juror_minimum_years) {
//!         years.at_least(least)
//!     }
//! }
//!
//! parchemin_plugin::export!(&[RULES]);
//! assert_eq!(RULES[0].facts[1], "file.recevabilite_notified");
//! ```
//!
//! A fact is written as a rule in rhai writes it, and is looked at when it is used. What is unknown stays unknown in
//! every comparison, [`all_of!`], [`any_of!`] and [`not`](logic::not) decide where they can, and `?` on an unknown ends
//! the rule undetermined, by what was missing. What several rules share is a function over [`Fact`]s. Compiled for
//! `wasm32`, `export!` makes the crate a component that imports nothing; elsewhere the same table runs natively, as
//! [`NativeRules`].
//!
//! It refuses to know: files, dates and texts other than the facts it declared, and the host that establishes them.

mod answer;
#[cfg(test)]
mod asked;
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod component;
mod compute;
pub mod logic;
mod native;
mod row;
mod rule;
pub mod testing;

pub use answer::{describe, evaluate};
pub use compute::{in_days, months_after, years_after};
pub use logic::{Condition, Neither, Truth};
pub use native::NativeRules;
pub use parchemin_core as core;
pub use row::{Fact, Operand, Row};
pub use rule::{Check, Rule, Rules};

/// All that a file of rules needs.
pub mod prelude {
    pub use crate::{
        Condition, Fact, Truth, all_of, any_of, in_days,
        logic::{met, not, not_applicable},
        months_after, rules, years_after,
    };
}

/// Exports the rules as a component; nothing where the target is not `wasm32`. A second argument is a function that
/// objects to the settings of the plugin: [`Check`](crate::Check).
#[cfg(not(target_arch = "wasm32"))]
#[macro_export]
macro_rules! export {
    ($rules:expr) => {};
    ($rules:expr, $check:expr) => {
        const _: $crate::Check = $check;
    };
}
