//! Every fault of a candidate file, not the first alone: what is wrong is noted, taken out, and the rest is read again
//! by the same reader that refused it, until nothing is refused. So the words are those of every other way in.

use super::{Fault, Kind, Problem, sent::Sent};
use parchemin::{
    Parchemin, Refusal,
    core::{
        CandidateFile, Day, Lang, Speak,
        file::{FileFault, JsonKind, Leniency, Reason, parse},
        lang::perhaps,
        ruling::RuleFault,
        say, shortened,
    },
    pointer::escaped,
};
use serde::de::IgnoredAny;
use std::{collections::BTreeSet, sync::Arc};

/// Faults that are told of one body; one that has more is not meant seriously.
pub(crate) const FAULTS: usize = 100;

/// Bytes that are read again to find them, so that a bad file costs little more than a good one: a large file with many
/// faults is told of some.
const READ_AGAIN: usize = 1024 * 1024;

/// A member that the format does not know.
struct UnknownMember {
    pointer: String,
    nearest: Option<String>,
}

impl Speak for UnknownMember {
    fn say(&self, lang: Lang) -> String {
        let pointer = &self.pointer;
        say!(lang, fr: "le format ne connaît pas le membre `{pointer}`", en: "the format does not know the member `{pointer}`")
    }

    fn help(&self, lang: Lang) -> Option<String> {
        let nearest: Vec<String> = self.nearest.iter().cloned().collect();
        perhaps(lang, &nearest).or_else(|| {
            Some(say!(lang,
                fr: "le retirer, ou demander `ignore_unknown=true`", en: "remove it, or ask with `ignore_unknown=true`"))
        })
    }
}

/// A date that nobody gives, with advice for who asks by HTTP.
struct NoDate(Asking);

impl Speak for NoDate {
    fn say(&self, lang: Lang) -> String {
        match self.0 {
            Asking::Both([None, Some(_)]) => {
                say!(lang, fr: "aucune date n’est donnée pour `/before`", en: "no date is given for `/before`")
            }
            Asking::Both([Some(_), None]) => {
                say!(lang, fr: "aucune date n’est donnée pour `/after`", en: "no date is given for `/after`")
            }
            _ => Refusal::NoDate.say(lang),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        let sides = match self.0 {
            Asking::One(_) => {
                return Some(say!(lang,
                    fr: "donner `evaluate_on` dans le dossier, ou le paramètre `as_of=AAAA-MM-JJ`",
                    en: "give `evaluate_on` in the file, or the parameter `as_of=YYYY-MM-DD`"));
            }
            Asking::Both([None, Some(_)]) => "`/before/as_of`".to_owned(),
            Asking::Both([Some(_), None]) => "`/after/as_of`".to_owned(),
            Asking::Both(_) => {
                say!(lang, fr: "`/before/as_of` et `/after/as_of`", en: "`/before/as_of` and `/after/as_of`")
            }
        };
        Some(
            say!(lang, fr: "donner `/file/evaluate_on`, ou {sides}", en: "give `/file/evaluate_on`, or {sides}"),
        )
    }
}

/// A fault of a file, with advice for who asks by HTTP.
pub(crate) struct ByHttp(pub(crate) FileFault);

impl Speak for ByHttp {
    fn say(&self, lang: Lang) -> String {
        self.0.say(lang)
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match &self.0 {
            FileFault::NotJson { truncated: false, .. } => Some(say!(lang,
                fr: "corriger à cet endroit ; le schéma : `/v1/schemas/candidate`",
                en: "mend it there; the schema: `/v1/schemas/candidate`")),
            FileFault::WrongValue { reason: Reason::Kind { .. } | Reason::Other(_), .. } => {
                Some(say!(lang, fr: "voir `/v1/schemas/candidate`", en: "see `/v1/schemas/candidate`"))
            }
            fault => fault.help(lang),
        }
    }
}

/// A name that no package describes, told where it stands in the body.
struct UnknownName {
    refusal: Refusal,
    pointer: String,
    place: &'static str,
}

impl Speak for UnknownName {
    fn say(&self, lang: Lang) -> String {
        let (said, pointer) = (self.refusal.say(lang), &self.pointer);
        match said.rsplit_once(&format!("`{pointer}`")) {
            Some((before, after)) => format!("{before}`{}{pointer}`{after}", self.place),
            None => said,
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        self.refusal.help(lang)
    }
}

/// In what a file was sent, with the dates of its decisions as far as they are given beside it.
#[derive(Clone, Copy)]
pub(crate) enum Asking {
    /// By itself, or as a line of a batch.
    One(Option<Day>),
    /// In a comparison, before and after.
    Both([Option<Day>; 2]),
}

impl Asking {
    /// Where the file stands in the body.
    fn place(self) -> &'static str {
        match self {
            Asking::One(_) => "",
            Asking::Both(_) => "/file",
        }
    }

