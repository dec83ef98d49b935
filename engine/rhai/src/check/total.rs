//! Rules are total: whatever could make one loop, escape or grow is refused.

use super::{Checker, said};
use parchemin_package::{Code, Said};
use rhai::{ASTFlags, ASTNode, Expr, Position, Stmt};

impl Checker<'_> {
    /// Refuses every construct that could make a rule loop, escape or grow, before anything else is said of it.
    pub(super) fn total(&mut self, body: &[Stmt]) {
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
                Code::NotTotal,
                position,
                said(format!("{fr} : une règle n’en contient pas"), format!("{en}: a rule has none")),
                forbidden_help(fr),
            );
        }
    }
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
