//! The rules of one package, compiled and ready.

use crate::{
    check::{self, Context},
    program::{Program, Reach},
    sandbox::{Run, RunHandle, STOPPED_BY_CLOCK, Sandbox},
    values::{Unknown, from_dynamic, to_dynamic},
};
use parchemin_core::{
    Subject,
    limits::BoundKind,
    plugin::RuleUse,
    ruling::{Answer, Asked, RuleFault, Ruleset, Ruling, Shortcut},
    vocabulary::{Reading, Value},
};
use parchemin_package::{Code, PackageFault, Problem, Said, check::Script};
use rhai::{AST, CallFnOptions, Dynamic, Engine, EvalAltResult, Position, Scope};
use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex},
};

/// The rules of one package in rhai: checked, compiled, and bounded.
pub struct RhaiRules {
    engine: Engine,
    ast: AST,
    sandbox: Sandbox,
    /// The function of each rule.
    functions: Vec<String>,
    /// The file of each function, for the place of an error.
    files: BTreeMap<String, String>,
    /// The same rules as formulas.
    program: Option<Program>,
}

impl RhaiRules {
    /// Compiles scripts and checks them: every rule has its function, and every function is total, typed, and of the
    /// vocabulary. `rules` names the functions and what they are applied to; `context` is what else they may name.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place.
    pub fn new(
        scripts: &[Script],
        rules: &[RuleUse],
        context: Context<'_>,
        sandbox: Sandbox,
    ) -> Result<RhaiRules, Vec<PackageFault>> {
        let engine = sandbox.engine(context.parameters);
        let mut faults = Vec::new();
        let mut asts: Vec<(&Script, AST)> = Vec::new();
        for script in scripts {
            match engine.compile(&*script.text) {
                Ok(ast) => asts.push((script, ast)),
                Err(error) => faults.push(parse_fault(script, &error)),
            }
        }
        if faults.is_empty() {
            faults = check::check(&asts, rules, context);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let bodies = check::functions(asts.iter().map(|(_, ast)| ast));
        let program = Program::new(&bodies, rules, context.parameters, context.absent_texts, sandbox.bounds);
        let mut whole = AST::empty();
        let mut files = BTreeMap::new();
        for (script, ast) in asts {
            files
                .extend(ast.iter_functions().map(|function| (function.name.to_owned(), script.file.clone())));
            whole.combine(ast);
        }
        let functions = rules.iter().map(|rule| rule.function.clone()).collect();
        Ok(RhaiRules { engine, ast: whole, sandbox, functions, files, program })
    }

    /// The same rules, to be asked what they can answer at all; none where they are not followed as formulas. The rules
    /// and the context are those that they were made for.
    pub fn reach<'r>(&'r self, rules: &'r [RuleUse], context: Context<'r>) -> Option<Reach<'r>> {
        self.program.as_ref().map(|program| Reach { program, rules, context })
    }

    /// Compiles a script and skips the check, so that the sandbox can be attacked by itself.
    #[cfg(test)]
    pub(crate) fn unchecked(
        script: &str,
        parameters: &parchemin_core::parameter::Parameters,
        sandbox: Sandbox,
    ) -> Result<RhaiRules, rhai::ParseError> {
        let engine = sandbox.engine(parameters);
        let ast = engine.compile(script)?;
        let functions = ast.iter_functions().map(|function| function.name.to_owned()).collect();
        Ok(RhaiRules { engine, ast, sandbox, functions, files: BTreeMap::new(), program: None })
    }

    /// The deterministic bounds under which these rules run.
    #[cfg(test)]
    pub(crate) fn bounds(&self) -> parchemin_core::limits::Bounds {
        self.sandbox.bounds
    }

    /// The place of a function among the rules.
    #[cfg(test)]
    pub(crate) fn place(&self, function: &str) -> usize {
        self.functions.iter().position(|known| known == function).unwrap_or(usize::MAX)
    }

    fn fault(&self, function: &str, error: &EvalAltResult) -> RuleFault {
        use EvalAltResult as E;
        match error {
            E::ErrorInFunctionCall(inner_function, _, inner, _) => {
                let known = self.files.contains_key(inner_function);
                self.fault(if known { inner_function } else { function }, inner)
            }
            E::ErrorTooManyOperations(_) => RuleFault::Bound(BoundKind::Work),
            E::ErrorStackOverflow(_) => RuleFault::Bound(BoundKind::Depth),
            E::ErrorDataTooLarge(..) | E::ErrorTooManyVariables(_) => RuleFault::Bound(BoundKind::Memory),
            E::ErrorTerminated(token, position) => match token.read_lock::<BoundKind>() {
                Some(kind) => RuleFault::Bound(*kind),
                None if token.to_string() == STOPPED_BY_CLOCK => RuleFault::Time,
                None => self.wrong(function, token.to_string(), *position),
            },
            E::ErrorRuntime(token, position) => self.wrong(function, token.to_string(), *position),
            other => self.wrong(function, other.to_string(), other.position()),
        }
    }

    fn wrong(&self, function: &str, reason: String, position: Position) -> RuleFault {
        RuleFault::Wrong {
            file: self.files.get(function).cloned().unwrap_or_default(),
            place: Some((position.line().unwrap_or(1), position.position().unwrap_or(1))),
            reason,
        }
    }
}