    /// The pointer of the file as a whole, where it is not all of the body.
    fn whole(self) -> Option<String> {
        Some(self.place().to_owned()).filter(|place| !place.is_empty())
    }

    /// A date to decide on, unless one is missing.
    fn date(self) -> Option<Day> {
        match self {
            Asking::One(date) => date,
            Asking::Both([before, after]) => before.and(after),
        }
    }
}

/// The problem of a file that was refused before it was decided: all that is wrong with it, for the packages too.
pub(crate) fn of_file(
    first: FileFault,
    bytes: &[u8],
    leniency: Leniency,
    host: &Parchemin,
    asking: Asking,
) -> Problem {
    match first {
        FileFault::TooLarge => Problem::new(Kind::TooLarge).saying(FileFault::TooLarge),
        FileFault::NotJson { .. } => not_json(first, asking),
        first => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let sent = serde_json::from_slice::<Sent>(bytes);
            // The reader stops at the first fault; what comes after it may be no JSON. What is too deep for us may be.
            let deep = |error: &serde_json::Error| {
                serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
                    && error.to_string().starts_with("recursion limit")
            };
            let mut faults = Faults { all: Vec::new(), left: READ_AGAIN, asking };
            match sent {
                Ok(sent) => faults.of_format(first, sent, bytes.len(), leniency, host),
                Err(error) if deep(&error) => faults.other(first),
                Err(error) => return not_json(FileFault::not_json(&error), asking),
            }
            faults.problem()
        }
    }
}

fn not_json(fault: FileFault, asking: Asking) -> Problem {
    Problem::new(Kind::NotJson).with(vec![Fault::new(asking.whole(), ByHttp(fault))])
}

/// The problem of a file that the packages refuse.
pub(crate) fn refused(refusal: &Refusal, file: &CandidateFile, host: &Parchemin, asking: Asking) -> Problem {
    match refusal {
        Refusal::Rule(failed) => {
            let kind = match failed.fault() {
                RuleFault::Time | RuleFault::Unavailable(_) => Kind::RuleStopped,
                RuleFault::Wrong { .. } | RuleFault::Bound(_) => Kind::RuleFailed,
            };
            Problem::new(kind).saying(refusal.clone())
        }
        Refusal::NoDate | Refusal::Unknown(_) => {
            let mut faults = Faults { all: Vec::new(), left: READ_AGAIN, asking };
            faults.of_names(file, host);
            faults.problem()
        }
    }
}

struct Faults {
    all: Vec<Fault>,
    /// Bytes that may still be read again.
    left: usize,
    asking: Asking,
}

impl Faults {
    fn problem(self) -> Problem {
        Problem::new(Kind::WrongFile).with(self.all)
    }

    /// Where a member of the file stands in the body.
    fn placed(&self, pointer: &str) -> String {
        format!("{}{pointer}", self.asking.place())
    }

    fn note(&mut self, pointer: String, what: impl Speak + Send + Sync + 'static) {
        self.all.push(Fault::new(Some(pointer), what));
    }

    /// Whether there is room for one more, of a file of that size.
    fn may_go_on(&mut self, size: usize) -> bool {
        let enough = self.left >= size && self.all.len() < FAULTS;
        self.left = self.left.saturating_sub(size);
        enough
    }

