//! Scripts and plugins decide the same files and say the same, byte for byte, or refuse them in the same words.
//!
//! How many files are made up is set by `PARCHEMIN_FILES`, from which one on by `PARCHEMIN_FIRST`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use parchemin::{
    Backend, Evaluated, Judge, Judged, Parchemin, Prepared, Setup,
    cases::Asked,
    core::{
        CandidateFile, Decision, Lack, Lang, Missing, Speak, canonical,
        decision::Outcome,
        file::{Leniency, parse},
        limits::BoundKind,
    },
};
use parchemin_bulk::{
    generate::{Generator, Shares, World, cases},
    members::pointers,
};
use parchemin_tests::{case, interpreted, shrink::shrink};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};
use tempfile::TempDir;

/// The files that are made up.
const SEED: u64 = 1;

/// How many of them.
const FILES: u64 = 100_000;

/// Threads that decide.
const THREADS: u64 = 2;

/// One file in so many is decided in English as well.
const IN_ENGLISH: u64 = 10;

/// Members of two decisions that are shown where they differ.
const SHOWN: usize = 20;

/// The two hosts that should agree, under an edition of the framework: one runs the scripts of the packages, the other
/// their plugins; or those plugins that `PARCHEMIN_PLUGINS` holds, a folder with a folder for each package.
fn hosts(edition: &str) -> (Parchemin, Parchemin) {
    let built = env::var_os("PARCHEMIN_PLUGINS").map(PathBuf::from);
    let rebuilt: Vec<TempDir> = built
        .iter()
        .flat_map(|built| ["socle", "cadre-1", "cadre-2"].map(|p| with_plugin(built, p)))
        .collect();
    let folders: Vec<PathBuf> = rebuilt.iter().map(|folder| folder.path().to_owned()).collect();
    (host(edition, Backend::Rhai, folders.clone()), host(edition, Backend::Wasm, folders))
}

/// A host of the packages that the program carries, and of others in their place.
fn host(edition: &str, backend: Backend, packages: Vec<PathBuf>) -> Parchemin {
    let mut setup = Setup { backend: Some(backend), packages, ..Setup::default() };
    setup.use_edition(edition).unwrap();
    Parchemin::new(&setup).unwrap_or_else(|fault| panic!("{fault}"))
}

/// A package of ours with the plugin that was built for it.
fn with_plugin(built: &Path, package: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&case::corpus().join("../../rulesets").join(package), folder.path());
    fs::copy(built.join(package).join("rules.wasm"), folder.path().join("rules.wasm")).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The editions of the framework, each with what it answers to.
const EDITIONS: [&str; 2] = ["cadre@1", "cadre@2"];

/// A file, and where it comes from.
struct Input {
    file: CandidateFile,
    origin: String,
}

/// What was seen on the way.
#[derive(Debug, Default)]
struct Tally {
    decided: u64,
    refused: u64,
    limits: BTreeMap<BoundKind, u64>,
}

impl Tally {
    fn note(&mut self, answer: &Answer) {
        match answer {
            Ok(decision) => {
                self.decided += 1;
                decision.limits.iter().for_each(|hit| *self.limits.entry(hit.bound).or_default() += 1);
            }
            Err(_) => self.refused += 1,
        }
    }

    fn add(&mut self, other: Tally) {
        self.decided += other.decided;
        self.refused += other.refused;
        other.limits.into_iter().for_each(|(kind, count)| *self.limits.entry(kind).or_default() += count);
    }
}

/// What a host says: the decision, or the words of the refusal.
type Answer = Result<Decision, String>;

fn answer(host: &Parchemin, file: &CandidateFile, lang: Lang) -> Answer {
    host.decide(file, None, lang)
        .map_err(|refusal| [refusal.say(lang), refusal.help(lang).unwrap_or_default()].join("\n"))
}

/// Whether two answers have the same bytes. Equal decisions have: only others need to be written to be compared, which
/// takes longer than to decide.
fn same(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other || canonical(one).unwrap() == canonical(other).unwrap(),
        (one, other) => one == other,
    }
}

/// The answer as one looks at it.
fn shown(answer: &Answer) -> Value {
    match answer {
        Ok(decision) => json!(decision),
        Err(words) => json!({ "refused": words }),
    }
}

