//! A fact as a plugin declares it, `related_days(law.vae_activities)`, and how it is established for a case.

use super::established::{Establish, Told};
use crate::{
    Case, Lang, Speak, Subject,
    file::Event,
    nearest,
    parameter::{Amount, Parameter, Parameters},
    say,
    vocabulary::{self, Fact, Glance, LAW, Meaning, Term, Text, Type, Value, View},
};
use std::{collections::BTreeMap, sync::Arc};

/// A declared fact that was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// What a term answers.
    Term(&'static Term, Option<Argument>),
    /// The value of a parameter.
    Parameter(Arc<Parameter>),
}

/// The argument of a declared fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A word, written out.
    Word(Text),
    /// The value of a parameter.
    Parameter(Arc<Parameter>),
}

/// Why a declared fact was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedFault {
    /// It is not written as a fact.
    Unreadable,
    /// No term has that name.
    UnknownTerm(Vec<String>),
    /// No parameter has that id.
    UnknownParameter(String, Vec<String>),
    /// The term computes: a plugin does that by itself.
    Computes,
    /// The term is asked of something that the rule is not applied to.
    OtherSubject(View),
    /// The term takes another argument.
    Argument(Option<Type>),
    /// Its value cannot cross the border by itself.
    OnlyAnArgument,
}

impl Wanted {
    /// Understands a fact as a rule on such a subject declares it.
    ///
    /// # Errors
    /// [`WantedFault`].
    pub fn parse(
        written: &str,
        subject: View,
        parameters: &Parameters,
        absent_texts: &BTreeMap<String, String>,
    ) -> Result<Wanted, WantedFault> {
        let mut quoted = false;
        let compact: String = written
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                quoted || !c.is_whitespace()
            })
            .collect();
        let (path, argument) = match compact.split_once('(') {
            None => (compact.as_str(), None),
            Some((path, rest)) => {
                let inside = rest.strip_suffix(')').ok_or(WantedFault::Unreadable)?;
                (path, Some(inside).filter(|inside| !inside.is_empty()))
            }
        };
        if let Some(id) = law(path) {
            return match (parameter(id, parameters)?, argument) {
                ((_, Type::Words), None) => Err(WantedFault::OnlyAnArgument),
                ((known, _), None) => Ok(Wanted::Parameter(known)),
                (_, Some(_)) => Err(WantedFault::Unreadable),
            };
        }
        let term = vocabulary::terms()
            .find(|term| term.path() == path)
            .ok_or_else(|| WantedFault::UnknownTerm(nearest_terms(path)))?;
        if !matches!(term.meaning, Meaning::Fact(_)) {
            return Err(WantedFault::Computes);
        }
        if term.view.is_subject() && term.view != subject {
            return Err(WantedFault::OtherSubject(term.view));
        }
        let argument = match (term.params, argument) {
            ([], None) => None,
            ([(_, wanted)], Some(argument)) => Some(understood(argument, *wanted, parameters, absent_texts)?),
            (params, _) => return Err(WantedFault::Argument(params.first().map(|(_, wanted)| *wanted))),
        };
        Ok(Wanted::Term(term, argument))
    }

    /// Whether a decision would show the two under one name.
    pub(super) fn hides(&self, other: &Wanted) -> bool {
        match (self, other) {
            (
                Wanted::Term(a, Some(Argument::Parameter(x))),
                Wanted::Term(b, Some(Argument::Parameter(y))),
            ) => a == b && x != y,
            _ => false,
        }
    }

    /// Whether it is the same for every subject of a case.
    pub(super) fn is_of_the_case(&self) -> bool {
        !matches!(self, Wanted::Term(term, _) if term.view.is_subject())
    }

    /// The event that its value depends on, among those that rules name.
    pub(super) fn at(&self, at: Option<Event>) -> Option<Event> {
        match self {
            Wanted::Parameter(_) | Wanted::Term(_, Some(Argument::Parameter(_))) => at,
            Wanted::Term(..) => None,
        }
    }

    /// The texts that its value can be.
    pub(super) fn texts(&self) -> Vec<Text> {
        match self {
            Wanted::Term(Term { result: Type::OneOf(words), .. }, _) => {
                words.iter().map(|word| Text::Word(word)).collect()
            }
            Wanted::Term(..) => Vec::new(),
            Wanted::Parameter(parameter) => parameter
                .values
                .iter()
                .filter_map(|dated| match &dated.value {
                    Some(Amount::Word(word)) => Some(Text::Shared(Arc::clone(word))),
                    _ => None,
                })
                .collect(),
        }
    }
}

