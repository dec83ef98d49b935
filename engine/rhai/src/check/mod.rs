//! The check of scripts before they run: total, of the vocabulary, and typed. What is refused is underlined.

mod place;
mod total;
mod typing;

pub(crate) use place::span_at;

use parchemin_core::{
    parameter::Parameters,
    plugin::RuleUse,
    vocabulary::{self, Term, Type, View},
};
use parchemin_package::{Code, PackageFault, Problem, Said, check::Script};
use place::{name_span, statement_place};
use rhai::{AST, ASTNode, Position, ScriptFuncDef, Stmt};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What is known of the type of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ty {
    Is(Type),
    View(View),
    Law,
    /// A parameter of a helper function: known only when it is called.
    Any,
    /// A statement without a value.
    Nothing,
    /// The function has returned before.
    Ended,
    /// What it is in has been refused: nothing more is said of it.
    Refused,
}

struct Function<'s> {
    script: &'s Script,
    arity: usize,
    /// Where its name stands.
    name: Option<Range<usize>>,
}

struct Checker<'s> {
    functions: BTreeMap<String, Function<'s>>,
    context: Context<'s>,
    faults: Vec<PackageFault>,
    script: &'s Script,
    /// The variables in scope, innermost last.
    variables: Vec<(String, Ty)>,
    /// Which functions the current one calls.
    calls: BTreeSet<String>,
    /// The types of what the current function returns.
    returns: Vec<(Ty, Position)>,
}

/// What scripts may name besides the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The parameters of all packages in use.
    pub parameters: &'c Parameters,
    /// The texts that these packages declare absent: id, title.
    pub absent_texts: &'c BTreeMap<String, String>,
}

/// Checks compiled scripts; `rules` says which functions must be there, and what they are applied to.
pub(crate) fn check(asts: &[(&Script, AST)], rules: &[RuleUse], context: Context<'_>) -> Vec<PackageFault> {
    let Some((first, _)) = asts.first() else {
        return rules.iter().map(|rule| missing_function("rules/", "", &rule.function, &[])).collect();
    };
    let mut checker = Checker {
        functions: BTreeMap::new(),
        context,
        faults: Vec::new(),
        script: first,
        variables: Vec::new(),
        calls: BTreeSet::new(),
        returns: Vec::new(),
    };
    for (script, ast) in asts {
        checker.script = script;
        checker.declare(ast);
    }
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (script, ast) in asts {
        checker.script = script;
        for (function, body) in bodies(ast) {
            let subject =
                rules.iter().find(|rule| rule.function == function.name.as_str()).map(|rule| rule.subject);
            checker.function(function, &body, subject);
            graph.insert(function.name.to_string(), std::mem::take(&mut checker.calls));
        }
    }
    checker.recursion(&graph);
    checker.missing_functions(rules);
    checker.faults
}

/// The statements of every function of a script. rhai hides the body of a function but walks through it: a statement
/// belongs to the function whose braces hold it.
fn bodies(ast: &AST) -> Vec<(&ScriptFuncDef, Vec<Stmt>)> {
    let mut functions: Vec<(&ScriptFuncDef, Vec<Stmt>)> =
        ast.iter_fn_def().map(|function| (&**function, Vec::new())).collect();
    functions.sort_by_key(|(function, _)| function.body.start_position());
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let [ASTNode::Stmt(statement)] = path {
            let at = statement.position();
            let holds = |function: &ScriptFuncDef| {
                function.body.start_position() <= at && at <= function.body.end_position()
            };
            if let Some((_, body)) = functions.iter_mut().find(|(function, _)| holds(function)) {
                body.push((*statement).clone());
            }
        }
        true
    });
    functions
}

/// Functions by name: the names of their parameters, and their statements.
pub(crate) type Bodies = BTreeMap<String, (Vec<String>, Vec<Stmt>)>;

/// The functions of all scripts.
pub(crate) fn functions<'a>(asts: impl IntoIterator<Item = &'a AST>) -> Bodies {
    let all = asts.into_iter().flat_map(bodies);
    let named = all.map(|(function, body)| {
        let parameters = function.params.iter().map(ToString::to_string).collect();
        (function.name.to_string(), (parameters, body))
    });
    named.collect()
}

fn said(fr: impl Into<String>, en: impl Into<String>) -> Said {
    Said { fr: fr.into(), en: en.into() }
}

fn missing_function(file: &str, text: &str, function: &str, known: &[&str]) -> PackageFault {
    let nearest = parchemin_core::nearest(function, known.iter().copied());
    PackageFault::new(file, text, None, Problem::FunctionMissing { function: function.to_owned(), nearest })
}

impl<'s> Checker<'s> {
    fn refuse_span(
        &mut self,
        code: Code,
        script: &Script,
        span: Option<Range<usize>>,
        reason: Said,
        help: Option<Said>,
    ) {
        let problem = Problem::Told { code, reason, help };
        self.faults.push(PackageFault::new(&script.file, &script.text, span, problem));
    }

