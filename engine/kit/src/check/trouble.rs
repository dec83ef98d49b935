//! What this crate finds by itself, in words.

use parchemin::{
    core::{Day, Lang, Speak, lang::perhaps, say},
    packages::{Code, translated},
};

/// What is wrong with a package, beyond what keeps it from being loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence of each variant says what its fields are")]
pub enum Trouble {
    /// A rule rests on nothing.
    RuleWithoutBasis { rule: String },
    /// A parameter has no value.
    ParameterWithoutValue { parameter: String },
    /// Days between two values of a parameter, without one.
    GapInValues { parameter: String, first: Day, last: Day },
    /// A value that nobody compared with its text.
    NeverChecked { parameter: String },
    /// Tables lead back to where they began.
    TablesInACircle { path: Vec<String> },
    /// A row converts from a revision that is not there.
    UnknownOldRevision { revision: String, nearest: Vec<String> },
    /// A row says what an earlier one says: its line, from 1.
    RowTwice { first: usize },
    /// A CCP of the former revision that no row converts.
    TableIncomplete { ccp: String, revision: String },
    /// Days on which a titre has no revision in force.
    HoleInTimeline { titre: String, before: String, after: String, first: Day, last: Day },
    /// Nothing says who keeps the revision before this one.
    FormerKeptByNobody { former: String },
    /// Even those keep the revision before this one who began after its end.
    FormerKeptByAll { former: String },
    /// A value counts before its text is in force.
    ValueBeforeItsText { parameter: String, from: Day, in_force: Day },
    /// A comment says that something is left to do.
    LeftToDo { what: String },
    /// A rule can never apply.
    NeverApplies { rule: String },
    /// Two rules can never be met together.
    AlwaysContradict { rule: String, other: String },
    /// A rule can never be unmet, and so never gives its outcome.
    OutcomeUnreachable { rule: String, outcome: String },
    /// No file was found to which a rule applies.
    NeverSeenToApply { rule: String, files: u64 },
    /// Of the files to which two rules apply, none meets both.
    NeverSeenTogether { rule: String, other: String, files: u64 },
    /// No file was found with that outcome.
    OutcomeNeverSeen { outcome: String, files: u64 },
    /// A case expects something of a rule that there is not.
    UnknownRule { rule: String, nearest: Vec<String> },
    /// A passage of a source that nothing claims.
    TextUnclaimed { source: String },
    /// A passage that `coverage.toml` names does not stand in its source.
    PassageNotFound { source: String, close_to: Option<String> },
    /// `coverage.toml` names a text that has no source here.
    NoSource { text: String, nearest: Vec<String> },
    /// `coverage.toml` cannot be read.
    BadCoverage { reason: String },
}

impl Trouble {
    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Trouble::RuleWithoutBasis { .. } => Code::RuleWithoutBasis,
            Trouble::ParameterWithoutValue { .. } => Code::ParameterWithoutValue,
            Trouble::GapInValues { .. } => Code::GapInValues,
            Trouble::NeverChecked { .. } => Code::NeverChecked,
            Trouble::TablesInACircle { .. } => Code::TablesInACircle,
            Trouble::UnknownOldRevision { .. } => Code::UnknownOldRevision,
            Trouble::RowTwice { .. } => Code::RowTwice,
            Trouble::TableIncomplete { .. } => Code::TableIncomplete,
            Trouble::HoleInTimeline { .. } => Code::HoleInTimeline,
            Trouble::FormerKeptByNobody { .. } => Code::FormerKeptByNobody,
            Trouble::FormerKeptByAll { .. } => Code::FormerKeptByAll,
            Trouble::ValueBeforeItsText { .. } => Code::ValueBeforeItsText,
            Trouble::LeftToDo { .. } => Code::LeftToDo,
            Trouble::NeverApplies { .. } => Code::NeverApplies,
            Trouble::AlwaysContradict { .. } => Code::AlwaysContradict,
            Trouble::OutcomeUnreachable { .. } => Code::OutcomeUnreachable,
            Trouble::NeverSeenToApply { .. } => Code::NeverSeenToApply,
            Trouble::NeverSeenTogether { .. } => Code::NeverSeenTogether,
            Trouble::OutcomeNeverSeen { .. } => Code::OutcomeNeverSeen,
            Trouble::UnknownRule { .. } => Code::UnknownRule,
            Trouble::TextUnclaimed { .. } => Code::TextUnclaimed,
            Trouble::PassageNotFound { .. } => Code::QuotationNotFound,
            Trouble::NoSource { .. } => Code::UnknownText,
            Trouble::BadCoverage { .. } => Code::NotOfTheFormat,
        }
    }
}

