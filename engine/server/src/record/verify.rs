//! Whether the log is what was written: each row after the one before, each content that of its digest, and content gone
//! only where a row says so.

use super::{
    answers::Answers,
    packed::TooLarge,
    row::{BEGINNING, Kind, Row, Unreadable, digest},
    store::Head,
};
use parchemin::core::{Lang, Speak, say};
use std::collections::{BTreeMap, BTreeSet};

/// Breaks that are told; a log with more is told by these as well.
const TOLD: usize = 100;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Rows between two others are not there.
    Missing {
        /// The number of the first of them.
        from: i64,
        /// The number of the last.
        to: i64,
    },
    /// What stays of a row was changed.
    Changed(i64),
    /// A row does not follow the one before it.
    DoesNotFollow(i64),
    /// The content of a row was changed.
    Content(i64),
    /// The content of a row is larger than is read: nobody knows whether it was changed.
    TooLarge(i64),
    /// The content of a row is gone, and no row says why.
    Vanished(i64),
    /// The answer kept to a row was changed.
    Answer(i64),
    /// So many kept answers belong to no content.
    LooseAnswers(i64),
    /// The secret of the log was changed.
    Secret,
    /// A list of packages was changed, or is not there: its digest.
    Catalogue(String),
    /// The log ended later: the number of the row that was its last.
    Tail(i64),
    /// So many rows have a number that is none.
    WithoutNumber(i64),
    /// What the log says of its end cannot be read.
    End,
    /// A row after the end that the log has.
    Beyond(i64),
    /// No row has the hash that was kept elsewhere.
    NoSuchHead(String),
}

/// What the log was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Rows.
    pub rows: u64,
    /// Decisions of which the content is there.
    pub whole: u64,
    /// Decisions of which it was erased.
    pub erased: u64,
    /// Decisions of which its time has passed.
    pub pruned: u64,
    /// The last row.
    pub head: Head,
    /// The row that has the hash kept elsewhere.
    pub kept: Option<i64>,
    /// Whether the log was begun by a program that did not note its secret, so that nobody knows whether it was changed.
    pub secret_not_noted: bool,
    /// Kept answers of which the log notes nothing, for the same reason.
    pub answers_not_noted: u64,
    /// What is not as it was written, the first hundred.
    pub broken: Vec<Broken>,
}

/// Reads the rows in their order.
pub(super) struct Verifier<'v> {
    /// The last row that tells of the erasure of each candidate.
    erased: BTreeMap<&'v str, i64>,
    /// The rows that tell of pruning, each with the moment before which content is gone by it or one after it.
    pruned: Vec<(i64, i64)>,
    /// Lists of packages that are as they were written.
    catalogues: BTreeSet<&'v str>,
    /// The hash that was kept elsewhere.
    kept: Option<&'v str>,
    /// The hash before the first row, by the secret.
    beginning: String,
    answers: &'v Answers,
    found: Verified,
}