    fn of_format(
        &mut self,
        first: FileFault,
        mut sent: Sent,
        size: usize,
        leniency: Leniency,
        host: &Parchemin,
    ) {
        let mut fault = Some(first);
        // Wrong values first, whatever members the format does not know.
        while let Some(found) = fault.take() {
            match found {
                FileFault::WrongValue { ref pointer, ref reason, .. } => {
                    let (pointer, reason) = (pointer.clone(), reason.clone());
                    self.other(found);
                    let out = match reason {
                        // The object stays, and the second of the two in it, which may be wrong besides.
                        Reason::Twice(member) => {
                            sent.take_out(&format!("{pointer}/{}", escaped(&member)), known_ccp(host))
                        }
                        Reason::Kind { expected: JsonKind::Object, .. } => {
                            sent.take_out(&pointer, Sent::Object(Vec::new()))
                        }
                        _ => sent.take_out(&pointer, known_ccp(host)),
                    };
                    // What cannot be taken out would be found again.
                    if !out {
                        return;
                    }
                }
                FileFault::UnknownMembers { .. } => {}
                other => return self.other(other),
            }
            if !self.may_go_on(size) {
                return;
            }
            fault = parse(sent.text().as_bytes(), Leniency::IgnoreUnknownMembers).err();
        }
        let read = parse(sent.text().as_bytes(), Leniency::IgnoreUnknownMembers);
        if leniency == Leniency::Strict {
            self.unknown_members(sent);
        }
        if let Ok(file) = read {
            self.of_names(&file, host);
        }
    }

    /// The members that the format does not know; the reader lists some at a time.
    fn unknown_members(&mut self, mut sent: Sent) {
        let mut told = BTreeSet::new();
        loop {
            let text = sent.text();
            let Err(FileFault::UnknownMembers { members, .. }) = parse(text.as_bytes(), Leniency::Strict)
            else {
                return;
            };
            for (pointer, nearest) in members {
                let out = sent.take_out(&pointer, Sent::Object(Vec::new()));
                if told.insert(pointer.clone()) {
                    self.unknown_member(&pointer, nearest);
                }
                if !out {
                    return;
                }
            }
            if !self.may_go_on(text.len()) {
                return;
            }
        }
    }

    fn unknown_member(&mut self, pointer: &str, nearest: Option<String>) {
        let pointer = self.placed(pointer);
        self.note(pointer.clone(), UnknownMember { pointer, nearest });
    }

    fn other(&mut self, fault: FileFault) {
        match fault {
            // What is read again stands on other lines than what was sent.
            FileFault::WrongValue { pointer, reason, .. } => {
                let pointer = self.placed(&pointer);
                let fault = FileFault::WrongValue { pointer: pointer.clone(), place: None, reason };
                self.note(shortened(&pointer), ByHttp(fault));
            }
            // The advice is for who asks by HTTP.
            FileFault::UnknownMembers { members, .. } => {
                for (pointer, nearest) in members {
                    self.unknown_member(&pointer, nearest);
                }
            }
            fault => self.all.push(Fault::new(self.asking.whole(), ByHttp(fault))),
        }
    }

    /// The names that no package describes, and the date that nobody gives.
    fn of_names(&mut self, file: &CandidateFile, host: &Parchemin) {
        let written = serde_json::to_vec(file).unwrap_or_default();
        let Ok(mut sent) = serde_json::from_slice::<Sent>(&written) else { return };
        let mut as_of = self.asking.date();
        while self.may_go_on(written.len()) {
            let Ok(file) = serde_json::from_str::<CandidateFile>(&sent.text()) else { return };
            match host.prepare(Arc::new(file), as_of) {
                Ok(_) | Err(Refusal::Rule(_)) => return,
                Err(Refusal::NoDate) => {
                    // Was it there and wrong, that has been said.
                    let pointer = self.placed("/evaluate_on");
                    if !self.all.iter().any(|fault| fault.pointer.as_ref() == Some(&pointer)) {
                        self.note(pointer, NoDate(self.asking));
                    }
                    // Any day will do: what is looked for are names.
                    as_of = "2000-01-01".parse().ok();
                }
                Err(refusal) => {
                    let Some(pointer) = refusal.pointer().map(str::to_owned) else { return };
                    let place = self.asking.place();
                    let placed = self.placed(&pointer);
                    self.note(placed, UnknownName { refusal, pointer: pointer.clone(), place });
                    if !sent.take_out(&pointer, known_ccp(host)) {
                        return;
                    }
                }
            }
        }
    }
}

/// A CCP that the packages know, to stand where a list has something else.
fn known_ccp(host: &Parchemin) -> Sent {
    let mut revisions = host.catalogue().packages().filter_map(|package| package.revision.as_ref());
    Sent::Plain(revisions.find_map(|revision| revision.titre.ccps.first()).map(|ccp| ccp.id.as_str()).into())
}