impl Speak for Trouble {
    fn say(&self, lang: Lang) -> String {
        match self {
            Trouble::RuleWithoutBasis { rule } => say!(lang,
                fr: "la règle `{rule}` ne repose sur aucun texte", en: "the rule `{rule}` rests on no text"),
            Trouble::ParameterWithoutValue { parameter } => say!(lang,
                fr: "le paramètre `{parameter}` n’a aucune valeur, et donc aucune base",
                en: "the parameter `{parameter}` has no value, and so no basis"),
            Trouble::GapInValues { parameter, first, last } => {
                let (first, last) = (first.spoken(lang), last.spoken(lang));
                say!(lang,
                    fr: "`{parameter}` n’a aucune valeur du {first} au {last}",
                    en: "`{parameter}` has no value from {first} to {last}")
            }
            Trouble::NeverChecked { parameter } => say!(lang,
                fr: "rien ne dit quand cette valeur de `{parameter}` a été comparée avec son texte",
                en: "nothing says when this value of `{parameter}` was compared with its text"),
            Trouble::TablesInACircle { path } => {
                let path = path.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" → ");
                say!(lang, fr: "des tables se convertissent en cercle : {path}", en: "tables convert in a circle: {path}")
            }
            Trouble::UnknownOldRevision { revision, .. } => say!(lang,
                fr: "l’ancienne révision `{revision}` n’est ni un paquet ni déclarée externe",
                en: "the former revision `{revision}` is neither a package nor declared external"),
            Trouble::UnknownRule { rule, .. } => say!(lang,
                fr: "aucun paquet n’a de règle `{rule}`", en: "no package has a rule `{rule}`"),
            Trouble::RowTwice { first } => say!(lang,
                fr: "cette ligne dit la même chose que la ligne {first}", en: "this row says what line {first} says"),
            Trouble::TableIncomplete { ccp, revision } => say!(lang,
                fr: "aucune ligne ne convertit le CCP `{ccp}` de `{revision}`",
                en: "no row converts the CCP `{ccp}` of `{revision}`"),
            Trouble::HoleInTimeline { titre, before, after, first, last } => {
                let (first, last) = (first.spoken(lang), last.spoken(lang));
                say!(lang,
                    fr: "entre `{before}` et `{after}`, le titre `{titre}` n’a aucune révision en vigueur du {first} au {last}",
                    en: "between `{before}` and `{after}`, the titre `{titre}` has no revision in force from {first} to {last}")
            }
            Trouble::FormerKeptByNobody { former } => say!(lang,
                fr: "rien ne dit qui garde `{former}` : chacun passe à cette révision dès son premier jour",
                en: "nothing says who keeps `{former}`: everybody passes to this revision from its first day"),
            Trouble::FormerKeptByAll { former } => say!(lang,
                fr: "cette disposition fait garder `{former}` même à qui commence après sa fin",
                en: "this provision lets even those keep `{former}` who begin after its end"),
            Trouble::ValueBeforeItsText { parameter, from, in_force } => {
                let (from, in_force) = (from.spoken(lang), in_force.spoken(lang));
                say!(lang,
                    fr: "cette valeur de `{parameter}` compte dès le {from}, et son texte n’est en vigueur que le {in_force}",
                    en: "this value of `{parameter}` counts from {from}, and its text is in force from {in_force} only")
            }
            Trouble::LeftToDo { what } => {
                say!(lang, fr: "il reste à faire : {what}", en: "left to do: {what}")
            }
            Trouble::NeverApplies { rule } => say!(lang,
                fr: "la règle `{rule}` ne s’applique jamais, quel que soit le dossier",
                en: "the rule `{rule}` never applies, whatever the file"),
            Trouble::AlwaysContradict { rule, other } => say!(lang,
                fr: "`{rule}` et `{other}` s’appliquent ensemble, et aucun dossier ne peut remplir les deux",
                en: "`{rule}` and `{other}` apply together, and no file can meet both"),
            Trouble::OutcomeUnreachable { rule, outcome } => say!(lang,
                fr: "la règle `{rule}` ne peut être manquée : le résultat « {outcome} » ne viendra jamais d’elle",
                en: "the rule `{rule}` cannot be unmet: the outcome “{outcome}” never comes of it"),
            Trouble::NeverSeenToApply { rule, files } => say!(lang,
                fr: "parmi {files} dossiers, aucun auquel la règle `{rule}` s’applique",
                en: "among {files} files, none to which the rule `{rule}` applies"),
            Trouble::NeverSeenTogether { rule, other, files } => say!(lang,
                fr: "`{rule}` et `{other}` s’appliquent à {files} dossiers, et aucun ne remplit les deux",
                en: "`{rule}` and `{other}` apply to {files} files, and none meets both"),
            Trouble::OutcomeNeverSeen { outcome, files } => say!(lang,
                fr: "parmi {files} dossiers, aucun n’a le résultat « {outcome} »",
                en: "among {files} files, none has the outcome “{outcome}”"),
            Trouble::TextUnclaimed { source } => say!(lang,
                fr: "rien dans le paquet ne répond de ce passage de `{source}`",
                en: "nothing in the package answers for this passage of `{source}`"),
            Trouble::PassageNotFound { source, .. } => say!(lang,
                fr: "le passage ne se trouve pas dans `{source}`", en: "the passage does not stand in `{source}`"),
            Trouble::NoSource { text, .. } => say!(lang,
                fr: "aucun texte déclaré sous `{text}` n’est porté par le paquet",
                en: "no text declared as `{text}` is carried by the package"),
            Trouble::BadCoverage { reason } => {
                let reason = translated(reason, lang);
                say!(lang,
                    fr: "le fichier n’a pas la forme attendue : {reason}", en: "the file is not of the format: {reason}")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Trouble::RuleWithoutBasis { .. } => say!(lang,
                fr: "citer le texte qu’elle exprime dans `cites`", en: "cite the text that it encodes in `cites`"),
            Trouble::ParameterWithoutValue { .. } => say!(lang,
                fr: "écrire une valeur, ou la base `not-supplied` si son texte n’est pas ici",
                en: "write a value, or basis `not-supplied` where its text is not here"),
            Trouble::GapInValues { .. } => say!(lang,
                fr: "dater autrement l’une des deux, ou écrire pour ces jours une valeur de base `not-supplied`",
                en: "date one of the two otherwise, or write for those days a value of basis `not-supplied`"),
            Trouble::NeverChecked { .. } => say!(lang,
                fr: "relire son texte, et écrire `checked` avec la date du jour",
                en: "read its text again, and write `checked` with the day's date"),
            Trouble::TablesInACircle { .. } => say!(lang,
                fr: "une table convertit d’une révision antérieure vers la sienne",
                en: "a table converts from an earlier revision to its own"),
            Trouble::UnknownOldRevision { nearest, .. } => perhaps(lang, nearest).unwrap_or_else(|| say!(lang,
                fr: "la déclarer sous [[external]] dans titre.toml", en: "declare it under [[external]] in titre.toml")),
            Trouble::RowTwice { .. } => say!(lang, fr: "n’en garder qu’une", en: "keep only one"),
            Trouble::TableIncomplete { .. } => say!(lang,
                fr: "ajouter sa ligne, si le texte en a une ; sans elle, ses titulaires le perdent",
                en: "add its row, if the text has one; without it, its holders lose it"),
            Trouble::HoleInTimeline { .. } => say!(lang,
                fr: "corriger une borne, si le titre n’a pas été interrompu",
                en: "mend a bound, if the titre was not interrupted"),
            Trouble::FormerKeptByNobody { .. } => say!(lang,
                fr: "écrire [[provisions.former]], au besoin avec `until = {{ not-supplied = \"…\" }}`",
                en: "write [[provisions.former]], if need be with `until = {{ not-supplied = \"…\" }}`"),
            Trouble::FormerKeptByAll { .. } => say!(lang,
                fr: "dire par `event` ce qui doit être arrivé tant qu’elle était ouverte, ou écrire `holds_ccp = true`",
                en: "say by `event` what must have happened while it was open, or write `holds_ccp = true`"),
            Trouble::ValueBeforeItsText { .. } => say!(lang,
                fr: "corriger `from` ou `in_force`, ou citer le texte en vigueur ce jour-là",
                en: "mend `from` or `in_force`, or cite the text that was in force on that day"),
            Trouble::LeftToDo { .. } => say!(lang,
                fr: "le faire, puis retirer le commentaire", en: "do it, then remove the comment"),
            Trouble::NeverApplies { .. } => say!(lang,
                fr: "relire ses conditions, ou la retirer", en: "read its conditions again, or remove it"),
            Trouble::AlwaysContradict { .. } => say!(lang,
                fr: "dire dans l’une, par `not_applicable()`, quand l’autre la remplace",
                en: "say in one, by `not_applicable()`, when the other takes its place"),
            Trouble::OutcomeUnreachable { .. } => say!(lang,
                fr: "retirer `outcome`, ou relire la règle", en: "remove `outcome`, or read the rule again"),
            Trouble::NeverSeenToApply { .. } | Trouble::NeverSeenTogether { .. } | Trouble::OutcomeNeverSeen { .. } => say!(lang,
                fr: "ce n’est pas une preuve : chercher un dossier qui le montre, et en faire un essai du paquet",
                en: "this is no proof: look for a file that shows it, and make it a test of the package"),
            Trouble::TextUnclaimed { .. } => say!(lang,
                fr: "le citer dans une règle, un paramètre ou le titre, ou dire dans coverage.toml pourquoi il n’est pas modélisé",
                en: "quote it in a rule, a parameter or the titre, or say in coverage.toml why it is not modelled"),
            Trouble::PassageNotFound { close_to: Some(passage), .. } => say!(lang,
                fr: "la source dit : « {passage} »", en: "the source says: « {passage} »"),
            Trouble::PassageNotFound { close_to: None, .. } => say!(lang,
                fr: "le recopier de la source ; seuls les blancs et les apostrophes peuvent différer",
                en: "copy it from the source; only white space and apostrophes may differ"),
            Trouble::UnknownRule { nearest, .. } => perhaps(lang, nearest).unwrap_or_else(|| say!(lang,
                fr: "écrire l’identifiant d’une règle ; `parchemin package show` les montre",
                en: "write the id of a rule; `parchemin package show` shows them")),
            Trouble::NoSource { nearest, .. } => perhaps(lang, nearest).unwrap_or_else(|| say!(lang,
                fr: "écrire l’un des textes de [texts] qui ont un `file`",
                en: "write one of the texts of [texts] that have a `file`")),
            Trouble::BadCoverage { .. } => return None,
        })
    }
}