/// Lets both hosts answer `count` inputs.
///
/// # Errors
/// The first input on which they differ, made small, and how to come back to it.
fn compare(
    (a, b): (&Parchemin, &Parchemin),
    count: u64,
    input: &(impl Fn(u64) -> Input + Sync),
) -> Result<Tally, String> {
    let every = |first: u64| -> Result<Tally, (u64, Lang)> {
        let mut tally = Tally::default();
        for n in (first..count).step_by(usize::try_from(THREADS).unwrap()) {
            let Input { file, .. } = input(n);
            let english = if n.is_multiple_of(IN_ENGLISH) { Some(Lang::En) } else { None };
            for lang in [Lang::Fr].into_iter().chain(english) {
                let one = answer(a, &file, lang);
                if !same(&one, &answer(b, &file, lang)) {
                    return Err((n, lang));
                }
                if lang == Lang::Fr {
                    tally.note(&one);
                }
            }
        }
        Ok(tally)
    };
    let done: Vec<_> = thread::scope(|scope| {
        let every = &every;
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || every(first))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    if let Some((n, lang)) = done.iter().filter_map(|done| done.as_ref().err()).min() {
        return Err(report((a, b), &input(*n), *lang));
    }
    let mut tally = Tally::default();
    done.into_iter().flatten().for_each(|other| tally.add(other));
    Ok(tally)
}

fn report((a, b): (&Parchemin, &Parchemin), input: &Input, lang: Lang) -> String {
    let answers = |file: &Value| {
        let file = parse(file.to_string().as_bytes(), Leniency::Strict).ok()?;
        Some((answer(a, &file, lang), answer(b, &file, lang)))
    };
    let small =
        shrink(&json!(input.file), |file| answers(file).is_some_and(|(one, other)| !same(&one, &other)));
    let mut differing = Vec::new();
    if let Some((one, other)) = answers(&small) {
        differences(&shown(&one), &shown(&other), "", &mut differing);
    }
    let more = differing.len().saturating_sub(SHOWN);
    differing.truncate(SHOWN);
    format!(
        "the two hosts differ, in {lang}, on {}\n\nthe least of it on which they do; `parchemin evaluate` takes it:\n\
         {small:#}\n\nwhere they differ:\n{}\n({more} more)",
        input.origin,
        differing.join("\n")
    )
}

/// The pointers at which two values differ, with both.
fn differences(one: &Value, other: &Value, at: &str, into: &mut Vec<String>) {
    let null = Value::Null;
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let only_b = b.keys().filter(|name| !a.contains_key(*name));
            for name in a.keys().chain(only_b) {
                let [one, other] = [a, b].map(|members| members.get(name).unwrap_or(&null));
                differences(one, other, &format!("{at}/{name}"), into);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for index in 0..a.len().max(b.len()) {
                let [one, other] = [a, b].map(|rows| rows.get(index).unwrap_or(&null));
                differences(one, other, &format!("{at}/{index}"), into);
            }
        }
        (one, other) if one != other => into.push(format!("  {at}\n    one:   {one}\n    other: {other}")),
        _ => {}
    }
}

// ── The inputs ──────────────────────────────────────────────────────────────────────────────────────────────────

/// Every file of the corpus and of its variants, each with the date on which its case decides it.
fn corpus() -> Vec<Input> {
    let mut all = Vec::new();
    for path in case::files(&case::corpus()).unwrap() {
        let read = case::read(&path).unwrap();
        for asked in read.asks().unwrap() {
            let origin = format!("{}, no. {}", path.display(), asked.number);
            all.extend(dated(&asked).map(|file| Input { file, origin }));
        }
    }
    all
}

/// The file with the date of its decision in it; none for a case of a file that is refused before.
fn dated(asked: &Asked<'_>) -> Option<CandidateFile> {
    let read = parse(asked.file.to_string().as_bytes(), Leniency::Strict);
    let mut file = match read {
        Ok(file) => file,
        Err(fault) => {
            assert!(asked.expect.refused.is_some(), "{}: {fault}", asked.shows);
            return None;
        }
    };
    file.evaluate_on = asked.as_of.or(file.evaluate_on);
    Some(file)
}

fn setting(name: &str, usual: u64) -> u64 {
    env::var(name)
        .map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

fn compare_list(hosts: (&Parchemin, &Parchemin), list: &[Input]) -> Result<Tally, String> {
    let nth = |n: u64| {
        let Input { file, origin } = list.get(usize::try_from(n).unwrap()).unwrap();
        Input { file: file.clone(), origin: origin.clone() }
    };
    compare(hosts, u64::try_from(list.len()).unwrap(), &nth)
}

fn world(host: &Parchemin) -> World {
    World::of(host.catalogue()).unwrap()
}

/// File `n` made up with the seed, counted from the first.
fn made_up(generator: &Generator, first: u64) -> impl Fn(u64) -> Input + Sync {
    move |n| {
        let n = first + n;
        let again = format!("file {n} of seed {SEED}; again: PARCHEMIN_FIRST={n} PARCHEMIN_FILES=1");
        Input { file: generator.file(n), origin: again }
    }
}

// ── The claim ───────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn scripts_and_plugins_agree_on_every_file_of_the_corpus() {
    let inputs = corpus();
    assert!(inputs.len() > 150, "only {} files", inputs.len());
    for edition in EDITIONS {
        let (a, b) = hosts(edition);
        let tally = compare_list((&a, &b), &inputs).unwrap_or_else(|report| panic!("{report}"));
        println!("corpus, {edition}: {tally:?}");
    }
}

