//! What is left to a person: what the source does not say, and what of it could not be read. Nothing of it is guessed.

use parchemin::core::{Day, Lang, Speak, say};

/// What is left to do: a closed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// The source does not say it.
    Unsaid(Wanted),
    /// A day has been lost: the words that led to it stand there, and it does not.
    LostDay {
        /// The line, from 1.
        line: usize,
        /// The words.
        passage: String,
    },
    /// Nothing says whether the day itself is included.
    BoundUnstated {
        /// The day.
        day: Day,
        /// The line, from 1.
        line: usize,
        /// Whether it is the last delivery; else the end of registration.
        last_delivery: bool,
    },
    /// A list without a heading.
    Unheaded {
        /// Its first line.
        first: usize,
        /// Its last line.
        last: usize,
        /// Its items.
        items: Vec<String>,
    },
    /// A line that has no known form.
    NotRead {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        passage: String,
    },
    /// A part for which a package has no place.
    NoPlace {
        /// Its heading.
        heading: String,
        /// Its line.
        line: usize,
    },
    /// The numbers of the CCPs do not follow one another.
    Numbering {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        passage: String,
    },
    /// A row with several old CCPs does not say whether all of them are needed.
    Reading {
        /// The line of the source, from 1.
        line: usize,
    },
    /// What the jury examines stands in prose.
    Examination {
        /// The bloc.
        bloc: String,
        /// The line, from 1.
        line: usize,
    },
    /// A former certification of which only the number is known.
    ExternalLabel {
        /// Its number.
        rncp: String,
    },
    /// The certification has a successor.
    Successor {
        /// Its number.
        rncp: String,
        /// The line, from 1.
        line: usize,
    },
    /// Statements of the preceding revision, written down as comments.
    Preceding {
        /// The package.
        package: String,
    },
}

/// What a package needs and a source may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// The day of the arrêté.
    Arrete,
    /// The titre's id, what is done to which predecessor.
    Lineage,
    /// The first day.
    From,
    /// The end of registration.
    To,
    /// The last delivery.
    LastDelivery,
    /// The events that choose the revision, and who keeps the former one.
    Provisions,
    /// The table of correspondences.
    Table,
    /// The framework.
    Framework,
    /// The title.
    Label,
    /// The level.
    Level,
    /// The NSF code.
    Nsf,
    /// The ROME codes.
    Rome,
    /// The RNCP number.
    Rncp,
    /// The CCPs.
    Ccps,
    /// The sectors.
    Sectors,
    /// The jobs.
    Jobs,
    /// The legal bases.
    LegalBases,
    /// The routes.
    Routes,
    /// The complements of the examination.
    Complements,
}

impl Wanted {
    fn name(self, lang: Lang) -> String {
        match self {
            Wanted::Arrete => say!(lang, fr: "la date de l’arrêté", en: "the day of the arrêté"),
            Wanted::Lineage => {
                say!(lang, fr: "la lignée, et ce que l’arrêté fait au titre précédent", en: "the lineage, and what the arrêté does to the preceding titre")
            }
            Wanted::From => {
                say!(lang, fr: "le premier jour où un parcours peut commencer", en: "the first day on which a parcours may start")
            }
            Wanted::To => say!(lang, fr: "la fin d’enregistrement", en: "the end of registration"),
            Wanted::LastDelivery => say!(lang, fr: "la dernière délivrance", en: "the last delivery"),
            Wanted::Provisions => {
                say!(lang, fr: "les événements qui décident de la révision, et qui garde l’ancienne", en: "the events that choose the revision, and who keeps the former one")
            }
            Wanted::Table => say!(lang, fr: "le tableau de correspondance", en: "the correspondence table"),
            Wanted::Framework => {
                say!(lang, fr: "le paquet des règles communes", en: "the package of the common rules")
            }
            Wanted::Label => say!(lang, fr: "l’intitulé", en: "the title"),
            Wanted::Level => say!(lang, fr: "le niveau", en: "the level"),
            Wanted::Nsf => say!(lang, fr: "le code NSF", en: "the NSF code"),
            Wanted::Rome => say!(lang, fr: "les codes ROME", en: "the ROME codes"),
            Wanted::Rncp => say!(lang, fr: "le numéro RNCP", en: "the RNCP number"),
            Wanted::Ccps => say!(lang, fr: "les CCP", en: "the CCPs"),
            Wanted::Sectors => say!(lang, fr: "les secteurs d’activité", en: "the sectors of activity"),
            Wanted::Jobs => say!(lang, fr: "les types d’emploi", en: "the jobs"),
            Wanted::LegalBases => say!(lang, fr: "les bases légales", en: "the legal bases"),
            Wanted::Routes => say!(lang, fr: "les voies ouvertes", en: "the open routes"),
            Wanted::Complements => {
                say!(lang, fr: "les compléments de l’examen que le RE prévoit", en: "the complements of the examination that the RE foresees")
            }
        }
    }

    /// Whether a package cannot be loaded without it.
    pub fn is_needed(self) -> bool {
        matches!(
            self,
            Wanted::Lineage | Wanted::From | Wanted::To | Wanted::Provisions | Wanted::Table | Wanted::Label
        )
    }
}

impl Open {
    /// The file in which it is to be written.
    pub fn file(&self) -> &'static str {
        match self {
            Open::Unsaid(
                Wanted::Arrete
                | Wanted::Lineage
                | Wanted::From
                | Wanted::To
                | Wanted::LastDelivery
                | Wanted::Provisions
                | Wanted::Table
                | Wanted::Framework,
            )
            | Open::LostDay { .. }
            | Open::BoundUnstated { .. }
            | Open::Successor { .. } => "package.toml",
            Open::Reading { .. } => "correspondences.csv",
            _ => "titre.toml",
        }
    }

    /// Whether a package cannot be loaded while it is open.
    pub fn is_needed(&self) -> bool {
        match self {
            Open::Unsaid(wanted) => wanted.is_needed(),
            Open::BoundUnstated { last_delivery, .. } => !last_delivery,
            Open::Reading { .. } => true,
            _ => false,
        }
    }
}

