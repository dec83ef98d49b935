//! Which version number a change needs, by what it says and by what it does to decisions; and whether it has it.

use super::{
    changes::{Change, Changes, Edition},
    need::{Level, plain},
    population::{self, Drawn},
};
use parchemin::{
    Parchemin, Setup,
    core::{CandidateFile, Decision, Lang, Speak, decision::Outcome, say},
    packages::{Files, PackageFault, check},
};
use parchemin_bulk::{
    generate::GenerateFault,
    impact::{self, Bucket, Compared, Impact, ImpactFault, Passed, Report, Side},
    read::{InputFault, ReadOptions, Reader},
};
use semver::Version;
use serde::Serialize;
use serde_json::{Value, json};
use std::{fs, io};

/// Which version number is needed, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Needed {
    /// The package before.
    pub old: Edition,
    /// The package after.
    pub new: Edition,
    /// How far its version must be from the one before.
    pub needed: Level,
    /// How far it is; absent where it does not follow.
    pub taken: Option<Level>,
    /// The first version that suffices.
    pub version: String,
    /// Why, the strongest reason first.
    pub reasons: Vec<Reason>,
    /// How many candidates were decided by both.
    pub compared: u64,
    /// A candidate whose decision changes, by the strongest reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

/// A reason for a level.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// The level that it asks for.
    pub level: Level,
    /// What it is.
    #[serde(flatten)]
    pub why: Why,
}

/// What asks for a level.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Why {
    /// A change by what it says.
    Change {
        /// The kind of the item.
        kind: &'static str,
        /// Which one.
        id: String,
        /// It in words, French and English.
        #[serde(skip)]
        said: [String; 2],
    },
    /// What becomes of candidates.
    Decisions {
        /// The bucket they are in.
        bucket: Bucket,
        /// How many.
        count: u64,
        /// The items that make it, by name.
        causes: Vec<String>,
        /// They in words, French and English.
        #[serde(skip)]
        said: [String; 2],
    },
    /// Something else in decisions than the headline: a CCP, a deadline, a document.
    Rest {
        /// In how many.
        count: u64,
    },
}

/// A candidate whose decision changes.
#[derive(Clone, Debug, Serialize)]
pub struct Witness {
    /// What becomes of him.
    pub bucket: Bucket,
    /// The outcome before.
    pub old: Outcome,
    /// The outcome after.
    pub new: Outcome,
    /// His file.
    pub file: CandidateFile,
}

/// Why nothing can be said of a version.
#[derive(Debug)]
pub enum VersionFault {
    /// The two packages cannot be compared.
    Impact(ImpactFault),
    /// A package is not of its format.
    Packages(Vec<PackageFault>),
    /// Two packages, not two editions of one.
    NotOnePackage(String, String),
    /// No candidates can be made up.
    Generate(GenerateFault),
    /// An input.
    Input(InputFault),
    /// The candidates cannot be laid down.
    Laid(io::Error),
}

impl Needed {
    /// Whether the version of the new package is far enough from the old one.
    pub fn suffices(&self) -> bool {
        self.taken.is_some_and(|taken| taken >= self.needed)
    }
}