#[test]
fn scripts_and_plugins_agree_on_each_day_of_the_law_and_without_each_member() {
    for edition in EDITIONS {
        let (a, b) = hosts(edition);
        let inputs: Vec<Input> = cases(&world(&a))
            .map(|file| Input { origin: format!("the case {:?}", file.id.clone().unwrap_or_default()), file })
            .collect();
        let tally = compare_list((&a, &b), &inputs).unwrap_or_else(|report| panic!("{report}"));
        println!("cases, {edition}: {tally:?}");
        let undated = inputs.iter().filter(|input| input.file.evaluate_on.is_none()).count();
        assert_eq!(
            tally.refused,
            u64::try_from(undated).unwrap(),
            "only a file without a date is refused: {tally:?}"
        );
    }
}

#[test]
fn scripts_and_plugins_agree_on_files_made_up() {
    // Each edition has half of them.
    let (first, count) = (setting("PARCHEMIN_FIRST", 0), setting("PARCHEMIN_FILES", FILES));
    let half = count.div_ceil(2);
    for (edition, first) in EDITIONS.into_iter().zip([first, first + half]) {
        let (a, b) = hosts(edition);
        let generator = Generator::new(world(&a), SEED, &Shares::default()).unwrap();
        let tally =
            compare((&a, &b), half, &made_up(&generator, first)).unwrap_or_else(|report| panic!("{report}"));
        println!("made up, {edition}: {tally:?}");
        assert_eq!((tally.decided, tally.refused), (half, 0));
    }
}

#[test]
fn scripts_are_followed_as_the_interpreter_runs_them() {
    let count = setting("PARCHEMIN_FILES", FILES).min(10_000);
    for edition in EDITIONS {
        // The packages that the interpreter has too: no plugin runs here, and one built anew would change the digest.
        let followed = host(edition, Backend::Rhai, Vec::new());
        let run = interpreted::host(edition).unwrap();
        let generator = Generator::new(world(&followed), SEED, &Shares::default()).unwrap();
        let told = |report: String| -> Tally { panic!("{report}") };
        let of_corpus = compare_list((&followed, &run), &corpus()).unwrap_or_else(told);
        let made_up = compare((&followed, &run), count, &made_up(&generator, 0)).unwrap_or_else(told);
        println!("interpreted, {edition}: {of_corpus:?}, {made_up:?}");
    }
}

#[test]
fn a_plugin_answers_in_bulk_as_scripts_do_one_by_one() {
    for edition in EDITIONS {
        let (scripts, plugins) = hosts(edition);
        let generator = Generator::new(world(&scripts), SEED, &Shares::default()).unwrap();
        let files: Vec<Arc<CandidateFile>> = (0..3_000).map(|n| Arc::new(generator.file(n))).collect();
        let prepared = |host: &Parchemin| -> Vec<Prepared> {
            files.iter().map(|file| host.prepare(Arc::clone(file), None).unwrap()).collect()
        };
        let in_bulk = prepared(&plugins);
        let in_bulk = in_bulk.iter().zip(plugins.evaluate(&in_bulk));
        for ((one, expected), (other, found)) in prepared(&scripts)
            .iter()
            .map(|one| (one, scripts.evaluate(std::slice::from_ref(one)).remove(0)))
            .zip(in_bulk)
        {
            let in_words = |host: &Parchemin, prepared, evaluated: &Evaluated<'_>| {
                canonical(&host.in_words(prepared, evaluated, Lang::Fr).unwrap()).unwrap()
            };
            let expected = expected.unwrap();
            assert_eq!(expected.headline(), found.as_ref().unwrap().headline());
            assert!(in_words(&scripts, one, &expected) == in_words(&plugins, other, &found.unwrap()));
        }
    }
}

#[test]
fn verdicts_without_words_are_those_of_the_decision_and_stay_so_when_rows_are_known_again() {
    for edition in EDITIONS {
        let (scripts, plugins) = hosts(edition);
        for host in [&scripts, &plugins] {
            let generator = Generator::new(world(host), SEED, &Shares::default()).unwrap();
            let mut judge = Judge::new(host);
            let files = (0..1_500).map(|n| Arc::new(generator.file(n)));
            let prepared: Vec<Prepared> = files.map(|file| host.prepare(file, None).unwrap()).collect();
            // In pieces of other sizes the second time, when most rows are known.
            for size in [64, 7] {
                for piece in prepared.chunks(size) {
                    for ((one, judged), evaluated) in
                        piece.iter().zip(judge.judge(piece)).zip(host.evaluate(piece))
                    {
                        let decision = host.in_words(one, &evaluated.unwrap(), Lang::Fr).unwrap();
                        assert_same(&judged.unwrap(), one, &decision);
                    }
                }
            }
        }
    }
}