impl<'v> Verifier<'v> {
    pub(super) fn new(
        events: &'v [Row],
        catalogues: &'v [(String, String)],
        kept: Option<&'v str>,
        beginning: String,
        answers: &'v Answers,
    ) -> Verifier<'v> {
        let fits = |(name, list): &&(String, String)| digest(&[list.as_bytes()]) == *name;
        let erased = events.iter().filter(|event| event.stays.kind == Kind::Erased);
        let pruned = events.iter().filter(|event| event.stays.kind == Kind::Pruned);
        let mut pruned: Vec<_> =
            pruned.filter_map(|event| Some((event.number, event.stays.older_than?))).collect();
        let mut latest = i64::MIN;
        for (_, moment) in pruned.iter_mut().rev() {
            latest = latest.max(*moment);
            *moment = latest;
        }
        Verifier {
            erased: erased
                .filter_map(|event| Some((event.stays.candidate.as_deref()?, event.number)))
                .collect(),
            pruned,
            catalogues: catalogues.iter().filter(fits).map(|(name, _)| name.as_str()).collect(),
            kept,
            answers,
            found: Verified {
                rows: 0,
                whole: 0,
                erased: 0,
                pruned: 0,
                head: Head { number: 0, hash: beginning.clone() },
                kept: None,
                secret_not_noted: false,
                answers_not_noted: 0,
                broken: Vec::new(),
            },
            beginning,
        }
    }

    fn broken(&mut self, what: Broken) {
        if self.found.broken.len() < TOLD && !self.found.broken.contains(&what) {
            self.found.broken.push(what);
        }
    }

    /// The next row.
    pub(super) fn row(&mut self, row: &Result<Row, Unreadable>) {
        self.found.rows += 1;
        let (number, previous, hash) = match row {
            Ok(row) => (row.number, Some(&row.previous), Some(&row.hash)),
            Err(row) => (row.number, row.previous.as_ref(), row.hash.as_ref()),
        };
        let before = &self.found.head;
        if number != before.number + 1 {
            let missing = Broken::Missing { from: before.number + 1, to: number - 1 };
            self.broken(missing);
        } else if let (1, Ok(row)) = (number, row) {
            self.begins(&row.previous, row.stays.hash(number, &row.previous) == row.hash);
        } else if previous.is_some_and(|previous| *previous != before.hash) {
            self.broken(Broken::DoesNotFollow(number));
        }
        match row {
            Ok(row) => self.readable(row),
            Err(_) => self.broken(Broken::Changed(number)),
        }
        if self.kept.is_some_and(|kept| hash.is_some_and(|hash| kept == hash)) {
            self.found.kept = Some(number);
        }
        self.found.head = Head { number, hash: hash.cloned().unwrap_or_default() };
    }

    /// The hash before the first row, and whether it is the one that was written there.
    fn begins(&mut self, hash: &str, as_written: bool) {
        if hash == BEGINNING {
            self.found.secret_not_noted = true;
        } else if hash != self.beginning {
            self.broken(if as_written { Broken::Secret } else { Broken::DoesNotFollow(1) });
        }
    }

    /// The answers that are kept to a row of which the content is as it was written.
    fn answers(&mut self, row: &Row) {
        let Some(answers) = self.answers.get(&row.number) else { return };
        let noted = row.content().and_then(|content| content.answer);
        for answer in answers {
            if noted.is_none() && answer.is_none() && self.found.secret_not_noted {
                self.found.answers_not_noted += 1;
            } else if noted.is_none() || *answer != noted {
                self.broken(Broken::Answer(row.number));
            }
        }
    }

    fn readable(&mut self, row: &Row) {
        let number = row.number;
        if row.stays.hash(number, &row.previous) != row.hash {
            self.broken(Broken::Changed(number));
        }
        if let Some(catalogue) =
            row.stays.catalogue.as_ref().filter(|name| !self.catalogues.contains(name.as_str()))
        {
            self.broken(Broken::Catalogue(catalogue.clone()));
        }
        match (&row.sealed, row.stays.kind) {
            (Some(Err(TooLarge)), _) => self.broken(Broken::TooLarge(number)),
            (Some(Ok(sealed)), _) if Some(sealed.digest()) == row.stays.digest => {
                self.found.whole += 1;
                self.answers(row);
            }
            (Some(Ok(_)), _) => self.broken(Broken::Content(number)),
            (None, Kind::Decision) => self.gone(row),
            (None, Kind::Erased | Kind::Pruned) => {}
        }
    }

    /// A decision whose content is gone. Only what comes after a row tells of it.
    fn gone(&mut self, row: &Row) {
        let candidate = row.stays.candidate.as_deref();
        let erased = candidate.and_then(|candidate| self.erased.get(candidate));
        let after = self.pruned.partition_point(|(event, _)| *event <= row.number);
        if erased.is_some_and(|event| *event > row.number) {
            self.found.erased += 1;
        } else if self.pruned.get(after).is_some_and(|(_, moment)| row.stays.answered_at < *moment) {
            self.found.pruned += 1;
        } else {
            self.broken(Broken::Vanished(row.number));
        }
    }

    /// The end, of a log that says that it ends there; and the rows that have no number, and the answers that belong to
    /// none.
    pub(super) fn end(mut self, head: Option<&Head>, without_number: i64, loose_answers: i64) -> Verified {
        let last = self.found.head.clone();
        match head {
            Some(head) if last.number < head.number => self.broken(Broken::Tail(head.number)),
            Some(head) if last.number > head.number => self.broken(Broken::Beyond(last.number)),
            Some(head) if last.number == 0 => {
                self.begins(&head.hash, true);
                self.found.head.hash.clone_from(&head.hash);
            }
            Some(head) if last.hash != head.hash => self.broken(Broken::DoesNotFollow(last.number)),
            Some(_) => {}
            None => self.broken(Broken::End),
        }
        if without_number > 0 {
            self.broken(Broken::WithoutNumber(without_number));
        }
        if loose_answers > 0 {
            self.broken(Broken::LooseAnswers(loose_answers));
        }
        if let Some(kept) = self.kept
            && self.found.kept.is_none()
        {
            self.broken(Broken::NoSuchHead(kept.to_owned()));
        }
        self.found
    }
}