impl Establish for Told {
    fn establish(wanted: &Wanted, case: &Case, subject: Subject, at: Option<Event>) -> Told {
        let (term, argument) = match wanted {
            Wanted::Parameter(parameter) => return Told::of_parameter(parameter, case, at),
            Wanted::Term(term, argument) => (*term, argument),
        };
        let (given, argument) = match argument {
            None => (None, None),
            Some(Argument::Word(word)) => (None, Some(Value::Text(word.clone()))),
            Some(Argument::Parameter(parameter)) => {
                let given = Arc::new(Fact::of_parameter(parameter, case, at));
                let argument = given.value().clone();
                (Some(given), Some(argument))
            }
        };
        let fact = asked(term, subject, argument, |args| Fact::of(term, case, args));
        Told { given, fact: Arc::new(fact) }
    }

    fn of_parameter(parameter: &Parameter, case: &Case, at: Option<Event>) -> Told {
        Told { given: None, fact: Arc::new(Fact::of_parameter(parameter, case, at)) }
    }

    fn value(&self) -> &Value {
        self.fact.value()
    }

    fn work(&self) -> u64 {
        self.fact.work() + self.given.as_ref().map_or(0, |given| given.work())
    }

    fn reads(&self) -> u64 {
        let of_given = self.given.as_ref().map_or(0, |given| given.pointers().len() as u64 + 1);
        self.fact.pointers().len() as u64 + of_given
    }
}

impl Establish for Glance {
    /// The parameter that a term was given is paid for and counted with it.
    fn establish(wanted: &Wanted, case: &Case, subject: Subject, at: Option<Event>) -> Glance {
        match wanted {
            Wanted::Parameter(parameter) => Glance::of_parameter(parameter, case, at),
            Wanted::Term(term, None) => asked(term, subject, None, |args| Glance::of(term, case, args)),
            Wanted::Term(term, Some(Argument::Word(word))) => {
                asked(term, subject, Some(Value::Text(word.clone())), |args| Glance::of(term, case, args))
            }
            Wanted::Term(term, Some(Argument::Parameter(parameter))) => {
                let given = Glance::of_parameter(parameter, case, at);
                let glance = asked(term, subject, Some(given.value), |args| Glance::of(term, case, args));
                Glance { work: glance.work + given.work, reads: glance.reads + given.reads + 1, ..glance }
            }
        }
    }

    fn of_parameter(parameter: &Parameter, case: &Case, at: Option<Event>) -> Glance {
        Glance::of_parameter(parameter, case, at)
    }

    fn value(&self) -> &Value {
        &self.value
    }

    fn work(&self) -> u64 {
        self.work
    }

    fn reads(&self) -> u64 {
        self.reads
    }
}

/// Asks a term with its arguments: the subject first, if it is asked of one.
fn asked<F>(term: &Term, subject: Subject, argument: Option<Value>, ask: impl FnOnce(&[Value]) -> F) -> F {
    match (term.view.is_subject(), argument) {
        (false, None) => ask(&[]),
        (false, Some(argument)) => ask(&[argument]),
        (true, None) => ask(&[Value::Subject(subject)]),
        (true, Some(argument)) => ask(&[Value::Subject(subject), argument]),
    }
}

fn law(path: &str) -> Option<&str> {
    path.strip_prefix(LAW)?.strip_prefix('.')
}

/// A parameter and the type of its values.
fn parameter(id: &str, parameters: &Parameters) -> Result<(Arc<Parameter>, Type), WantedFault> {
    let Some(parameter) = parameters.get(id) else {
        return Err(WantedFault::UnknownParameter(
            id.to_owned(),
            nearest(id, parameters.keys().map(String::as_str)),
        ));
    };
    let kind = match parameter.values.iter().find_map(|dated| dated.value.as_ref()) {
        Some(Amount::Number(_)) => Type::Count,
        Some(Amount::Day(_)) => Type::Day,
        Some(Amount::Words(_)) => Type::Words,
        Some(Amount::Word(_)) | None => Type::Text,
    };
    Ok((Arc::clone(parameter), kind))
}

fn understood(
    argument: &str,
    wanted: Type,
    parameters: &Parameters,
    absent_texts: &BTreeMap<String, String>,
) -> Result<Argument, WantedFault> {
    let other = || WantedFault::Argument(Some(wanted));
    if let Some(id) = law(argument) {
        let (known, kind) = parameter(id, parameters)?;
        return if kind == wanted { Ok(Argument::Parameter(known)) } else { Err(other()) };
    }
    let word = argument
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|word| !word.contains('"'))
        .ok_or(WantedFault::Unreadable)?;
    match wanted {
        Type::OneOf(words) => {
            words.iter().find(|known| **known == word).map(|known| Text::Word(known)).ok_or_else(other)
        }
        Type::AbsentText if absent_texts.contains_key(word) => Ok(Text::Shared(word.into())),
        _ => Err(other()),
    }
    .map(Argument::Word)
}