/// Which version number NEW needs after OLD.
///
/// # Errors
/// Packages that cannot be compared, or inputs that cannot be read.
pub fn needed(
    setup: &Setup,
    names: [&str; 2],
    inputs: &[String],
    drawn: Drawn,
) -> Result<Needed, VersionFault> {
    let [old, new] = names;
    let files = [impact::package(setup, old), impact::package(setup, new)];
    let [old_files, new_files] = files;
    let (old_files, new_files) =
        (old_files.map_err(VersionFault::Impact)?, new_files.map_err(VersionFault::Impact)?);
    let [old_package, new_package] = [checked(&old_files)?, checked(&new_files)?];
    let (one, other) = (&old_package.identity.id, &new_package.identity.id);
    if one != other {
        return Err(VersionFault::NotOnePackage(one.clone(), other.clone()));
    }
    let changes =
        Changes::between(&old_files, &new_files).map_err(|fault| VersionFault::Packages(vec![fault]))?;
    let sides = impact::sides(setup, old, new).map_err(VersionFault::Impact)?;
    let mut population =
        population::drawn(&sides, new_package.revision.as_deref(), drawn).map_err(VersionFault::Generate)?;
    for files in [&old_files, &new_files] {
        population.extend(population::cases(files).map_err(VersionFault::Packages)?);
    }
    population.extend(population::given(inputs).map_err(VersionFault::Input)?);
    let rest = unlike(&sides, &population);
    let (report, mut changed) = compared(sides, &population)?;
    let mut reasons = of_changes(&changes);
    reasons.extend(of_decisions(&report));
    // What changes in the headline has been counted.
    let beyond: Vec<usize> =
        rest.into_iter().filter(|n| !changed.iter().any(|(place, _)| place == n)).collect();
    if !beyond.is_empty() {
        reasons.push(Reason { level: Level::Minor, why: Why::Rest { count: beyond.len() as u64 } });
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
    let needed = reasons.first().map_or(Level::None, |reason| reason.level);
    changed.sort_by_key(|(place, compared)| (std::cmp::Reverse(of_bucket(compared.bucket)), *place));
    let witness = changed.first().and_then(|(place, compared)| {
        let (old, new) = (compared.old.outcome(), compared.new.outcome());
        Some(Witness { bucket: compared.bucket, old, new, file: population.get(*place)?.clone() })
    });
    Ok(Needed {
        needed,
        taken: Level::between(&old_package.version, &new_package.version),
        version: version(needed, &old_package.version),
        reasons,
        compared: report.compared,
        witness,
        old: changes.old,
        new: changes.new,
    })
}

fn version(needed: Level, old: &Version) -> String {
    needed.after(old).to_string()
}

fn checked(files: &Files) -> Result<parchemin::packages::Checked, VersionFault> {
    check(files).map_err(VersionFault::Packages)
}

/// The candidates by both catalogues, and those whose headline changes, by their places.
fn compared(
    sides: [Side; 2],
    population: &[CandidateFile],
) -> Result<(Report, Vec<(usize, Compared)>), VersionFault> {
    let folder = tempfile::tempdir().map_err(VersionFault::Laid)?;
    let path = folder.path().join("population.jsonl");
    let lines: String = population.iter().map(|file| format!("{}\n", json!(file))).collect();
    fs::write(&path, lines).map_err(VersionFault::Laid)?;
    let impact = Impact::new(sides, None).map_err(VersionFault::Impact)?;
    let mut changed = Vec::new();
    let inputs = [path.display().to_string()];
    let reader = Reader::open(&inputs, &ReadOptions::default());
    let reader = reader.map_err(|fault| VersionFault::Impact(fault.into()))?;
    let report = impact.run(reader, |passed| {
        if let Passed::Compared(compared) = passed
            && compared.bucket != Bucket::Unchanged
        {
            let line = compared.place.rsplit(':').next().and_then(|line| line.parse::<usize>().ok());
            changed
                .extend(line.and_then(|line| line.checked_sub(1)).map(|place| (place, (*compared).clone())));
        }
        Ok(())
    });
    Ok((report.map_err(VersionFault::Impact)?, changed))
}

/// The places of the candidates whose decisions differ in more than words.
fn unlike(sides: &[Side; 2], population: &[CandidateFile]) -> Vec<usize> {
    let [old, new] = sides;
    let differs = |file: &CandidateFile| {
        let decided =
            |host: &Parchemin| host.decide(file, None, Lang::Fr).ok().map(|decision| substance(&decision));
        decided(&old.host) != decided(&new.host)
    };
    population.iter().enumerate().filter(|(_, file)| differs(file)).map(|(place, _)| place).collect()
}

/// What a decision decides, without its words and what they are taken from.
fn substance(decision: &Decision) -> Value {
    let findings: Vec<Value> = decision
        .findings
        .iter()
        .map(|finding| json!([finding.rule, finding.subject, finding.verdict]))
        .collect();
    let ccps: Vec<Value> =
        decision.ccps.iter().map(|ccp| json!([ccp.ccp, ccp.state, ccp.from, ccp.usable_until])).collect();
    let held: Vec<Value> = decision.held.iter().map(|held| json!([held.ccp, held.fate])).collect();
    let deadlines: Vec<Value> =
        decision.deadlines.iter().map(|deadline| json!([deadline.id, deadline.until])).collect();
    let revision = &decision.revision;
    json!({
        "revision": [json!(revision.state), json!(revision.package), json!(revision.event)],
        "headline": decision.headline, "document": decision.document, "questions": decision.questions,
        "findings": findings, "ccps": ccps, "held": held, "deadlines": deadlines,
    })
}

fn of_bucket(bucket: Bucket) -> Level {
    match bucket {
        Bucket::Unchanged => Level::None,
        Bucket::Gained | Bucket::ReasonChanged => Level::Minor,
        Bucket::Lost | Bucket::BecameUndetermined | Bucket::CannotBeRecomputed => Level::Major,
    }
}

fn both(say: impl Fn(Lang) -> String) -> [String; 2] {
    Lang::ALL.map(say)
}

fn of_changes(changes: &Changes) -> Vec<Reason> {
    let reason = |(level, change): (Level, &Change)| {
        let said = both(|lang| format!("{} ({})", change.named(lang), change.became.spoken(lang)));
        Reason { level, why: Why::Change { kind: change.kind.name(), id: change.id.clone(), said } }
    };
    plain(changes).into_iter().map(reason).collect()
}

fn of_decisions(report: &Report) -> Vec<Reason> {
    let changed = Bucket::ALL.into_iter().filter(|bucket| *bucket != Bucket::Unchanged);
    let counted = changed.filter(|bucket| report.count(*bucket) > 0);
    let reason = |bucket: Bucket| {
        let causes = report.causes.iter().filter(|cause| cause.bucket == bucket);
        let mut causes: Vec<String> = causes.flat_map(|cause| cause.sets.iter().flatten().cloned()).collect();
        causes.sort();
        causes.dedup();
        let said = both(|lang| bucket.spoken(lang));
        let count = report.count(bucket);
        Reason { level: of_bucket(bucket), why: Why::Decisions { bucket, count, causes, said } }
    };
    counted.map(reason).collect()
}

impl Speak for Reason {
    fn say(&self, lang: Lang) -> String {
        let in_lang = |[fr, en]: &[String; 2]| match lang {
            Lang::Fr => fr.clone(),
            Lang::En => en.clone(),
        };
        match &self.why {
            Why::Change { said, .. } => in_lang(said),
            Why::Decisions { count, causes, said, .. } => {
                let bucket = in_lang(said);
                let all = causes.join(", ");
                let causes = match causes.is_empty() {
                    true => String::new(),
                    false => say!(lang, fr: ", par {all}", en: ", by {all}"),
                };
                say!(lang, fr: "{count} candidat(s) : {bucket}{causes}", en: "{count} candidate(s): {bucket}{causes}")
            }
            Why::Rest { count } => say!(lang,
                fr: "{count} décision(s) changent en autre chose que leur résultat : un CCP, une échéance, un document",
                en: "{count} decision(s) change in something else than their outcome: a CCP, a deadline, a document"),
        }
    }
}

impl Speak for Needed {
    fn say(&self, lang: Lang) -> String {
        let (id, old, new) = (&self.new.id, &self.old.version, &self.new.version);
        let (level, version) = (self.needed.spoken(lang), &self.version);
        match (self.needed, self.suffices()) {
            (Level::None, true) => say!(lang,
                fr: "{id} {old} → {new} : rien ne change", en: "{id} {old} → {new}: nothing changes"),
            (_, true) => say!(lang,
                fr: "{id} {old} → {new} : suffit ; il faut une version {level} ({version} au moins)",
                en: "{id} {old} → {new}: suffices; a {level} version is needed ({version} at least)"),
            (_, false) => say!(lang,
                fr: "{id} {old} → {new} : ne suffit pas ; il faut une version {level} ({version} au moins)",
                en: "{id} {old} → {new}: does not suffice; a {level} version is needed ({version} at least)"),
        }
    }
}

impl Speak for VersionFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            VersionFault::Impact(fault) => fault.say(lang),
            VersionFault::Packages(faults) => {
                let said = faults.iter().map(|fault| format!("{}: {}", fault.file(), fault.say(lang)));
                said.collect::<Vec<_>>().join("\n")
            }
            VersionFault::NotOnePackage(old, new) => say!(lang,
                fr: "`{old}` et `{new}` sont deux paquets : chacun a ses propres versions",
                en: "`{old}` and `{new}` are two packages: each has versions of its own"),
            VersionFault::Generate(fault) => fault.say(lang),
            VersionFault::Input(fault) => fault.say(lang),
            VersionFault::Laid(error) => say!(lang,
                fr: "les dossiers de synthèse ne peuvent être écrits : {error}",
                en: "the synthetic files cannot be written: {error}"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            VersionFault::Impact(fault) => fault.help(lang),
            VersionFault::Packages(faults) => faults.first().and_then(|fault| fault.help(lang)),
            VersionFault::NotOnePackage(..) => Some(say!(lang,
                fr: "`parchemin package diff` compare deux révisions", en: "`parchemin package diff` compares two revisions")),
            VersionFault::Generate(fault) => fault.help(lang),
            VersionFault::Input(fault) => fault.help(lang),
            VersionFault::Laid(_) => None,
        }
    }
}

impl std::fmt::Display for VersionFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for VersionFault {}
