//! What the readers of TOML, YAML, JSON and CSV say, which they say in English, in the language of the reader of a
//! message. Their usual phrasings are known here; what is not stays as it came.

use parchemin_core::Lang;

/// How a sentence begins, and what stands for it; `{}` is the rest of that part.
const BEGINNINGS: [(&str, &str); 28] = [
    ("missing field ", "le membre {} manque"),
    ("unknown field ", "le membre {} n’est pas connu"),
    ("duplicate field ", "le membre {} est là deux fois"),
    ("unknown variant ", "le mot {} n’est pas connu"),
    ("invalid type: ", "genre inattendu ({})"),
    ("invalid value: ", "valeur inattendue ({})"),
    ("invalid length ", "longueur inattendue ({})"),
    ("data did not match any variant", "la valeur n’a aucune des formes attendues"),
    ("duplicate mapping key: ", "la clé `{}` est là deux fois"),
    ("duplicate mapping key", "une clé est là deux fois"),
    ("duplicate key", "cette clé est là deux fois"),
    ("key with no value", "une clé n’a pas de valeur"),
    ("missing value for key", "une clé n’a pas de valeur"),
    ("missing value", "une valeur manque"),
    ("missing assignment between key-value pairs", "le signe `=` manque"),
    ("missing comma between array elements", "une virgule manque dans la liste"),
    ("missing comma between key-value pairs", "une virgule manque"),
    ("missing opening quote", "un guillemet ouvrant manque"),
    ("string values must be quoted", "un texte s’écrit entre guillemets droits"),
    ("invalid boolean", "un texte s’écrit entre guillemets droits"),
    ("tabs disallowed within this context", "une tabulation, à remplacer par des espaces"),
    ("invalid basic string", "un texte n’est pas fermé par son guillemet"),
    ("invalid unquoted key", "une clé a un signe qui demande des guillemets"),
    ("unclosed array", "une liste n’est pas fermée"),
    ("unclosed inline table", "une table n’est pas fermée"),
    ("unclosed table", "une table n’est pas fermée"),
    ("EOF while parsing ", "le texte s’interrompt"),
    ("trailing comma", "une virgule est de trop"),
];

/// What may be there, or is expected, by how it begins.
const THINGS: [(&str, &str); 25] = [
    ("one of ", "l’un de {}"),
    ("literal string", "un texte entre guillemets"),
    ("string ", "le texte {}"),
    ("integer ", "le nombre {}"),
    ("floating point ", "le nombre {}"),
    ("boolean ", "{}"),
    ("a date YYYY-MM-DD", "une date AAAA-MM-JJ"),
    ("a boolean", "`true` ou `false`"),
    ("boolean", "`true` ou `false`"),
    ("a borrowed string", "un texte"),
    ("a string", "un texte"),
    ("string", "un texte"),
    ("a sequence", "une liste"),
    ("sequence", "une liste"),
    ("a map", "une table"),
    ("map", "une table"),
    ("struct ", "une table"),
    ("internally tagged enum ", "une table"),
    ("an integer", "un nombre entier"),
    ("i64", "un nombre entier"),
    ("u32", "un nombre entier"),
    ("u64", "un nombre entier"),
    ("null", "rien"),
    ("unit value", "rien"),
    ("value", "une valeur"),
];

/// How a sentence ends that begins with what was written, and what stands for it.
const ENDINGS: [(&str, &str); 4] = [
    (" is not a date", "{} n’est pas une date"),
    (" major version number", NO_VERSION),
    (" minor version number", NO_VERSION),
    (" patch version number", NO_VERSION),
];

const NO_VERSION: &str = "ce n’est pas un numéro de version";

/// How to mend what a reader of a format refuses, in French and in English, by a part of what it says.
const ADVICE: [(&str, &str, &str); 6] = [
    (
        "expected mapping start",
        "écrire une table, comme `revision: { state: chosen, package: mn-2025 }`",
        "write a table, like `revision: { state: chosen, package: mn-2025 }`",
    ),
    (
        "a date",
        "écrire \"AAAA-MM-JJ\", guillemets compris : \"2025-02-28\"",
        "write \"YYYY-MM-DD\", with the quotation marks: \"2025-02-28\"",
    ),
    (
        "version number",
        "écrire trois nombres : \"1.0.0\" ; une exigence s’écrit \">=1, <2\"",
        "write three numbers: \"1.0.0\"; a requirement is written \">=1, <2\"",
    ),
    ("string values must be quoted", STRAIGHT_FR, STRAIGHT_EN),
    ("invalid boolean", STRAIGHT_FR, STRAIGHT_EN),
    ("invalid basic string", STRAIGHT_FR, STRAIGHT_EN),
];

const STRAIGHT_FR: &str = "mettre \" avant et après le texte ; « et “ n’en sont pas";
const STRAIGHT_EN: &str = "put \" before and after the text; « and “ are others";