fn nearest_terms(path: &str) -> Vec<String> {
    let paths: Vec<String> = vocabulary::terms().map(Term::path).collect();
    nearest(path, paths.iter().map(String::as_str))
}

impl Speak for WantedFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            WantedFault::Unreadable => {
                say!(lang, fr: "ce n’est pas un fait du vocabulaire", en: "this is no fact of the vocabulary")
            }
            WantedFault::UnknownTerm(_) => {
                say!(lang, fr: "le vocabulaire n’a pas ce mot", en: "the vocabulary has no such word")
            }
            WantedFault::UnknownParameter(id, _) => {
                say!(lang, fr: "aucun paramètre ne s’appelle `{id}`", en: "no parameter is called `{id}`")
            }
            WantedFault::Computes => say!(lang,
                fr: "ce mot calcule : un greffon le fait lui-même", en: "this word computes: a plugin does so by itself"),
            WantedFault::OtherSubject(view) => {
                let view = view.name();
                say!(lang,
                    fr: "ce mot se demande de `{view}`, et la règle ne s’y applique pas",
                    en: "this word is asked of `{view}`, which the rule is not applied to")
            }
            WantedFault::Argument(None) => {
                say!(lang, fr: "ce mot ne prend pas d’argument", en: "this word takes no argument")
            }
            WantedFault::Argument(Some(wanted)) => {
                let wanted = wanted.spoken(lang);
                say!(lang, fr: "ce mot prend un argument : {wanted}", en: "this word takes one argument: {wanted}")
            }
            WantedFault::OnlyAnArgument => say!(lang,
                fr: "une liste de mots ne se lit que comme argument d’un autre mot",
                en: "a list of words is only read as the argument of another word"),
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            WantedFault::UnknownTerm(near) | WantedFault::UnknownParameter(_, near) => {
                crate::lang::perhaps(lang, near)
            }
            WantedFault::Unreadable => Some(say!(lang,
                fr: "écrire `file.route`, `session.provided(\"ecf\")`, `law.nom` ou `related_days(law.nom)`",
                en: "write `file.route`, `session.provided(\"ecf\")`, `law.name` or `related_days(law.name)`")),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    //! A declared fact means what the same words mean in a script; anything else is refused, and near words are named.
    use super::*;

    fn parse(written: &str, subject: View) -> Result<Wanted, WantedFault> {
        Wanted::parse(written, subject, &Parameters::new(), &BTreeMap::new())
    }

    #[test]
    fn a_term_is_found_with_or_without_its_argument() {
        let route = vocabulary::term(View::File, "route").unwrap();
        assert_eq!(parse("file . route", View::None), Ok(Wanted::Term(route, None)));
        let provided = vocabulary::term(View::Session, "provided").unwrap();
        let ecf = Argument::Word(Text::Word("ecf"));
        assert_eq!(parse("session.provided( \"ecf\" )", View::None), Ok(Wanted::Term(provided, Some(ecf))));
        assert!(parse("decisive_day()", View::Juror).is_ok());
    }

    #[test]
    fn what_is_no_fact_is_refused() {
        let fault = |written| parse(written, View::None).unwrap_err();
        assert_eq!(fault("file.rout"), WantedFault::UnknownTerm(nearest_terms("file.rout")));
        assert!(nearest_terms("file.rout").contains(&"file.route".to_owned()));
        assert_eq!(fault("years_after"), WantedFault::Computes);
        assert_eq!(fault("juror.professional"), WantedFault::OtherSubject(View::Juror));
        assert!(matches!(fault("session.provided(\"ecg\")"), WantedFault::Argument(Some(_))));
        assert!(matches!(fault("session.provided"), WantedFault::Argument(Some(_))));
        assert_eq!(fault("file.route(\"vae\")"), WantedFault::Argument(None));
        assert_eq!(fault("session.provided(ecf)"), WantedFault::Unreadable);
        assert!(matches!(fault("law.unknown"), WantedFault::UnknownParameter(..)));
        assert!(matches!(fault("for_want_of(\"x\")"), WantedFault::Argument(Some(Type::AbsentText))));
    }
}
