//! From checked scripts to formulas: functions are put in the place of their calls, and what the vocabulary looks up
//! becomes a fact that the rule declares, as a plugin would.

use super::{Code, Formula, Program};
use crate::check::Bodies;
use parchemin_core::{
    limits::Bounds,
    parameter::Parameters,
    plugin::{Described, Description, Plan, RuleUse},
    vocabulary::{self, COMPARISONS, LAW, Meaning, Term, Value, View},
};
use rhai::{Expr, FnCallExpr, Stmt};
use std::{collections::BTreeMap, sync::Arc};

/// Steps that the sandbox counts for a piece of a script, at most: for itself, and for the call that it may be.
const STEPS_OF_A_PIECE: u64 = 4;

/// Pieces of one rule at most, its functions in the place of their calls.
const PIECES: u64 = 2_000;

/// Variables of one rule at most: the sandbox allows a few more.
const VARIABLES: usize = 48;

/// What a name stands for.
#[derive(Clone)]
enum Bound {
    View(View),
    Law,
    /// A parameter, which a fact may be given.
    Parameter(String),
    /// A word as it is written.
    Word(String),
    Slot(usize),
}

/// One rule on its way.
struct Lowering<'s> {
    functions: &'s Bodies,
    parameters: &'s Parameters,
    bounds: Bounds,
    facts: Vec<String>,
    /// What names stand for in the function under way, the innermost last.
    names: Vec<(String, Bound)>,
    slots: usize,
    pieces: u64,
    depth: u64,
}

impl Program {
    /// The formulas of rules whose scripts have been checked; none where a rule is not followed this way.
    pub(crate) fn new(
        functions: &Bodies,
        rules: &[RuleUse],
        parameters: &Parameters,
        absent_texts: &BTreeMap<String, String>,
        bounds: Bounds,
    ) -> Option<Program> {
        let mut description = Description::default();
        let mut formulas = Vec::new();
        for rule in rules {
            let mut lowering = Lowering {
                functions,
                parameters,
                bounds,
                facts: Vec::new(),
                names: Vec::new(),
                slots: 0,
                pieces: 0,
                depth: 0,
            };
            let subject = Some(Bound::View(rule.subject)).filter(|_| rule.subject != View::None);
            let code = lowering.function(&rule.function, subject.into_iter().collect())?;
            description.rules.push(Described {
                name: rule.function.clone(),
                subject: rule.subject,
                facts: lowering.facts.clone(),
            });
            formulas.push(Formula { code, facts: lowering.facts, slots: lowering.slots });
        }
        // Two rules may have one function.
        description.rules.sort_by(|a, b| a.name.cmp(&b.name));
        description.rules.dedup_by(|a, b| a.name == b.name);
        let plan = Plan::new(&description, rules, parameters, absent_texts).ok()?;
        Some(Program { plan, rules: formulas, bounds })
    }
}

