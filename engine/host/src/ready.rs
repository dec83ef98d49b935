//! Packages prepared to run: resolved, their parameters merged, their rules compiled. Only these can decide.

use crate::load::Setup;
use parchemin_core::{Lang, Speak, decision::Outcome, parameter::Parameters, ruling::Ruleset, titre::Titre};
use parchemin_package::{
    Catalogue, CatalogueFault, Code, PackageFault, Problem, Said,
    check::{Checked, Component, DocumentRule},
    written::{Backend, Change, placeholders_in},
};
use parchemin_rhai::RhaiRules;
use parchemin_wasm::{Cache, Plugin, PluginFault, RulesFault, Stop, Time, Understood, WasmRules};
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
    /// The sandbox of plugins cannot be made.
    Plugins(Stop),
}

/// What rules were compiled for: the digest of their package, the digests of those whose parameters they see, and the
/// revision they run under.
type Seen = (String, Vec<String>, Option<String>);

/// Compiles packages, each once for the parameters it sees; a plugin is asked about each revision it runs under.
pub(crate) struct Preparer<'s> {
    setup: &'s Setup,
    compiled: BTreeMap<Seen, Arc<dyn Ruleset>>,
    sandbox: Option<parchemin_wasm::Sandbox>,
    /// By the digest of their package.
    plugins: BTreeMap<String, Plugin>,
    /// Under no revision yet.
    understood: BTreeMap<Seen, Arc<Understood>>,
}

impl<'s> Preparer<'s> {
    /// The setup says in what form rules run.
    pub(crate) fn new(setup: &'s Setup) -> Preparer<'s> {
        Preparer {
            setup,
            compiled: BTreeMap::new(),
            sandbox: None,
            plugins: BTreeMap::new(),
            understood: BTreeMap::new(),
        }
    }

    /// Prepares packages that decide together.
    pub(crate) fn ready(&mut self, packages: Vec<Arc<Checked>>) -> Result<Ready, ReadyFault> {
        let revision = packages.iter().find_map(|package| package.revision.as_ref());
        let titre = revision.map(|revision| Arc::clone(&revision.titre));
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
            let context =
                Context { parameters: &parameters, absent_texts: &absent_texts, titre: titre.as_deref() };
            let rules = self.rules(&package, &seen, context)?;
            ready.push(ReadyPackage { checked: package, rules });
        }
        Ok(Ready { packages: ready, parameters: Arc::new(parameters), absent_texts: Arc::new(absent_texts) })
    }

    fn rules(
        &mut self,
        package: &Checked,
        seen: &[String],
        context: Context<'_>,
    ) -> Result<Option<Arc<dyn Ruleset>>, ReadyFault> {
        if package.rules.is_empty() && package.scripts.is_empty() && package.component.is_none() {
            return Ok(None);
        }
        let compiled_in = self
            .setup
            .compiled_in
            .iter()
            .find(|((id, versions), _)| *id == package.identity.id && versions.matches(&package.version));
        let backend = package.backend(self.setup.backend);
        // A script knows nothing of the titre until it runs; a plugin may object to one.
        let revision = context.titre.filter(|_| backend == Backend::Wasm).map(|titre| titre.revision.clone());
        let key = (package.identity.digest.clone(), seen.to_vec(), revision);
        if let Some(known) = self.compiled.get(&key) {
            return Ok(Some(Arc::clone(known)));
        }
        let rules: Arc<dyn Ruleset> = match (compiled_in, backend, &package.component) {
            (Some((_, rules)), _, _) => rules(&package.uses(), context.parameters, context.absent_texts)
                .map_err(|faults| faulty(Code::Plugin, &package.identity.id, faults.iter()))?,
            (None, Backend::Wasm, Some(component)) => {
                Arc::new(self.plugin(package, component, seen, context)?)
            }
            (None, Backend::Wasm | Backend::Rhai, _) => Arc::new(scripts(package, context)?),
        };
        self.compiled.insert(key, Arc::clone(&rules));
        Ok(Some(rules))
    }

    fn plugin(
        &mut self,
        package: &Checked,
        component: &Component,
        seen: &[String],
        context: Context<'_>,
    ) -> Result<WasmRules, ReadyFault> {
        let faulty = |faults: Vec<RulesFault>| faulty(Code::Plugin, &component.file, faults.iter());
        let key = (package.identity.digest.clone(), seen.to_vec(), None);
        let understood = match self.understood.get(&key) {
            Some(understood) => understood,
            None => {
                let plugin = self.loaded(package, component)?;
                let (parameters, absent_texts) = (context.parameters, context.absent_texts);
                let given = parchemin_wasm::Context { parameters, absent_texts, bounds: package.bounds };
                let understood = Understood::new(plugin, &component.file, &package.uses(), &given);
                self.understood.entry(key).or_insert(Arc::new(understood.map_err(faulty)?))
            }
        };
        WasmRules::new(Arc::clone(understood), context.parameters, context.titre).map_err(faulty)
    }

