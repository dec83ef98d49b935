//! The rules of the package `socle` (`rulesets/socle`), file by file as its scripts have them.

mod attribution;
mod ccp;
mod epreuves;
mod jury;
mod recevabilite;

use parchemin_plugin::Rules;

/// The rules.
pub const RULES: Rules = &[recevabilite::RULES, attribution::RULES, epreuves::RULES, jury::RULES, ccp::RULES];

parchemin_plugin::export!(RULES);
