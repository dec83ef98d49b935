//! Every fault of a candidate file, not the first alone: what is wrong is noted, taken out, and the rest is read again
//! by the same reader that refused it, until nothing is refused. So the words are those of every other way in.

use super::{Fault, Kind, Problem};
use parchemin::{
    Parchemin, Refusal,
    core::{
        CandidateFile, Day, Lang, Speak,
        file::{FileFault, JsonKind, Leniency, Reason, parse},
        lang::perhaps,
        ruling::RuleFault,
        say, shortened,
    },
    pointer::unescaped,
};
use serde_json::{Value, json};
use std::sync::Arc;

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

/// A refusal whose advice is for who asks by HTTP.
struct NoDate;

impl Speak for NoDate {
    fn say(&self, lang: Lang) -> String {
        Refusal::NoDate.say(lang)
    }

    fn help(&self, lang: Lang) -> Option<String> {
        Some(say!(lang,
            fr: "donner `evaluate_on` dans le dossier, ou le paramètre `as_of=AAAA-MM-JJ`",
            en: "give `evaluate_on` in the file, or the parameter `as_of=YYYY-MM-DD`"))
    }
}

/// The problem of a file that was refused before it was decided: all that is wrong with it, for the packages too.
pub(crate) fn of_file(
    first: FileFault,
    bytes: &[u8],
    leniency: Leniency,
    host: &Parchemin,
    as_of: Option<Day>,
) -> Problem {
    match first {
        FileFault::TooLarge => Problem::new(Kind::TooLarge).saying(FileFault::TooLarge),
        FileFault::NotJson { .. } => Problem::new(Kind::NotJson).with(vec![Fault::new(None, first)]),
        first => {
            let mut faults = Faults { all: Vec::new(), left: READ_AGAIN };
            faults.of_format(first, bytes, leniency, host, as_of);
            faults.problem()
        }
    }
}

/// The problem of a file that the packages refuse.
pub(crate) fn refused(
    refusal: &Refusal,
    file: &CandidateFile,
    host: &Parchemin,
    as_of: Option<Day>,
) -> Problem {
    match refusal {
        Refusal::Rule(failed) => {
            let kind = match failed.fault() {
                RuleFault::Time | RuleFault::Unavailable(_) => Kind::RuleStopped,
                RuleFault::Wrong { .. } | RuleFault::Bound(_) => Kind::RuleFailed,
            };
            Problem::new(kind).saying(refusal.clone())
        }
        Refusal::NoDate | Refusal::Unknown(_) => {
            let mut faults = Faults { all: Vec::new(), left: READ_AGAIN };
            faults.of_names(serde_json::to_value(file).unwrap_or_default(), host, as_of);
            faults.problem()
        }
    }
}

struct Faults {
    all: Vec<Fault>,
    /// Bytes that may still be read again.
    left: usize,
}

impl Faults {
    fn problem(self) -> Problem {
        Problem::new(Kind::WrongFile).with(self.all)
    }

    fn note(&mut self, pointer: &str, what: impl Speak + Send + Sync + 'static) {
        self.all.push(Fault::new(Some(pointer.to_owned()), what));
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
        bytes: &[u8],
        leniency: Leniency,
        host: &Parchemin,
        as_of: Option<Day>,
    ) {
        let Ok(mut json) = serde_json::from_slice::<Value>(bytes) else { return self.other(first) };
        let mut fault = Some(first);
        // Wrong values first, whatever members the format does not know.
        while let Some(found) = fault.take() {
            match found {
                FileFault::WrongValue { ref pointer, ref reason, .. } => {
                    let (pointer, reason) = (pointer.clone(), reason.clone());
                    self.other(found);
                    // What cannot be taken out would be found again.
                    let row = match reason {
                        Reason::Kind { expected: JsonKind::Object, .. } => json!({}),
                        _ => known_ccp(host),
                    };
                    if !take_out(&mut json, &pointer, row) {
                        return;
                    }
                }
                FileFault::UnknownMembers { .. } => {}
                other => return self.other(other),
            }
            if !self.may_go_on(bytes.len()) {
                return;
            }
            fault = parse(json.to_string().as_bytes(), Leniency::IgnoreUnknownMembers).err();
        }
        if leniency == Leniency::Strict {
            self.unknown_members(json.clone());
        }
        if let Ok(file) = parse(json.to_string().as_bytes(), Leniency::IgnoreUnknownMembers) {
            self.of_names(serde_json::to_value(file).unwrap_or_default(), host, as_of);
        }
    }

    /// The members that the format does not know; the reader lists some at a time.
    fn unknown_members(&mut self, mut json: Value) {
        loop {
            let text = json.to_string();
            let Err(FileFault::UnknownMembers { members, .. }) = parse(text.as_bytes(), Leniency::Strict)
            else {
                return;
            };
            for (pointer, nearest) in members {
                let out = take_out(&mut json, &pointer, Value::Null);
                self.note(&pointer.clone(), UnknownMember { pointer, nearest });
                if !out {
                    return;
                }
            }
            if !self.may_go_on(text.len()) {
                return;
            }
        }
    }

    fn other(&mut self, fault: FileFault) {
        match fault {
            // What is read again stands on other lines than what was sent.
            FileFault::WrongValue { pointer, reason, .. } => {
                let fault = FileFault::WrongValue { pointer: pointer.clone(), place: None, reason };
                self.note(&shortened(&pointer), fault);
            }
            // The advice is for who asks by HTTP.
            FileFault::UnknownMembers { members, .. } => {
                for (pointer, nearest) in members {
                    self.note(&pointer.clone(), UnknownMember { pointer, nearest });
                }
            }
            fault => self.all.push(Fault::new(None, fault)),
        }
    }

    /// The names that no package describes, and the date that nobody gives.
    fn of_names(&mut self, mut json: Value, host: &Parchemin, as_of: Option<Day>) {
        let (mut as_of, size) = (as_of, json.to_string().len());
        while self.may_go_on(size) {
            let Ok(file) = serde_json::from_value::<CandidateFile>(json.clone()) else { return };
            match host.prepare(Arc::new(file), as_of) {
                Ok(_) | Err(Refusal::Rule(_)) => return,
                Err(Refusal::NoDate) => {
                    // Was it there and wrong, that has been said.
                    if !self.all.iter().any(|fault| fault.pointer.as_deref() == Some("/evaluate_on")) {
                        self.note("/evaluate_on", NoDate);
                    }
                    // Any day will do: what is looked for are names.
                    as_of = "2000-01-01".parse().ok();
                }
                Err(refusal) => {
                    let Some(pointer) = refusal.pointer().map(str::to_owned) else { return };
                    self.note(&pointer, refusal);
                    if !take_out(&mut json, &pointer, known_ccp(host)) {
                        return;
                    }
                }
            }
        }
    }
}

/// Takes a member out; the row of a list is replaced by one that is right, so that those after it keep their numbers.
fn take_out(json: &mut Value, pointer: &str, row: Value) -> bool {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return false };
    match json.pointer_mut(parent) {
        Some(Value::Object(members)) => members.remove(&unescaped(last)).is_some(),
        Some(Value::Array(rows)) => match last.parse::<usize>().ok().and_then(|index| rows.get_mut(index)) {
            Some(place) if *place != row => {
                *place = row;
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// A CCP that the packages know, to stand where a list has something else.
fn known_ccp(host: &Parchemin) -> Value {
    let mut revisions = host.catalogue().packages().filter_map(|package| package.revision.as_ref());
    revisions.find_map(|revision| revision.titre.ccps.first()).map(|ccp| ccp.id.as_str()).into()
}