    fn loaded(&mut self, package: &Checked, component: &Component) -> Result<Plugin, ReadyFault> {
        if let Some(plugin) = self.plugins.get(&package.identity.digest) {
            return Ok(plugin.clone());
        }
        let sandbox = match &self.sandbox {
            Some(sandbox) => sandbox,
            None => {
                let made = parchemin_wasm::Sandbox::new(Time::default(), Cache::of_user());
                self.sandbox.insert(made.map_err(ReadyFault::Plugins)?)
            }
        };
        let plugin = sandbox.load(&component.bytes).map_err(|fault| {
            // What a plugin could want of its host is what could answer otherwise tomorrow.
            let wants = matches!(fault, PluginFault::Imports(_));
            let code = if wants { Code::NotDeterministic } else { Code::Plugin };
            faulty(code, &component.file, [&fault])
        })?;
        self.plugins.insert(package.identity.digest.clone(), plugin.clone());
        Ok(plugin)
    }
}

/// What is wrong with a part of a package, as its backend says it.
fn faulty<'f, F: Speak + 'f>(code: Code, file: &str, faults: impl IntoIterator<Item = &'f F>) -> ReadyFault {
    let said = |fault: &F| {
        let help = fault.help(Lang::Fr).zip(fault.help(Lang::En)).map(|(fr, en)| Said { fr, en });
        let reason = Said { fr: fault.say(Lang::Fr), en: fault.say(Lang::En) };
        PackageFault::new(file, "", None, Problem::Told { code, reason, help })
    };
    ReadyFault::Package(faults.into_iter().map(said).collect())
}

/// What rules run with, whatever their form.
#[derive(Clone, Copy)]
struct Context<'c> {
    parameters: &'c Parameters,
    absent_texts: &'c BTreeMap<String, String>,
    titre: Option<&'c Titre>,
}

fn scripts(package: &Checked, context: Context<'_>) -> Result<RhaiRules, ReadyFault> {
    let sandbox = parchemin_rhai::Sandbox { bounds: package.bounds, ..Default::default() };
    let context =
        parchemin_rhai::Context { parameters: context.parameters, absent_texts: context.absent_texts };
    RhaiRules::new(&package.scripts, &package.uses(), context, sandbox).map_err(ReadyFault::Package)
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
    /// In the order of their ids.
    by_revision: Vec<(String, Ready)>,
    framework: Ready,
}

impl AllReady {
    /// Prepares all packages of a catalogue that are in use.
    pub(crate) fn new(catalogue: &Catalogue, setup: &Setup) -> Result<AllReady, ReadyFault> {
        let mut preparer = Preparer::new(setup);
        let framework = preparer.ready(catalogue.frameworks())?;
        let mut by_revision = Vec::new();
        for titre in catalogue.titres() {
            for (package, _) in catalogue.timeline(&titre) {
                let ready = preparer.ready(catalogue.with_requirements(&package))?;
                by_revision.push((package.identity.id.clone(), ready));
            }
        }
        by_revision.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(AllReady { by_revision, framework })
    }

    /// The place of what decides under a revision.
    pub(crate) fn place(&self, revision: &str) -> Option<usize> {
        self.by_revision.binary_search_by(|(id, _)| id.as_str().cmp(revision)).ok()
    }

    /// What decides under the revision of that place.
    pub(crate) fn under(&self, place: Option<usize>) -> &Ready {
        place.and_then(|place| self.by_revision.get(place)).map_or(&self.framework, |(_, ready)| ready)
    }
}

impl Ready {
    /// The document that an outcome earns, as the packages say.
    pub(crate) fn document(&self, outcome: Outcome) -> Option<&DocumentRule> {
        let mut rules = self.packages.iter().flat_map(|package| &package.checked.documents);
        rules.find(|rule| rule.outcomes.contains(&outcome))
    }
}

impl fmt::Debug for ReadyPackage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.checked.identity.id)
    }
}

impl fmt::Debug for AllReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.by_revision.iter().map(|(id, _)| id)).finish()
    }
}
