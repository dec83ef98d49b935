//! Closed lists of words: each value has one name, the same in files, rules, schemas and packages.

/// Declares an enum whose values have names, with French and English words for people.
///
/// The names are those of the JSON file and of the rules; `NAMES` lists them for checks and completion.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal, $fr:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vmeta])* #[doc = $en] #[serde(rename = $text)] $variant,)+
        }
        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// Every name, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),+];
            /// The name in files and rules.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
            /// The value of that name.
            pub fn named(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)+ _ => None }
            }
            /// The word for people.
            pub fn spoken(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) {
                    $(($name::$variant, $crate::Lang::Fr) => $fr, ($name::$variant, $crate::Lang::En) => $en,)+
                }
            }
        }
    };
}
pub(crate) use named;