fn assert_same(judged: &Judged<'_>, prepared: &Prepared, decision: &Decision) {
    assert_eq!(judged.headline, decision.headline);
    assert_eq!(judged.document, decision.document);
    assert!(judged.limits.iter().map(|(_, hit)| hit).eq(&decision.limits));
    for (question, answered) in &decision.questions {
        assert_eq!(judged.answers.get(*question), *answered);
    }
    assert_eq!(judged.judgements.len(), decision.findings.len());
    for (judgement, finding) in judged.judgements.iter().zip(&decision.findings) {
        let missing: Vec<Lack> = judgement.missing().into_iter().flat_map(Missing::lacks).collect();
        assert_eq!(
            (
                judgement.package(),
                &judgement.rule().id,
                judgement.subject(prepared.case()),
                judgement.verdict()
            ),
            (finding.package.as_str(), &finding.rule, finding.subject.clone(), finding.verdict)
        );
        assert_eq!(missing, finding.missing, "{} of {:?}", finding.rule, decision.candidate);
    }
}

#[test]
fn scripts_and_plugins_reach_the_same_bounds() {
    // A file that costs more than a package allows, and a package that allows next to nothing.
    let (a, b) = hosts("cadre@1");
    let period = json!({ "from": "2010-01-01", "to": "2010-02-01", "status": "employee", "related": true });
    let file = json!({
        "evaluate_on": "2026-09-01",
        "target": { "titre": "mediateur-numerique" },
        "route": "vae",
        "events": { "request_filed": "2026-03-01", "recevabilite_notified": "2026-04-01" },
        "experience": vec![period; 9_000],
        "sessions": [{ "kind": "titre", "date": "2026-10-01" }],
    });
    let mut unknown = file.clone();
    unknown["experience"] = json!(vec![json!({}); 10_000]);
    // Of the second nothing is known: to name it all takes as long as there is of it, and no longer.
    let inputs = [(file, "nine thousand periods"), (unknown, "ten thousand periods without a word")];
    let inputs = inputs.map(|(file, origin)| Input {
        file: parse(file.to_string().as_bytes(), Leniency::Strict).unwrap(),
        origin: origin.to_owned(),
    });
    let tally = compare_list((&a, &b), &inputs).unwrap_or_else(|report| panic!("{report}"));
    assert!(!tally.limits.is_empty(), "no bound was reached: {tally:?}");
}

// ── That a difference would be found ────────────────────────────────────────────────────────────────────────────

/// Two hosts that do not agree: the two editions of the framework.
fn editions() -> [Parchemin; 2] {
    ["cadre@1", "cadre@2"].map(|edition| {
        let mut setup = Setup::default();
        setup.use_edition(edition).unwrap();
        Parchemin::new(&setup).unwrap()
    })
}

#[test]
fn a_difference_is_found_and_shown_with_its_place_and_the_way_back() {
    let [a, b] = editions();
    let generator = Generator::new(world(&a), SEED, &Shares::default()).unwrap();
    let report = compare((&a, &b), 4, &made_up(&generator, 7)).unwrap_err();
    for part in [
        "file 7 of seed 1",
        "PARCHEMIN_FIRST=7",
        "\"evaluate_on\": \"2000-01-01\"",
        "/version",
        "1.0.0",
        "2.0.0",
    ] {
        assert!(report.contains(part), "`{part}` is missing:\n{report}");
    }
}

#[test]
fn a_file_that_is_decided_otherwise_is_made_small() {
    let [a, b] = editions();
    let generator = Generator::new(world(&a), SEED, &Shares { defective: 0.0, ..Shares::default() }).unwrap();
    let outcomes = |file: &Value| {
        let file = parse(file.to_string().as_bytes(), Leniency::Strict).ok()?;
        Some(
            [&a, &b].map(|host| host.decide(&file, None, Lang::Fr).map(|decision| decision.headline.outcome)),
        )
    };
    let otherwise =
        |file: &Value| outcomes(file) == Some([Ok(Outcome::NonRecevable), Ok(Outcome::Recevable)]);
    let file = generator.files().take(2_000).map(|file| json!(file)).find(otherwise).unwrap();
    let small = shrink(&file, otherwise);
    assert!(otherwise(&small));
    let (whole, left) = (pointers(&file).len(), pointers(&small).len());
    assert!(whole > 30 && left <= 12, "{left} of {whole} members are left:\n{small:#}");
}
