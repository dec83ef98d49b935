//! The check of scripts before they run: total, of the vocabulary, and typed. What is refused is underlined.

use parchemin_core::{
    Lang,
    parameter::{Amount, Parameters},
    vocabulary::{self, COMPARISONS, LAW, LOGIC_ARGUMENTS, Meaning, Term, Type, View},
};
use parchemin_package::{PackageFault, Problem, Said, check::Script};
use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, Position, ScriptFuncDef, Stmt};
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
    parameters: &'s Parameters,
    faults: Vec<PackageFault>,
    script: &'s Script,
    /// The variables in scope, innermost last.
    variables: Vec<(String, Ty)>,
    /// Which functions the current one calls.
    calls: BTreeSet<String>,
    /// The types of what the current function returns.
    returns: Vec<(Ty, Position)>,
}

/// Checks compiled scripts; `rules` are the functions that must be there, with the view of their subject.
pub(crate) fn check(
    asts: &[(&Script, AST)],
    rules: &[(String, View)],
    parameters: &Parameters,
) -> Vec<PackageFault> {
    let Some((first, _)) = asts.first() else {
        return rules.iter().map(|(function, _)| missing_function("rules/", "", function, &[])).collect();
    };
    let mut checker = Checker {
        functions: BTreeMap::new(),
        parameters,
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
                rules.iter().find(|(name, _)| *name == function.name.as_str()).map(|(_, view)| *view);
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

fn said(fr: impl Into<String>, en: impl Into<String>) -> Said {
    Said { fr: fr.into(), en: en.into() }
}

fn missing_function(file: &str, text: &str, function: &str, known: &[&str]) -> PackageFault {
    let nearest = parchemin_core::nearest(function, known.iter().copied());
    PackageFault::new(file, text, None, Problem::FunctionMissing { function: function.to_owned(), nearest })
}

/// The byte at a position.
fn offset(text: &str, position: Position) -> Option<usize> {
    let (line, column) = (position.line()?, position.position().unwrap_or(1));
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let line_text = text.get(line_start..)?.lines().next().unwrap_or_default();
    Some(line_start + line_text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The bytes of the word or sign at a position.
pub(crate) fn span_at(text: &str, position: Position) -> Option<Range<usize>> {
    let start = offset(text, position)?;
    let rest = text.get(start..)?;
    let mut chars = rest.chars();
    let length = match chars.next() {
        Some(quote @ ('"' | '`')) => {
            rest.get(1..).and_then(|rest| rest.find(quote)).map_or(1, |close| close + 2)
        }
        Some(c) if is_word(c) => rest.chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum(),
        Some(_) if rest.starts_with("#{") => 2,
        Some(c) if c.is_ascii_punctuation() => {
            rest.chars().take_while(|c| "=!<>&|+-*/?%^".contains(*c)).count().max(1)
        }
        Some(c) => c.len_utf8(),
        None => 0,
    };
    Some(start..start + length)
}

/// The name of a function: rhai keeps the place of its braces only, and the last `fn` before them is its own.
fn name_span(text: &str, function: &ScriptFuncDef) -> Option<Range<usize>> {
    let head = text.get(..offset(text, function.body.start_position())?)?;
    let (keyword, _) = head.rmatch_indices("fn").find(|(at, _)| {
        let glued = head.get(..*at).is_some_and(|before| before.ends_with(is_word));
        !glued && head.get(at + 2..).is_some_and(|after| after.starts_with(char::is_whitespace))
    })?;
    let after = head.get(keyword + 2..)?;
    let start = keyword + 2 + (after.len() - after.trim_start().len());
    Some(start..start + function.name.len())
}

/// Where an expression is best underlined: at what it asks for, not at the dot.
fn place(expression: &Expr) -> Position {
    match expression {
        Expr::Dot(pair, ..) => place(&pair.rhs),
        other => other.position(),
    }
}

fn statement_place(statement: &Stmt) -> Position {
    match statement {
        Stmt::Expr(expression) => place(expression),
        other => other.position(),
    }
}

impl<'s> Checker<'s> {
    fn refuse_span(&mut self, script: &Script, span: Option<Range<usize>>, reason: Said, help: Option<Said>) {
        let problem = Problem::Script { reason, help };
        self.faults.push(PackageFault::new(&script.file, &script.text, span, problem));
    }

    fn refuse(&mut self, position: Position, reason: Said, help: Option<Said>) {
        let script = self.script;
        self.refuse_span(script, span_at(&script.text, position), reason, help);
    }

    fn declare(&mut self, ast: &AST) {
        for statement in ast.statements() {
            self.refuse(
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

    fn missing_functions(&mut self, rules: &[(String, View)]) {
        let names: Vec<String> = self.functions.keys().cloned().collect();
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        for (function, view) in rules {
            let wanted = usize::from(*view != View::None);
            match self.functions.get(function) {
                None => {
                    self.faults.push(missing_function(&self.script.file, &self.script.text, function, &known))
                }
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
                    self.refuse_span(script, span, reason, None);
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
                self.refuse_span(script, span, reason, help);
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

    /// Refuses every construct that could make a rule loop, escape or grow, before anything else is said of it.
    fn total(&mut self, body: &[Stmt]) {
        let mut refused: Vec<(Position, &'static str, &'static str)> = Vec::new();
        for statement in body {
            statement.walk(&mut Vec::new(), &mut |path: &[ASTNode<'_>]| {
                let Some(node) = path.last() else { return true };
                if let Some((fr, en)) = forbidden(node) {
                    refused.push((node.position(), fr, en));
                }
                true
            });
        }
        for (position, fr, en) in refused {
            self.refuse(
                position,
                said(format!("{fr} : une règle n’en contient pas"), format!("{en}: a rule has none")),
                forbidden_help(fr),
            );
        }
    }

    fn block<'b>(&mut self, statements: impl Iterator<Item = &'b Stmt>) -> Ty {
        let depth = self.variables.len();
        let mut last = Ty::Nothing;
        let mut statements = statements.peekable();
        while let Some(statement) = statements.next() {
            last = self.statement(statement);
            if statements.peek().is_some() {
                self.not_lost(last, statement_place(statement));
            }
        }
        self.variables.truncate(depth);
        last
    }

    /// A value that nothing takes up was meant to be an answer: `met()` does not end a rule, `return met()` does.
    fn not_lost(&mut self, ty: Ty, position: Position) {
        if !matches!(ty, Ty::Nothing | Ty::Ended | Ty::Refused) {
            self.refuse(
                position,
                said("cette valeur se perd", "this value is lost"),
                Some(said(
                    "écrire `return …` pour répondre, `let` pour la garder",
                    "write `return …` to answer, `let` to keep it",
                )),
            );
        }
    }

    fn reserved(&mut self, name: &str, span: Option<Range<usize>>) {
        if name == LAW || View::GLOBAL.iter().any(|view| view.name() == name) {
            let script = self.script;
            self.refuse_span(
                script,
                span,
                said(format!("`{name}` est un nom réservé"), format!("`{name}` is a reserved name")),
                Some(said("choisir un autre nom", "choose another name")),
            );
        }
    }

    /// The type of either branch.
    fn either(&mut self, then: Ty, other: Ty, position: Position) -> Ty {
        match (then, other) {
            (a, b) if a == b => a,
            (Ty::Ended, ty) | (ty, Ty::Ended) => ty,
            (Ty::Refused, _) | (_, Ty::Refused) => Ty::Refused,
            (Ty::Any, Ty::Is(_)) | (Ty::Is(_), Ty::Any) => Ty::Any,
            (Ty::Is(Type::Truth), Ty::Is(Type::Verdict)) | (Ty::Is(Type::Verdict), Ty::Is(Type::Truth)) => {
                Ty::Is(Type::Verdict)
            }
            (Ty::Is(a), Ty::Is(b)) if a.comparable(b) => Ty::Is(Type::Text),
            _ => {
                self.refuse(
                    position,
                    said(
                        "les deux branches n’ont pas le même type",
                        "the two branches have not the same type",
                    ),
                    Some(said("répondre de même des deux côtés", "answer alike on both sides")),
                );
                Ty::Refused
            }
        }
    }

    fn statement(&mut self, statement: &Stmt) -> Ty {
        match statement {
            Stmt::If(flow, position) => {
                let condition = self.expression(&flow.expr);
                self.want(condition, Type::Truth, place(&flow.expr));
                let then = self.block(flow.body.iter());
                if flow.branch.is_empty() {
                    let last = flow.body.statements().last().map_or(*position, statement_place);
                    self.not_lost(then, last);
                    return Ty::Nothing;
                }
                let other = self.block(flow.branch.iter());
                self.either(then, other, *position)
            }
            Stmt::Var(variable, ..) => {
                let ty = self.expression(&variable.1);
                let name = variable.0.name.to_string();
                self.reserved(&name, span_at(&self.script.text, variable.0.pos));
                self.variables.push((name, ty));
                Ty::Nothing
            }
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::Block(block) => self.block(block.iter()),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::Return(Some(expression), flags, _) if !flags.contains(ASTFlags::BREAK) => {
                let ty = self.expression(expression);
                self.returns.push((ty, place(expression)));
                Ty::Ended
            }
            Stmt::Noop(_) => Ty::Nothing,
            // All else has been refused already.
            _ => Ty::Refused,
        }
    }

    fn expression(&mut self, expression: &Expr) -> Ty {
        match expression {
            Expr::BoolConstant(..) => Ty::Is(Type::Truth),
            Expr::IntegerConstant(..) => Ty::Is(Type::Count),
            Expr::StringConstant(..) => Ty::Is(Type::Text),
            Expr::Variable(variable, _, position) => self.variable(&variable.1, *position),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Dot(pair, ..) => {
                let of = self.expression(&pair.lhs);
                self.member(of, &pair.rhs)
            }
            Expr::Stmt(block) => self.block(block.iter()),
            // All else has been refused already.
            _ => Ty::Refused,
        }
    }

    fn variable(&mut self, name: &str, position: Position) -> Ty {
        if let Some((_, ty)) = self.variables.iter().rev().find(|(known, _)| known == name) {
            return *ty;
        }
        if name == LAW {
            return Ty::Law;
        }
        if let Some(view) = View::GLOBAL.into_iter().find(|view| view.name() == name) {
            return Ty::View(view);
        }
        let known: Vec<String> = self
            .variables
            .iter()
            .map(|(name, _)| name.clone())
            .chain(View::GLOBAL.iter().map(|view| view.name().to_owned()))
            .chain([LAW.to_owned()])
            .collect();
        self.unknown_word(name, position, &known);
        Ty::Refused
    }

    fn unknown_word(&mut self, name: &str, position: Position, known: &[String]) {
        let near = parchemin_core::nearest(name, known.iter().map(String::as_str));
        let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let help = (!near.is_empty()).then(|| said(format!("peut-être {list}"), format!("perhaps {list}")));
        self.refuse(
            position,
            said(
                format!("le vocabulaire ne connaît pas `{name}`"),
                format!("the vocabulary does not know `{name}`"),
            ),
            help.or_else(|| Some(said("voir `parchemin vocabulary`", "see `parchemin vocabulary`"))),
        );
    }

    /// A property or a method of a view.
    fn member(&mut self, of: Ty, member: &Expr) -> Ty {
        match (of, member) {
            // A chain a.b.c: the first property is asked of a, the rest of its result, which has none.
            (of, Expr::Dot(pair, ..)) => {
                let first = self.member(of, &pair.lhs);
                self.member(first, &pair.rhs)
            }
            (Ty::Law, Expr::Property(property, position)) => self.parameter(&property.2, *position),
            (Ty::View(view), Expr::Property(property, position)) => match vocabulary::term(view, &property.2)
            {
                Some(term) if term.params.is_empty() => Ty::Is(term.result),
                _ => {
                    self.unknown_member(view, &property.2, *position);
                    Ty::Refused
                }
            },
            (Ty::View(view), Expr::MethodCall(call, position)) => match vocabulary::term(view, &call.name) {
                Some(term) if !term.params.is_empty() => self.apply(term, call, *position),
                _ => {
                    self.unknown_member(view, &call.name, *position);
                    Ty::Refused
                }
            },
            // Said already: of the value, or of the index.
            (Ty::Refused, _) | (_, Expr::Index(..)) => Ty::Refused,
            (_, member) => {
                self.refuse(
                    member.position(),
                    said("cette valeur n’a pas de membres", "this value has no members"),
                    Some(said("voir `parchemin vocabulary`", "see `parchemin vocabulary`")),
                );
                Ty::Refused
            }
        }
    }

    fn unknown_member(&mut self, view: View, name: &str, position: Position) {
        let known: Vec<String> =
            vocabulary::terms().filter(|term| term.view == view).map(|term| term.name.to_owned()).collect();
        self.unknown_word(name, position, &known);
    }

    fn parameter(&mut self, id: &str, position: Position) -> Ty {
        let Some(parameter) = self.parameters.get(id) else {
            let span = span_at(&self.script.text, position);
            let nearest = parchemin_core::nearest(id, self.parameters.keys().map(String::as_str));
            let problem = Problem::UnknownParameter { parameter: id.to_owned(), nearest };
            self.faults.push(PackageFault::new(&self.script.file, &self.script.text, span, problem));
            return Ty::Refused;
        };
        match parameter.values.iter().find_map(|value| value.value.as_ref()) {
            Some(Amount::Number(_)) => Ty::Is(Type::Count),
            Some(Amount::Day(_)) => Ty::Is(Type::Day),
            Some(Amount::Word(_)) => Ty::Is(Type::Text),
            Some(Amount::Words(_)) => Ty::Is(Type::Words),
            None => Ty::Any,
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) -> Ty {
        if call.op_token.is_some() {
            return self.operator(call, position);
        }
        if let Some(term) = vocabulary::term(View::None, &call.name) {
            return self.apply(term, call, position);
        }
        let arguments: Vec<Ty> = call.args.iter().map(|argument| self.expression(argument)).collect();
        match self.functions.get(call.name.as_str()).map(|function| function.arity) {
            Some(arity) if arity == arguments.len() => {
                self.calls.insert(call.name.to_string());
                Ty::Any
            }
            Some(arity) => {
                self.arity(&call.name, arity.to_string(), arguments.len(), position);
                Ty::Refused
            }
            None => {
                let known: Vec<String> = vocabulary::terms()
                    .filter(|term| term.view == View::None)
                    .map(|term| term.name.to_owned())
                    .chain(self.functions.keys().cloned())
                    .collect();
                self.unknown_word(&call.name, position, &known);
                Ty::Refused
            }
        }
    }

    fn arity(&mut self, name: &str, wanted: String, given: usize, position: Position) {
        self.refuse(
            position,
            said(
                format!("`{name}` prend {wanted} argument(s), et non {given}"),
                format!("`{name}` takes {wanted} argument(s), not {given}"),
            ),
            Some(said("voir `parchemin vocabulary`", "see `parchemin vocabulary`")),
        );
    }

    fn apply(&mut self, term: &Term, call: &FnCallExpr, position: Position) -> Ty {
        let given = call.args.len();
        let (fits, wanted) = match term.meaning {
            Meaning::Logic(_) if term.name != "not" => {
                ((1..=LOGIC_ARGUMENTS).contains(&given), format!("1–{LOGIC_ARGUMENTS}"))
            }
            _ => (given == term.params.len(), term.params.len().to_string()),
        };
        if !fits {
            self.arity(term.name, wanted, given, position);
        }
        for (index, argument) in call.args.iter().enumerate() {
            let ty = self.expression(argument);
            let Some((_, wanted)) = term.params.get(index).or(term.params.last()) else { continue };
            if let (Type::OneOf(names), Expr::StringConstant(word, at)) = (wanted, argument) {
                self.word(names, word, *at);
            } else {
                self.want(ty, *wanted, place(argument));
            }
        }
        Ty::Is(term.result)
    }

    fn operator(&mut self, call: &FnCallExpr, position: Position) -> Ty {
        let (Some((name, _)), [a, b]) =
            (COMPARISONS.iter().find(|(name, _)| *name == call.name.as_str()), call.args.as_slice())
        else {
            let help = if call.name == "!" {
                Some(said("écrire `not(…)`", "write `not(…)`"))
            } else {
                Some(said(
                    "le vocabulaire compte, la règle compare",
                    "the vocabulary counts, the rule compares",
                ))
            };
            let reason = said(
                format!("l’opérateur `{}` n’est pas d’une règle", call.name),
                format!("the operator `{}` is not for rules", call.name),
            );
            self.refuse(position, reason, help);
            return Ty::Refused;
        };
        let (left, right) = (self.expression(a), self.expression(b));
        for (ty, literal) in [(left, b), (right, a)] {
            if let (Ty::Is(Type::OneOf(names)), Expr::StringConstant(word, at)) = (ty, literal) {
                self.word(names, word, *at);
            }
        }
        if let (Ty::Is(a), Ty::Is(b)) = (left, right)
            && !(a.comparable(b) && (matches!(*name, "==" | "!=") || matches!(a, Type::Count | Type::Day)))
        {
            let reason = said(
                format!(
                    "`{name}` compare deux types différents ou sans ordre : {} et {}",
                    short(a, Lang::Fr),
                    short(b, Lang::Fr)
                ),
                format!(
                    "`{name}` compares unlike types, or types without order: {} and {}",
                    short(a, Lang::En),
                    short(b, Lang::En)
                ),
            );
            self.refuse(
                position,
                reason,
                Some(said("comparer deux valeurs du même type", "compare two values of one type")),
            );
        }
        if matches!(left, Ty::View(_) | Ty::Law) || matches!(right, Ty::View(_) | Ty::Law) {
            self.refuse(position, said("comparer l’un de ses membres", "compare one of its members"), None);
        }
        Ty::Is(Type::Truth)
    }

    /// A literal word must be one that can occur.
    fn word(&mut self, names: &[&str], word: &str, position: Position) {
        if names.contains(&word) {
            return;
        }
        let list = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        self.refuse(
            position,
            said(format!("\"{word}\" ne peut pas se présenter ici"), format!("\"{word}\" cannot occur here")),
            Some(said(format!("l’un de : {list}"), format!("one of: {list}"))),
        );
    }

    fn want(&mut self, found: Ty, wanted: Type, position: Position) {
        let fits = match found {
            Ty::Any | Ty::Ended | Ty::Refused => true,
            Ty::Is(found) => found == wanted || found.comparable(wanted),
            Ty::View(_) | Ty::Law | Ty::Nothing => false,
        };
        if !fits {
            let found = |lang| match found {
                Ty::Is(found) => short(found, lang),
                _ => "?".to_owned(),
            };
            self.refuse(
                position,
                said(
                    format!("il faut ici : {} ; trouvé : {}", short(wanted, Lang::Fr), found(Lang::Fr)),
                    format!("wanted here: {}; found: {}", short(wanted, Lang::En), found(Lang::En)),
                ),
                None,
            );
        }
    }
}

fn short(ty: Type, lang: Lang) -> String {
    match ty {
        Type::OneOf(_) => Type::Text.spoken(lang),
        other => other.spoken(lang),
    }
}

fn view_name(view: View) -> &'static str {
    if view == View::None { "file" } else { view.name() }
}

fn forbidden(node: &ASTNode<'_>) -> Option<(&'static str, &'static str)> {
    Some(match node {
        ASTNode::Stmt(statement) => match statement {
            Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) => ("une boucle", "a loop"),
            Stmt::BreakLoop(..) => ("`break` ou `continue`", "`break` or `continue`"),
            Stmt::Switch(..) => ("`switch`", "`switch`"),
            Stmt::TryCatch(..) => ("`try`", "`try`"),
            Stmt::Return(_, flags, _) if flags.contains(ASTFlags::BREAK) => ("`throw`", "`throw`"),
            Stmt::Assignment(..) => ("une affectation", "an assignment"),
            Stmt::Return(None, ..) => ("un `return` sans réponse", "a `return` without an answer"),
            _ => return None,
        },
        ASTNode::Expr(expression) => match expression {
            Expr::And(..) => ("`&&`", "`&&`"),
            Expr::Or(..) => ("`||`", "`||`"),
            Expr::Coalesce(..) => ("`??`", "`??`"),
            Expr::Array(..) | Expr::Map(..) | Expr::DynamicConstant(..) => {
                ("un tableau", "an array or a map")
            }
            Expr::Index(..) => ("un indice", "an index"),
            Expr::InterpolatedString(..) => ("un texte composé", "an interpolated text"),
            Expr::ThisPtr(..) => ("`this`", "`this`"),
            Expr::CharConstant(..) => ("un caractère seul", "a single character"),
            // An endless loop holds one that nobody wrote.
            Expr::Unit(position) if !position.is_none() => ("`()`", "`()`"),
            Expr::Dot(_, flags, _) if flags.contains(ASTFlags::NEGATED) => ("`?.`", "`?.`"),
            _ => return None,
        },
        _ => return None,
    })
}

fn forbidden_help(fr: &str) -> Option<Said> {
    Some(match fr {
        "`&&`" => said(
            "écrire `all_of(a, b)` : l’inconnu y reste inconnu",
            "write `all_of(a, b)`: unknown stays unknown in it",
        ),
        "`||`" => said(
            "écrire `any_of(a, b)` : l’inconnu y reste inconnu",
            "write `any_of(a, b)`: unknown stays unknown in it",
        ),
        "une boucle" => said(
            "donner à la règle un sujet dans rules.toml, ou demander un mot du vocabulaire",
            "give the rule a subject in rules.toml, or ask for a word of the vocabulary",
        ),
        "une affectation" => said("définir une autre variable par `let`", "define another variable by `let`"),
        _ => return None,
    })
}
