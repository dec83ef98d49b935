//! Packages prepared to run: resolved, their parameters merged, their scripts compiled. Only these can decide.

use parchemin_core::{parameter::Parameters, ruling::Ruleset, vocabulary::View};
use parchemin_package::{
    Catalogue, CatalogueFault, PackageFault, Problem,
    check::Checked,
    written::{Change, placeholders_in},
};
use parchemin_rhai::{Context, RhaiRules, Sandbox};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// The packages that decide one case, those required first, ready to run.
pub(crate) struct Ready {
    pub(crate) packages: Vec<ReadyPackage>,
    pub(crate) parameters: Arc<Parameters>,
    pub(crate) absent_texts: Arc<BTreeMap<String, String>>,
}

/// One package with its rules.
pub(crate) struct ReadyPackage {
    pub(crate) checked: Arc<Checked>,
    pub(crate) rules: Option<Arc<dyn Ruleset>>,
}

/// What keeps packages from being prepared.
#[derive(Debug)]
pub(crate) enum ReadyFault {
    Package(Vec<PackageFault>),
    Catalogue(Vec<CatalogueFault>),
}

/// Compiles packages, each once for the parameters it sees.
#[derive(Default)]
pub(crate) struct Preparer {
    compiled: BTreeMap<(String, Vec<String>), Arc<dyn Ruleset>>,
}

impl Preparer {
    /// Prepares packages that decide together.
    pub(crate) fn ready(&mut self, packages: Vec<Arc<Checked>>) -> Result<Ready, ReadyFault> {
        let parameters = merged(&packages).map_err(|fault| ReadyFault::Catalogue(vec![fault]))?;
        let absent_texts: BTreeMap<String, String> =
            packages.iter().flat_map(|package| package.absent_texts.clone()).collect();
        let seen: Vec<String> = packages
            .iter()
            .filter(|package| !package.parameters.is_empty())
            .map(|package| package.identity.digest.clone())
            .collect();
        let mut ready = Vec::new();
        for package in packages {
            let unknown = unknown_parameters(&package, &parameters);
            if !unknown.is_empty() {
                return Err(ReadyFault::Package(unknown));
            }
            let context = Context { parameters: &parameters, absent_texts: &absent_texts };
            let rules = self.rules(&package, &seen, context).map_err(ReadyFault::Package)?;
            ready.push(ReadyPackage { checked: package, rules });
        }
        Ok(Ready { packages: ready, parameters: Arc::new(parameters), absent_texts: Arc::new(absent_texts) })
    }

    fn rules(
        &mut self,
        package: &Checked,
        seen: &[String],
        context: Context<'_>,
    ) -> Result<Option<Arc<dyn Ruleset>>, Vec<PackageFault>> {
        if package.rules.is_empty() && package.scripts.is_empty() {
            return Ok(None);
        }
        let key = (package.identity.digest.clone(), seen.to_vec());
        if let Some(known) = self.compiled.get(&key) {
            return Ok(Some(Arc::clone(known)));
        }
        let functions: Vec<(String, View)> =
            package.rules.iter().map(|rule| (rule.function.clone(), rule.subject.view())).collect();
        let sandbox = Sandbox { bounds: package.bounds, ..Sandbox::default() };
        let rules: Arc<dyn Ruleset> =
            Arc::new(RhaiRules::new(&package.scripts, &functions, context, sandbox)?);
        self.compiled.insert(key, Arc::clone(&rules));
        Ok(Some(rules))
    }
}

/// The parameters of all of them; no id twice.
fn merged(packages: &[Arc<Checked>]) -> Result<Parameters, CatalogueFault> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut all = Parameters::new();
    for package in packages {
        for (id, parameter) in &package.parameters {
            if let Some(first) = owners.insert(id, &package.identity.id) {
                return Err(CatalogueFault::ParameterTwice {
                    parameter: id.clone(),
                    first: first.to_owned(),
                    second: package.identity.id.clone(),
                });
            }
            all.insert(id.clone(), parameter.clone());
        }
    }
    Ok(all)
}

/// The parameters that messages, deadlines and steps of a package name and that nobody defines. Scripts are checked by
/// their backend.
fn unknown_parameters(package: &Checked, parameters: &Parameters) -> Vec<PackageFault> {
    let mut named: Vec<(String, String)> = Vec::new();
    for (lang, messages) in &package.messages {
        let file = format!("{}/messages.{lang}.toml", package.identity.id);
        let rules = messages.rules.values();
        let texts = rules.flat_map(|rule| rule.texts().chain(rule.steps.values().map(String::as_str)));
        let texts = texts.chain(messages.deadlines.values().map(String::as_str));
        let in_texts = texts.flat_map(placeholders_in).filter_map(|name| name.strip_prefix("law."));
        named.extend(in_texts.map(|id| (file.clone(), id.to_owned())));
        let noted =
            messages.rules.values().flat_map(|rule| rule.notes.met.keys().chain(rule.notes.unmet.keys()));
        named.extend(noted.map(|id| (file.clone(), id.clone())));
    }
    let file = format!("{}/rules.toml", package.identity.id);
    let deadlines = package.deadlines.iter().flat_map(|rule| rule.years.iter().chain(rule.only_if.keys()));
    named.extend(deadlines.map(|id| (file.clone(), id.clone())));
    for step in package.rules.iter().flat_map(|rule| &rule.steps) {
        if let Change::Activity { activities, years, days_in_a_year, hours } = &step.change {
            let ids = [Some(activities), years.as_ref(), days_in_a_year.as_ref(), hours.as_ref()];
            named.extend(ids.into_iter().flatten().map(|id| (file.clone(), id.clone())));
        }
    }
    named.retain(|(_, id)| !parameters.contains_key(id));
    named
        .into_iter()
        .map(|(file, id)| {
            let nearest = parchemin_core::nearest(&id, parameters.keys().map(String::as_str));
            PackageFault::new(&file, "", None, Problem::UnknownParameter { parameter: id, nearest })
        })
        .collect()
}

/// Everything that can decide, by the revision that governs; and the framework alone, for when that is not known.
pub(crate) struct AllReady {
    by_revision: BTreeMap<String, Ready>,
    framework: Ready,
}

impl AllReady {
    /// Prepares all packages of a catalogue that are in use.
    pub(crate) fn new(catalogue: &Catalogue) -> Result<AllReady, ReadyFault> {
        let mut preparer = Preparer::default();
        let framework = preparer.ready(catalogue.frameworks())?;
        let mut by_revision = BTreeMap::new();
        for titre in catalogue.titres() {
            for (package, _) in catalogue.timeline(&titre) {
                let ready = preparer.ready(catalogue.with_requirements(&package))?;
                by_revision.insert(package.identity.id.clone(), ready);
            }
        }
        Ok(AllReady { by_revision, framework })
    }

    /// What decides under a revision.
    pub(crate) fn under(&self, revision: Option<&str>) -> &Ready {
        revision.and_then(|revision| self.by_revision.get(revision)).unwrap_or(&self.framework)
    }
}

impl fmt::Debug for AllReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.by_revision.keys()).finish()
    }
}
