//! Runs cases on the mutants of a package: which of them are noticed, and by what.

use super::{Kind, Mutant, mutants};
use parchemin::{
    cases::{Bench, Loaded, Named},
    core::{Lang, say},
    parallel,
};
use serde::Serialize;

/// What becomes of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The package does not check: nobody could have loaded it.
    NoMutant,
    /// This case notices.
    Killed(String),
    /// No case notices.
    Survived,
}

/// The mutants of a package, before they are run.
pub struct Trial<'b> {
    bench: &'b Bench,
    package: &'b Loaded,
    mutants: Vec<Mutant>,
}

/// A mutant that no case noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Survivor {
    /// The file, inside the package.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The line as it is, from the first place that changes.
    pub before: String,
    /// The line as the mutant has it.
    pub after: String,
    /// The kind of error.
    pub kind: Kind,
    /// What the place rests on.
    pub rests_on: Option<String>,
}

/// What became of the mutants of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The package: id and version.
    pub package: String,
    /// Changes that no package could have: they are no mutants.
    pub unsound: usize,
    /// Mutants that a case noticed.
    pub killed: usize,
    /// Mutants that none noticed, in the order of their files.
    pub survivors: Vec<Survivor>,
    /// Mutants that were not run, since more than the bound.
    pub left_out: usize,
}

impl<'b> Trial<'b> {
    /// All mutants of a package on a bench. The bench should run scripts: a plugin does not change with them.
    pub fn new(bench: &'b Bench, package: &'b Loaded) -> Trial<'b> {
        Trial { bench, package, mutants: mutants(package.files(), package.checked()) }
    }

    /// The mutants.
    pub fn mutants(&self) -> &[Mutant] {
        &self.mutants
    }

    /// Runs at most so many mutants, spread over all, on cases of packages: the package's own should come first.
    pub fn run(&self, cases: &[(&Loaded, Vec<Named>)], most: Option<usize>, threads: usize) -> Report {
        let chosen = spread(&self.mutants, most.unwrap_or(usize::MAX));
        let fates = parallel::each(&chosen, threads, |mutant| self.fate(mutant, cases));
        let mut report = Report {
            package: self.package.name(),
            unsound: 0,
            killed: 0,
            survivors: Vec::new(),
            left_out: self.mutants.len() - chosen.len(),
        };
        for (mutant, fate) in chosen.iter().zip(fates) {
            match fate {
                Fate::NoMutant => report.unsound += 1,
                Fate::Killed(_) => report.killed += 1,
                Fate::Survived => report.survivors.extend(self.survivor(mutant)),
            }
        }
        report
    }

    /// What becomes of one mutant: the cases are run until one notices.
    pub fn fate(&self, mutant: &Mutant, cases: &[(&Loaded, Vec<Named>)]) -> Fate {
        let Some(files) = mutant.of(self.package.files()) else { return Fate::NoMutant };
        let Ok(bench) = self.bench.with(&[files]) else { return Fate::NoMutant };
        for (package, cases) in cases {
            let package = bench.packages().iter().find(|loaded| loaded.name() == package.name());
            let Some(package) = package else { return Fate::NoMutant };
            match bench.first_failure(package, cases) {
                Ok(None) => {}
                Ok(Some(failed)) => return Fate::Killed(failed.name),
                Err(_) => return Fate::NoMutant,
            }
        }
        Fate::Survived
    }

    fn survivor(&self, mutant: &Mutant) -> Option<Survivor> {
        let text = self.package.files().text(&mutant.file).ok().flatten()?;
        let (before, rest) = (text.get(..mutant.span.start)?, text.get(mutant.span.clone())?);
        let head = before.rsplit('\n').next().unwrap_or_default();
        let tail = text.get(mutant.span.end..)?.lines().next().unwrap_or_default();
        let one_line = |text: String| text.trim().lines().map(str::trim).collect::<Vec<_>>().join(" ⏎ ");
        Some(Survivor {
            file: mutant.file.clone(),
            line: before.matches('\n').count() + 1,
            before: one_line(format!("{head}{rest}{}", if rest.ends_with('\n') { "" } else { tail })),
            after: if mutant.kind == Kind::Row && rest.ends_with('\n') {
                String::new()
            } else {
                one_line(format!("{head}{}{tail}", mutant.with))
            },
            kind: mutant.kind,
            rests_on: mutant.rests_on.clone(),
        })
    }
}

impl Report {
    /// How many mutants of a hundred were noticed, rounded down; none where there was no mutant.
    pub fn score(&self) -> Option<usize> {
        let all = self.killed + self.survivors.len();
        (self.killed * 100).checked_div(all)
    }

    /// For people: the survivors, each with its place, then the score.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        for survivor in &self.survivors {
            let Survivor { file, line, before, after, kind, rests_on } = survivor;
            let (package, kind) = (&self.package, kind.spoken(lang));
            text += &format!("{package} {file}:{line} ({kind})\n  - {before}\n  + {after}\n");
            if let Some(rests_on) = rests_on {
                text += &format!("    {rests_on}\n");
            }
        }
        let Report { package, killed, unsound, left_out, .. } = self;
        let all = killed + self.survivors.len();
        let score = self.score().map_or("—".to_owned(), |score| format!("{score} %"));
        text += &say!(lang,
            fr: "{package} : {killed} mutant(s) sur {all} aperçu(s) par les cas, {score}",
            en: "{package}: {killed} mutant(s) of {all} noticed by the cases, {score}");
        if *unsound > 0 {
            text += &say!(lang,
                fr: " ; {unsound} changement(s) refusé(s) au chargement", en: "; {unsound} change(s) refused on loading");
        }
        if *left_out > 0 {
            text += &say!(lang, fr: " ; {left_out} non essayé(s)", en: "; {left_out} not tried");
        }
        text + "\n"
    }
}

/// So many of all, spread evenly, in order.
fn spread(all: &[Mutant], most: usize) -> Vec<&Mutant> {
    let count = all.len().min(most);
    (0..count).filter_map(|place| all.get(place * all.len() / count)).collect()
}
