//! The two languages the program speaks, and the one macro by which it speaks them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language of messages. Legal texts are always quoted in French.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both languages, in the order in which they are listed.
    pub const ALL: [Lang; 2] = [Lang::Fr, Lang::En];

    /// `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A sentence in both languages. The compiler refuses one without the other, so no message can be missing.
///
/// ```
/// use parchemin_core::{say, Lang};
/// let n = 3;
/// assert_eq!(say!(Lang::Fr, fr: "{n} fichiers", en: "{n} files"), "3 fichiers");
/// ```
#[macro_export]
macro_rules! say {
    ($lang:expr, fr: $fr:literal, en: $en:literal $(,)?) => {
        match $lang {
            $crate::Lang::Fr => format!($fr),
            $crate::Lang::En => format!($en),
        }
    };
}

/// What can be said in both languages: errors, above all.
pub trait Speak {
    /// What happened, in one sentence without a final stop.
    fn say(&self, lang: Lang) -> String;

    /// How to mend it, if anything can be said.
    fn help(&self, _lang: Lang) -> Option<String> {
        None
    }
}

/// The advice that names what was perhaps meant; none where nothing is near.
///
/// ```
/// use parchemin_core::{lang::perhaps, Lang};
/// assert_eq!(perhaps(Lang::Fr, &["route".to_owned()]).as_deref(), Some("peut-être `route`"));
/// assert_eq!(perhaps(Lang::Fr, &[]), None);
/// ```
pub fn perhaps(lang: Lang, names: &[String]) -> Option<String> {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| say!(lang, fr: "peut-être {list}", en: "perhaps {list}"))
}