impl Speak for Broken {
    fn say(&self, lang: Lang) -> String {
        match self {
            Broken::Missing { from, to } if from == to => {
                say!(lang, fr: "la ligne {from} n’est plus là", en: "row {from} is not there any more")
            }
            Broken::Missing { from, to } => {
                say!(lang, fr: "les lignes {from} à {to} ne sont plus là", en: "rows {from} to {to} are not there any more")
            }
            Broken::Changed(number) => {
                say!(lang, fr: "la ligne {number} a été changée", en: "row {number} was changed")
            }
            Broken::DoesNotFollow(number) => say!(lang,
                fr: "la ligne {number} ne suit pas celle qui la précède", en: "row {number} does not follow the one before it"),
            Broken::Content(number) => {
                say!(lang, fr: "le contenu de la ligne {number} a été changé", en: "the content of row {number} was changed")
            }
            Broken::TooLarge(number) => say!(lang,
                fr: "le contenu de la ligne {number} est plus grand que ce qui se lit", en: "the content of row {number} is larger than can be read"),
            Broken::Vanished(number) => say!(lang,
                fr: "le contenu de la ligne {number} a disparu, et aucune ligne ne dit pourquoi",
                en: "the content of row {number} is gone, and no row says why"),
            Broken::Answer(number) => say!(lang,
                fr: "la réponse gardée pour la ligne {number} a été changée", en: "the answer kept to row {number} was changed"),
            Broken::LooseAnswers(answers) => say!(lang,
                fr: "réponses gardées qui ne sont d’aucun contenu : {answers}", en: "kept answers that belong to no content: {answers}"),
            Broken::Secret => say!(lang,
                fr: "le secret du journal a été changé", en: "the secret of the log was changed"),
            Broken::Catalogue(digest) => say!(lang,
                fr: "la liste de paquets {digest} a été changée ou n’est plus là",
                en: "the list of packages {digest} was changed or is not there any more"),
            Broken::Tail(number) => say!(lang,
                fr: "la fin a été coupée : le journal allait jusqu’à la ligne {number}",
                en: "the end was cut off: the log went on to row {number}"),
            Broken::WithoutNumber(rows) => say!(lang,
                fr: "lignes sans numéro entier : {rows}", en: "rows without a whole number: {rows}"),
            Broken::End => say!(lang,
                fr: "ce que le journal dit de sa fin a été changé", en: "what the log says of its end was changed"),
            Broken::Beyond(number) => {
                say!(lang, fr: "la ligne {number} est au-delà de la fin", en: "row {number} lies beyond the end")
            }
            Broken::NoSuchHead(hash) => say!(lang,
                fr: "aucune ligne n’a l’empreinte {hash}, gardée ailleurs : le journal a été coupé ou refait",
                en: "no row has the hash {hash} that was kept elsewhere: the log was cut off or made anew"),
        }
    }
}