impl Lowering<'_> {
    /// Counts a piece; none where there are more than the bounds allow for sure.
    fn piece(&mut self) -> Option<()> {
        self.pieces += 1;
        (self.pieces <= PIECES && self.pieces * STEPS_OF_A_PIECE <= self.bounds.work).then_some(())
    }

    /// A function with its arguments, in the place of its call.
    fn function(&mut self, name: &str, arguments: Vec<Bound>) -> Option<Code> {
        let (parameters, body) = self.functions.get(name)?;
        self.depth += 1;
        // One less than the sandbox allows, which counts in its own way.
        if self.depth >= self.bounds.depth || parameters.len() != arguments.len() {
            return None;
        }
        let names = parameters.iter().cloned().zip(arguments).collect();
        let outer = std::mem::replace(&mut self.names, names);
        let body = self.block(body.iter())?;
        self.names = outer;
        self.depth -= 1;
        Some(Code::Function(Box::new(body)))
    }

    fn block<'b>(&mut self, statements: impl Iterator<Item = &'b Stmt>) -> Option<Code> {
        let known = self.names.len();
        let codes = statements.map(|statement| self.statement(statement)).collect::<Option<Vec<_>>>()?;
        self.names.truncate(known);
        Some(Code::Block(codes))
    }

    fn statement(&mut self, statement: &Stmt) -> Option<Code> {
        self.piece()?;
        match statement {
            Stmt::If(flow, _) => {
                let condition = self.value(&flow.expr)?;
                let then = self.block(flow.body.iter())?;
                let other =
                    if flow.branch.is_empty() { Code::Nothing } else { self.block(flow.branch.iter())? };
                Some(Code::If(Box::new([condition, then, other])))
            }
            Stmt::Var(variable, ..) => {
                let (bound, code) = self.argument(&variable.1)?;
                self.names.push((variable.0.name.to_string(), bound));
                Some(code.unwrap_or(Code::Nothing))
            }
            Stmt::FnCall(call, _) => self.call(call),
            Stmt::Block(block) => self.block(block.iter()),
            Stmt::Expr(expression) => self.value(expression),
            Stmt::Return(Some(expression), ..) => Some(Code::Return(Box::new(self.value(expression)?))),
            Stmt::Noop(_) => Some(Code::Nothing),
            _ => None,
        }
    }

    /// What an expression is bound to, as an argument or a variable; and what to keep first, if anything.
    fn argument(&mut self, expression: &Expr) -> Option<(Bound, Option<Code>)> {
        if let Some(bound) = self.bound(expression) {
            self.piece()?;
            // A parameter is read where it is named, whether or not what it is handed to looks at it.
            let read = match (&bound, expression) {
                (Bound::Parameter(id), Expr::Dot(..)) => {
                    Some(Code::Read(Arc::clone(self.parameters.get(id)?)))
                }
                _ => None,
            };
            return Some((bound, read));
        }
        let code = self.value(expression)?;
        let slot = self.slots;
        self.slots += 1;
        (self.slots <= VARIABLES).then_some(())?;
        Some((Bound::Slot(slot), Some(Code::Keep(slot, Box::new(code)))))
    }

    /// What an expression stands for, where that is known before anything is looked up.
    fn bound(&self, expression: &Expr) -> Option<Bound> {
        match expression {
            Expr::StringConstant(word, _) => Some(Bound::Word(word.to_string())),
            Expr::Variable(variable, ..) => self.named(&variable.1),
            Expr::Dot(pair, ..) => match (self.bound(&pair.lhs)?, &pair.rhs) {
                (Bound::Law, Expr::Property(property, _)) => Some(Bound::Parameter(property.2.to_string())),
                _ => None,
            },
            _ => None,
        }
    }

    fn named(&self, name: &str) -> Option<Bound> {
        if let Some((_, bound)) = self.names.iter().rev().find(|(known, _)| known == name) {
            return Some(bound.clone());
        }
        if name == LAW {
            return Some(Bound::Law);
        }
        View::GLOBAL.into_iter().find(|view| view.name() == name).map(Bound::View)
    }

    fn value(&mut self, expression: &Expr) -> Option<Code> {
        self.piece()?;
        match expression {
            Expr::BoolConstant(truth, _) => Some(Code::Constant(Value::Truth(*truth))),
            Expr::IntegerConstant(count, _) => Some(Code::Constant(Value::Count(*count))),
            Expr::FnCall(call, _) => self.call(call),
            Expr::Stmt(block) => self.block(block.iter()),
            Expr::Dot(pair, ..) if self.bound(expression).is_none() => match self.bound(&pair.lhs)? {
                Bound::View(view) => self.member(view, &pair.rhs),
                _ => None,
            },
            _ => match self.bound(expression)? {
                Bound::Word(word) => Some(Code::Constant(Value::text(&word))),
                Bound::Parameter(id) => Some(self.fact(format!("{LAW}.{id}"))),
                Bound::Slot(slot) => Some(Code::Slot(slot)),
                Bound::View(_) | Bound::Law => None,
            },
        }
    }

    fn fact(&mut self, written: String) -> Code {
        let known = self.facts.iter().position(|known| *known == written);
        Code::Fact(known.unwrap_or_else(|| {
            self.facts.push(written);
            self.facts.len() - 1
        }))
    }

    fn member(&mut self, view: View, member: &Expr) -> Option<Code> {
        self.piece()?;
        match member {
            Expr::Property(property, _) => self.term(vocabulary::term(view, &property.2)?, &[]),
            Expr::MethodCall(call, _) => self.term(vocabulary::term(view, &call.name)?, &call.args),
            _ => None,
        }
    }

    fn call(&mut self, call: &FnCallExpr) -> Option<Code> {
        self.piece()?;
        if call.op_token.is_some() {
            let (_, holds) = COMPARISONS.iter().find(|(name, _)| *name == call.name.as_str())?;
            let [a, b] = call.args.as_slice() else { return None };
            return Some(Code::Compare(*holds, Box::new([self.value(a)?, self.value(b)?])));
        }
        if let Some(term) = vocabulary::term(View::None, &call.name) {
            return self.term(term, &call.args);
        }
        let mut codes = Vec::new();
        let mut bounds = Vec::new();
        for argument in &call.args {
            let (bound, code) = self.argument(argument)?;
            bounds.push(bound);
            codes.extend(code);
        }
        codes.push(self.function(&call.name, bounds)?);
        Some(Code::Block(codes))
    }

    fn term(&mut self, term: &'static Term, args: &[Expr]) -> Option<Code> {
        let mut values = || args.iter().map(|arg| self.value(arg)).collect::<Option<Vec<_>>>();
        match term.meaning {
            Meaning::Fact(_) => {}
            Meaning::Logic(logic) => return Some(Code::Logic(logic, term.cost, values()?)),
            Meaning::Computed(_) => return Some(Code::Apply(term, values()?)),
        }
        let path = term.path();
        let written = match args {
            [] => path,
            [one] => match self.bound(one)? {
                Bound::Word(word) => format!("{path}(\"{word}\")"),
                Bound::Parameter(id) => format!("{path}({LAW}.{id})"),
                _ => return None,
            },
            _ => return None,
        };
        Some(self.fact(written))
    }
}
