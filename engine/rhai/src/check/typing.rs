//! Types: every expression has one before it runs, and every word is of the vocabulary.

use super::{
    Checker, Ty,
    place::{place, span_at, statement_place},
    said,
};
use parchemin_core::{
    Lang,
    lang::perhaps,
    parameter::Amount,
    vocabulary::{self, COMPARISONS, LAW, LOGIC_ARGUMENTS, Meaning, Term, Type, View},
};
use parchemin_package::{Code, PackageFault, Problem};
use rhai::{ASTFlags, Expr, FnCallExpr, Position, Stmt};
use std::ops::Range;

/// Names under which other languages give a clock or chance. The vocabulary has neither, and says why.
const NOT_DETERMINISTIC: [&str; 7] = ["now", "rand", "random", "time", "timestamp", "today", "uuid"];

impl Checker<'_> {
    pub(super) fn block<'b>(&mut self, statements: impl Iterator<Item = &'b Stmt>) -> Ty {
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
                Code::ValueLost,
                position,
                said("cette valeur se perd", "this value is lost"),
                Some(said(
                    "écrire `return …` pour répondre, `let` pour la garder",
                    "write `return …` to answer, `let` to keep it",
                )),
            );
        }
    }

    pub(super) fn reserved(&mut self, name: &str, span: Option<Range<usize>>) {
        if name == LAW || View::GLOBAL.iter().any(|view| view.name() == name) {
            let script = self.script;
            self.refuse_span(
                Code::NameTaken,
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
                    Code::Types,
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
        if NOT_DETERMINISTIC.contains(&name) {
            return self.refuse(
                Code::NotDeterministic,
                position,
                said(
                    format!("`{name}` répondrait autrement demain : une règle n’en contient pas"),
                    format!("`{name}` would answer otherwise tomorrow: no rule has it"),
                ),
                Some(said(
                    "une décision dépend du dossier et de sa date : `decision_day()`",
                    "a decision depends on the file and its date: `decision_day()`",
                )),
            );
        }
        let near = parchemin_core::nearest(name, known.iter().map(String::as_str));
        let help = perhaps(Lang::Fr, &near).zip(perhaps(Lang::En, &near)).map(|(fr, en)| said(fr, en));
        self.refuse(
            Code::UnknownWord,
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
                    Code::Types,
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
        let Some(parameter) = self.context.parameters.get(id) else {
            let span = span_at(&self.script.text, position);
            let nearest = parchemin_core::nearest(id, self.context.parameters.keys().map(String::as_str));
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
            Code::Arguments,
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
            } else if let (Type::AbsentText, Expr::StringConstant(text, at)) = (wanted, argument) {
                self.absent_text(text, *at);
            } else {
                self.want(ty, *wanted, place(argument));
            }
        }
        Ty::Is(term.result)
    }

    /// A text that a rule waits for is declared, and declared absent.
    fn absent_text(&mut self, text: &str, position: Position) {
        if self.context.absent_texts.contains_key(text) {
            return;
        }
        let near = parchemin_core::nearest(text, self.context.absent_texts.keys().map(String::as_str));
        let declare = said(
            "le déclarer sous [texts] dans package.toml, avec absent = true",
            "declare it under [texts] in package.toml, with absent = true",
        );
        let help = perhaps(Lang::Fr, &near).zip(perhaps(Lang::En, &near)).map(|(fr, en)| said(fr, en));
        self.refuse(
            Code::UndeclaredAbsentText,
            position,
            said(
                format!("le texte `{text}` n’est pas déclaré absent"),
                format!("the text `{text}` is not declared absent"),
            ),
            Some(help.unwrap_or(declare)),
        );
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
            self.refuse(Code::NotTotal, position, reason, help);
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
                Code::Types,
                position,
                reason,
                Some(said("comparer deux valeurs du même type", "compare two values of one type")),
            );
        }
        if matches!(left, Ty::View(_) | Ty::Law) || matches!(right, Ty::View(_) | Ty::Law) {
            self.refuse(
                Code::Types,
                position,
                said("comparer l’un de ses membres", "compare one of its members"),
                None,
            );
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
            Code::WordThatCannotOccur,
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
                Code::Types,
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