impl Speak for Open {
    fn say(&self, lang: Lang) -> String {
        match self {
            Open::Unsaid(wanted) => {
                let name = wanted.name(lang);
                say!(lang, fr: "la source ne dit pas {name}", en: "the source does not say {name}")
            }
            Open::LostDay { line, passage } => say!(lang,
                fr: "ligne {line} : aucune date ne suit « {passage} »", en: "line {line}: no date follows « {passage} »"),
            Open::BoundUnstated { day, line, last_delivery: false } => {
                let day = day.spoken(lang);
                say!(lang,
                    fr: "ligne {line} : l’enregistrement finit le {day}, sans que ce jour soit dit compris ou exclu",
                    en: "line {line}: registration ends on {day}, and nothing says whether that day is included")
            }
            Open::BoundUnstated { day, line, last_delivery: true } => {
                let day = day.spoken(lang);
                say!(lang,
                    fr: "ligne {line} : la dernière délivrance est le {day}, sans que ce jour soit dit compris ou exclu",
                    en: "line {line}: the last delivery is on {day}, and nothing says whether that day is included")
            }
            Open::Unheaded { first, last, .. } => say!(lang,
                fr: "lignes {first} à {last} : une liste sans intitulé suit le point final de la précédente",
                en: "lines {first} to {last}: a list without a heading follows the full stop of the one before"),
            Open::NotRead { line, passage } => say!(lang,
                fr: "ligne {line} : non lue : « {passage} »", en: "line {line}: not read: « {passage} »"),
            Open::NoPlace { heading, line } => say!(lang,
                fr: "ligne {line} : « {heading} » n’a pas de place dans un paquet",
                en: "line {line}: « {heading} » has no place in a package"),
            Open::Numbering { line, passage } => say!(lang,
                fr: "ligne {line} : ce CCP ne suit pas le numéro du précédent : « {passage} »",
                en: "line {line}: this CCP does not follow the number of the one before: « {passage} »"),
            Open::Reading { line } => say!(lang,
                fr: "ligne {line} : plusieurs anciens CCP, sans que soit dit s’il les faut tous ou un seul",
                en: "line {line}: several old CCPs, and nothing says whether all are needed or any"),
            Open::Examination { bloc, line } => say!(lang,
                fr: "ligne {line} : les épreuves de {bloc} sont décrites en prose",
                en: "line {line}: the examination of {bloc} stands in prose"),
            Open::ExternalLabel { rncp } => say!(lang,
                fr: "l’intitulé de {rncp} n’est pas donné", en: "the title of {rncp} is not given"),
            Open::Successor { rncp, line } => say!(lang,
                fr: "ligne {line} : la fiche nomme {rncp} comme nouvelle certification",
                en: "line {line}: the fiche names {rncp} as the new certification"),
            Open::Preceding { package } => say!(lang,
                fr: "ce que dit {package} est repris en commentaire", en: "what {package} says is carried over as comments"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Open::Unsaid(Wanted::Table) => say!(lang,
                fr: "écrire correspondences.csv, ou déclarer le tableau absent par [correspondences]",
                en: "write correspondences.csv, or declare the table absent by [correspondences]"),
            Open::Unsaid(wanted) if !wanted.is_needed() => say!(lang,
                fr: "l’écrire si un texte le donne ; sans cela, ce qui en dépend est indéterminé",
                en: "write it where a text gives it; else what depends on it is undetermined"),
            Open::Unsaid(_) => say!(lang,
                fr: "l’écrire avec le texte qui le donne, ou avec la base `not-supplied` et le texte qui manque",
                en: "write it with the text that gives it, or with basis `not-supplied` and the text that is missing"),
            Open::LostDay { .. } => {
                say!(lang, fr: "la chercher au Journal officiel", en: "look for it in the Journal officiel")
            }
            Open::BoundUnstated { .. } => say!(lang,
                fr: "choisir `included` ou `excluded`, et dire sur quelle base",
                en: "choose `included` or `excluded`, and say on what basis"),
            Open::Unheaded { .. } => say!(lang,
                fr: "dire ce que c’est, et retirer le « # » de la liste écrite en commentaire",
                en: "say what it is, and drop the « # » of the list written as comments"),
            Open::NotRead { .. } | Open::Numbering { .. } => {
                say!(lang, fr: "l’écrire à sa place si elle compte", en: "write it in its place where it counts")
            }
            Open::NoPlace { .. } => return None,
            Open::Reading { .. } => say!(lang,
                fr: "écrire `all` ou `any` sous reading, et dire en note sur quelle base",
                en: "write `all` or `any` under reading, and say in the note on what basis"),
            Open::Examination { .. } => say!(lang,
                fr: "écrire un [[complements]] par épreuve que le RE prévoit",
                en: "write one [[complements]] for each examination that the RE foresees"),
            Open::ExternalLabel { .. } => say!(lang,
                fr: "l’écrire sous label de [[external]]", en: "write it under label of [[external]]"),
            Open::Successor { .. } => say!(lang,
                fr: "la fin de ce titre et le début du suivant vont ensemble : voir sa fiche",
                en: "the end of this titre and the beginning of the next go together: see its fiche"),
            Open::Preceding { .. } => say!(lang,
                fr: "retirer le « # » de ce que le nouveau texte confirme, et citer ce texte",
                en: "drop the « # » of what the new text confirms, and cite that text"),
        })
    }
}