    fn refuse(&mut self, code: Code, position: Position, reason: Said, help: Option<Said>) {
        let script = self.script;
        self.refuse_span(code, script, span_at(&script.text, position), reason, help);
    }

    fn declare(&mut self, ast: &AST) {
        for statement in ast.statements() {
            self.refuse(
                Code::NotTotal,
                statement.position(),
                said("un script ne contient que des fonctions", "a script holds nothing but functions"),
                Some(said("écrire `fn nom() { … }`", "write `fn name() { … }`")),
            );
        }
        let script = self.script;
        // rhai keeps functions in no order that could be relied on.
        let mut functions: Vec<_> = ast.iter_fn_def().collect();
        functions.sort_by_key(|function| function.body.start_position());
        for function in functions {
            let name = function.name.to_string();
            let span = name_span(&script.text, function);
            // A member with arguments is called like a function, and one of the script would come first.
            let taken =
                |term: &Term| term.name == name && (term.view == View::None || !term.params.is_empty());
            if vocabulary::terms().any(taken) {
                self.refuse_span(
                    Code::NameTaken,
                    script,
                    span.clone(),
                    said(
                        format!("`{name}` est un mot du vocabulaire"),
                        format!("`{name}` is a word of the vocabulary"),
                    ),
                    Some(said("choisir un autre nom", "choose another name")),
                );
            }
            let known = Function { script, arity: function.params.len(), name: span.clone() };
            if let Some(other) = self.functions.insert(name.clone(), known) {
                let file = other.script.file.clone();
                self.refuse_span(
                    Code::NameTaken,
                    script,
                    span,
                    said(
                        format!("`{name}` est déjà définie dans {file}"),
                        format!("`{name}` is already defined in {file}"),
                    ),
                    Some(said("n’en garder qu’une", "keep only one")),
                );
            }
        }
    }

    fn missing_functions(&mut self, rules: &[RuleUse]) {
        let names: Vec<String> = self.functions.keys().cloned().collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        // None of the scripts has it: the message names their folder.
        let folder = self.script.file.rsplit_once('/').map_or("rules", |(folder, _)| folder).to_owned();
        for RuleUse { function, subject: view, .. } in rules {
            let wanted = usize::from(*view != View::None);
            match self.functions.get(function) {
                None => self.faults.push(missing_function(&folder, "", function, &known)),
                Some(found) if found.arity != wanted => {
                    let reason = said(
                        format!(
                            "la règle `{function}` porte sur {} et prend donc {wanted} argument(s)",
                            view_name(*view)
                        ),
                        format!(
                            "the rule `{function}` is on {} and so takes {wanted} argument(s)",
                            view_name(*view)
                        ),
                    );
                    let (script, span) = (found.script, found.name.clone());
                    self.refuse_span(Code::Arguments, script, span, reason, None);
                }
                Some(_) => {}
            }
        }
    }

    fn recursion(&mut self, graph: &BTreeMap<String, BTreeSet<String>>) {
        for start in graph.keys() {
            let mut reached = BTreeSet::new();
            let mut open: Vec<&String> = graph.get(start).into_iter().flatten().collect();
            while let Some(next) = open.pop() {
                if reached.insert(next.clone()) {
                    open.extend(graph.get(next).into_iter().flatten());
                }
            }
            if reached.contains(start)
                && let Some(function) = self.functions.get(start)
            {
                let (script, span) = (function.script, function.name.clone());
                let reason =
                    said(format!("`{start}` s’appelle elle-même"), format!("`{start}` calls itself"));
                let help = Some(said("une règle est sans récursion", "a rule has no recursion"));
                self.refuse_span(Code::Recursion, script, span, reason, help);
            }
        }
    }

    fn function(&mut self, function: &ScriptFuncDef, body: &[Stmt], subject: Option<View>) {
        for name in &function.params {
            self.reserved(name, name_span(&self.script.text, function));
        }
        let of_subject = subject.filter(|view| *view != View::None).map(Ty::View);
        self.variables =
            function.params.iter().map(|name| (name.to_string(), of_subject.unwrap_or(Ty::Any))).collect();
        self.returns.clear();
        self.total(body);
        let last = self.block(body.iter());
        let end = body.iter().last().map_or(function.body.start_position(), statement_place);
        let mut returned = std::mem::take(&mut self.returns);
        returned.push((last, end));
        if subject.is_none() {
            return;
        }
        for (ty, position) in returned {
            if !matches!(ty, Ty::Any | Ty::Ended | Ty::Refused | Ty::Is(Type::Truth | Type::Verdict)) {
                self.refuse(
                    Code::Types,
                    position,
                    said(
                        "une règle répond par une condition ou par un verdict",
                        "a rule answers with a condition or a verdict",
                    ),
                    Some(said(
                        "terminer par une comparaison, all_of(…), any_of(…), met() ou not_applicable()",
                        "end with a comparison, all_of(…), any_of(…), met() or not_applicable()",
                    )),
                );
            }
        }
    }
}

fn view_name(view: View) -> &'static str {
    if view == View::None { "file" } else { view.name() }
}