/// How to mend what a reader of a format refuses, where it is usual.
pub(crate) fn advice(reason: &str, lang: Lang) -> Option<String> {
    let (_, fr, en) = ADVICE.iter().find(|(part, ..)| reason.contains(part))?;
    Some((if lang == Lang::Fr { fr } else { en }).to_string())
}

/// What a reader of a format says, in a language.
///
/// ```
/// use parchemin_core::Lang;
/// use parchemin_package::translated;
/// assert_eq!(translated("missing field `to`", Lang::Fr), "le membre `to` manque");
/// assert_eq!(translated("missing field `to`", Lang::En), "missing field `to`");
/// ```
pub fn translated(reason: &str, lang: Lang) -> String {
    // Advice for whoever programs with the reader of YAML.
    let reason = reason.trim().trim_end_matches(", set DuplicateKeyPolicy in Options if acceptable");
    if lang == Lang::En {
        return reason.to_owned();
    }
    let ending = ENDINGS.iter().find_map(|(ends, french)| Some((reason.strip_suffix(ends)?, french)));
    if let Some((begins, french)) = ending {
        return french.replace("{}", begins);
    }
    let (said, expected) = match reason.strip_prefix("expected ") {
        Some(expected) => (String::new(), Some(expected)),
        None => match reason.split_once(", expected ").or_else(|| reason.split_once("\nexpected ")) {
            Some((said, expected)) => (replaced(said, &BEGINNINGS), Some(expected)),
            None => (replaced(reason, &BEGINNINGS), None),
        },
    };
    let Some(expected) = expected else { return said };
    let expected = replaced(expected, &THINGS).replace("` or `", "` ou `");
    if said.is_empty() { format!("attendu : {expected}") } else { format!("{said} ; attendu : {expected}") }
}

/// A part by the first of the phrasings that it begins with; as it is where there is none.
fn replaced(part: &str, phrasings: &[(&str, &str)]) -> String {
    let found = phrasings.iter().find_map(|(begins, french)| Some((part.strip_prefix(begins)?, french)));
    // What is there is a thing itself.
    found.map_or_else(|| part.to_owned(), |(rest, french)| french.replace("{}", &named(rest)))
}

fn named(rest: &str) -> String {
    let found = THINGS.iter().find_map(|(begins, french)| Some((rest.strip_prefix(begins)?, french)));
    found.map_or_else(|| rest.to_owned(), |(rest, french)| french.replace("{}", rest))
}

#[cfg(test)]
mod tests {
    //! What is usual is told in French; the names of members and words stay as they are written.
    use super::*;

    #[test]
    fn what_is_usual_has_its_advice() {
        for (reason, wanted) in [
            ("`13/07/2025` is not a date", "AAAA-MM-JJ"),
            ("unexpected character 'u' while parsing major version number", "trois nombres"),
            ("expected mapping start", "state: chosen"),
        ] {
            assert!(advice(reason, Lang::Fr).unwrap().contains(wanted), "{reason}");
        }
        assert_eq!(advice("something else", Lang::Fr), None);
    }

    #[test]
    fn usual_phrasings_have_their_french() {
        for (english, french) in [
            (
                "unknown field `too`, expected `from` or `to`",
                "le membre `too` n’est pas connu ; attendu : `from` ou `to`",
            ),
            (
                "unknown variant `voie`, expected one of `recevabilite`, `titre`",
                "le mot `voie` n’est pas connu ; attendu : l’un de `recevabilite`, `titre`",
            ),
            (
                "invalid type: string \"oui\", expected a boolean",
                "genre inattendu (le texte \"oui\") ; attendu : `true` ou `false`",
            ),
            (
                "invalid type: integer `3`, expected a string",
                "genre inattendu (le nombre `3`) ; attendu : un texte",
            ),
            ("invalid type: sequence, expected a map", "genre inattendu (une liste) ; attendu : une table"),
            (
                "invalid value: string \"hier\", expected a date YYYY-MM-DD",
                "valeur inattendue (le texte \"hier\") ; attendu : une date AAAA-MM-JJ",
            ),
            ("expected a date YYYY-MM-DD", "attendu : une date AAAA-MM-JJ"),
            (
                "duplicate mapping key: shows, set DuplicateKeyPolicy in Options if acceptable",
                "la clé `shows` est là deux fois",
            ),
            ("`13/07/2025` is not a date", "`13/07/2025` n’est pas une date"),
            (
                "unexpected end of input while parsing minor version number",
                "ce n’est pas un numéro de version",
            ),
            (
                "string values must be quoted, expected literal string",
                "un texte s’écrit entre guillemets droits ; attendu : un texte entre guillemets",
            ),
            (
                "tabs disallowed within this context (block indentation)",
                "une tabulation, à remplacer par des espaces",
            ),
            ("something else", "something else"),
        ] {
            assert_eq!(translated(english, Lang::Fr), french);
        }
        let english =
            translated("duplicate mapping key: a, set DuplicateKeyPolicy in Options if acceptable", Lang::En);
        assert_eq!(english, "duplicate mapping key: a");
    }
}