impl RhaiRules {
    /// Runs a rule in the sandbox, whether or not it could be followed as a formula: the answer and the reading are the
    /// same.
    pub fn interpret(&self, asked: Asked) -> Ruling {
        match self.functions.get(asked.rule) {
            Some(function) => self.run(function, asked.reading),
            None => {
                Ruling { answer: Err(self.wrong("", "?".to_owned(), Position::NONE)), reading: asked.reading }
            }
        }
    }

    fn run(&self, function: &str, reading: Reading) -> Ruling {
        let subject = reading.subject();
        let run = RunHandle(Arc::new(Mutex::new(Run { reading, last_unknown: None })));
        self.sandbox.start();
        let options = CallFnOptions::new().eval_ast(false).with_tag(run.clone());
        let mut scope = Scope::new();
        let result: Result<Dynamic, _> = if subject == Subject::File {
            self.engine.call_fn_with_options(options, &mut scope, &self.ast, function, ())
        } else {
            let subject = to_dynamic(Value::Subject(subject));
            self.engine.call_fn_with_options(options, &mut scope, &self.ast, function, (subject,))
        };
        let mut finished = run.lock();
        let fresh = finished.reading.afresh();
        let reading = mem::replace(&mut finished.reading, fresh);
        let answer = match result {
            Ok(value) => match from_dynamic(&value) {
                Some(Value::Verdict(verdict)) => Ok(Answer::Verdict(verdict)),
                Some(value @ (Value::Truth(_) | Value::Unknown(_))) => Ok(Answer::Truth(value.truth())),
                _ => Err(self.wrong(function, format!("{} ?", value.type_name()), Position::NONE)),
            },
            // An `if` that met an unknown ends the rule undetermined.
            Err(error) => match (met_unknown(&error), finished.last_unknown.take()) {
                (true, Some(missing)) => Ok(Answer::Truth(Err(missing))),
                _ => Err(self.fault(function, &error)),
            },
        };
        Ruling { answer, reading }
    }
}

impl Ruleset for RhaiRules {
    fn evaluate(&self, asked: Vec<Asked>) -> Vec<Ruling> {
        let mut following = self.program.as_ref().map(Program::following);
        let mut followed = |asked: &Asked| following.as_mut()?.ruling(asked);
        asked.into_iter().map(|asked| followed(&asked).unwrap_or_else(|| self.interpret(asked))).collect()
    }

    fn shortcut(&self) -> Option<Shortcut<'_>> {
        self.program.as_ref().map(|program| Shortcut::Glance(program))
    }
}

fn met_unknown(error: &EvalAltResult) -> bool {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => met_unknown(inner),
        EvalAltResult::ErrorMismatchDataType(_, actual, _) => actual == std::any::type_name::<Unknown>(),
        _ => false,
    }
}

fn parse_fault(script: &Script, error: &rhai::ParseError) -> PackageFault {
    use rhai::{LexError, ParseErrorType as P};
    let span = check::span_at(&script.text, error.position());
    let (code, fr, en, help) = match error.err_type() {
        P::Reserved(symbol) | P::BadInput(LexError::ImproperSymbol(symbol, _)) => (
            Code::NotTotal,
            format!("`{symbol}` : une règle n’en contient pas"),
            format!("`{symbol}`: a rule has none"),
            None,
        ),
        P::BadInput(LexError::UnexpectedInput(sign)) if sign.starts_with('|') => (
            Code::NotTotal,
            "une fonction sans nom : une règle n’en contient pas".to_owned(),
            "a function without a name: a rule has none".to_owned(),
            Some(Said {
                fr: "écrire `fn nom(x) { … }` et l’appeler".into(),
                en: "write `fn name(x) { … }` and call it".into(),
            }),
        ),
        P::ExprTooDeep => (
            Code::ScriptUnreadable,
            "l’expression est trop imbriquée".to_owned(),
            "the expression is nested too deeply".to_owned(),
            Some(Said {
                fr: "la partager par `let` ou en plusieurs fonctions".into(),
                en: "split it by `let` or into several functions".into(),
            }),
        ),
        P::BadInput(LexError::UnterminatedString) => (
            Code::ScriptUnreadable,
            "un texte n’est pas fermé par son guillemet".to_owned(),
            "a text is not closed by its quotation mark".to_owned(),
            Some(Said {
                fr: "écrire \" à la fin du texte".into(),
                en: "write \" at the end of the text".into(),
            }),
        ),
        other => (
            Code::ScriptUnreadable,
            format!("le script ne se lit pas : {other}"),
            format!("the script cannot be read: {other}"),
            None,
        ),
    };
    let problem = Problem::Told { code, reason: Said { fr, en }, help };
    PackageFault::new(&script.file, &script.text, span, problem)
}
