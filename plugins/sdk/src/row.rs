//! The row of facts that a rule decides, and the facts in it.

use crate::{Neither, Truth, compute::TERMS};
use parchemin_core::{
    plugin::{Kind, Places, RECORD, Record},
    truth::Lacking,
    vocabulary::{Holds, Text, Value, compare},
};
use std::{array, cell::Cell, cmp::Ordering};

/// A value as it crosses the border: kind and two numbers.
type Wire = (Kind, i64, i64);

/// The facts of one question, and what its rule did with them.
#[derive(Debug)]
pub struct Row<'r> {
    cells: &'r [u8],
    texts: &'r [Text],
    read: Cell<Places>,
    /// The last value that each term computed.
    notes: [Cell<Option<Wire>>; TERMS.len()],
    /// What is wrong with the rule, first found.
    wrong: Cell<Option<&'static str>>,
}

/// A fact of the row, or a value computed from facts. Used, it is looked at; passed on, it is not.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'r> {
    row: &'r Row<'r>,
    source: Source,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    /// The place in the row.
    Declared(usize),
    /// The value, and what would settle it.
    Computed(Wire, Places),
}

/// What a fact is compared or computed with: another, or a number, a word, a truth written out.
pub trait Operand {
    /// The value; a fact is looked at for it.
    fn value(self) -> Value<Places>;
}

impl<'r> Row<'r> {
    /// A row of cells, and the texts that they name by their place.
    pub(crate) fn new(cells: &'r [u8], texts: &'r [Text]) -> Row<'r> {
        Row {
            cells,
            texts,
            read: Cell::default(),
            notes: array::from_fn(|_| Cell::default()),
            wrong: Cell::default(),
        }
    }

    #[doc(hidden)]
    pub fn facts<const COUNT: usize>(&'r self) -> [Fact<'r>; COUNT] {
        array::from_fn(|place| Fact { row: self, source: Source::Declared(place) })
    }

    /// The cell of that place; from now on its fact was looked at.
    fn look(&self, place: usize) -> Option<Wire> {
        self.read.set(self.read.get().with(Places::one(place)));
        let record = self.cells.get(place * RECORD..).and_then(Record::first)?;
        Some((Kind::of(record.head)?, record.a, record.b))
    }

    /// Notes what is wrong with the rule. It goes on with an unknown, and its answer will not count.
    fn fails(&self, reason: &'static str) -> Value<Places> {
        self.wrong.set(self.wrong.get().or(Some(reason)));
        Value::Unknown(Places::default())
    }

    /// What a rule answered, as a record; or what is wrong with it.
    pub(crate) fn ruling(&self, truth: Truth) -> Result<Record, &'static str> {
        if let Some(reason) = self.wrong.get() {
            return Err(reason);
        }
        let (verdict, missing) = crate::logic::ruled(truth);
        Ok(Record {
            head: verdict as u32,
            count: self.notes.iter().filter(|note| note.get().is_some()).count() as u32,
            a: self.read.get().0.cast_signed(),
            b: missing.0.cast_signed(),
        })
    }

    /// What its terms computed, as records.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Record> {
        (0..).zip(&self.notes).filter_map(|(term, note)| {
            let (kind, a, b) = note.get()?;
            Some(Record { head: term, count: kind as u32, a, b })
        })
    }
}

impl<'r> Fact<'r> {
    /// `==`
    ///
    /// # Errors
    /// [`Neither::Unknown`], as of every comparison. Unlike types are a fault of the rule.
    pub fn is(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_eq)
    }

    /// `!=`
    ///
    /// # Errors
    /// See [`is`](Fact::is).
    pub fn is_not(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_ne)
    }

    /// `<`
    ///
    /// # Errors
    /// See [`is`](Fact::is).
    pub fn less_than(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_lt)
    }

    /// `<=`
    ///
    /// # Errors
    /// See [`is`](Fact::is).
    pub fn at_most(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_le)
    }

    /// `>`
    ///
    /// # Errors
    /// See [`is`](Fact::is).
    pub fn more_than(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_gt)
    }

    /// `>=`
    ///
    /// # Errors
    /// See [`is`](Fact::is).
    pub fn at_least(self, other: impl Operand) -> Truth {
        self.compared(other, Ordering::is_ge)
    }

    fn compared(self, other: impl Operand, holds: Holds) -> Truth {
        let known = compare(&self.value(), &other.value(), holds).unwrap_or_else(|_| {
            self.row.fails("unlike types are compared");
            Err(Places::default())
        });
        known.map_err(Neither::Unknown)
    }

    /// What a term computes from this fact and another value, noted under the place of the term. Where one of the two
    /// is unknown the result is; `meaning` gives none for values of other types.
    pub(crate) fn computed(
        self,
        other: impl Operand,
        term: usize,
        meaning: impl FnOnce(Value<Places>, Value<Places>) -> Option<Value<Places>>,
    ) -> Fact<'r> {
        let (a, b) = (self.value(), other.value());
        let missing = Value::missing_of([&a, &b]);
        let value = match missing {
            Some(missing) => Value::Unknown(missing),
            None => meaning(a, b).unwrap_or_else(|| self.row.fails("this type is not computed with")),
        };
        let wire = value.to_wire().unwrap_or((Kind::Unknown, 0, 0));
        if let Some(note) = self.row.notes.get(term) {
            note.set(Some(wire));
        }
        Fact { row: self.row, source: Source::Computed(wire, missing.unwrap_or_default()) }
    }
}

impl Operand for Fact<'_> {
    fn value(self) -> Value<Places> {
        let row = self.row;
        let (wire, missing) = match self.source {
            Source::Declared(place) => (row.look(place), Places::one(place)),
            Source::Computed(wire, missing) => (Some(wire), missing),
        };
        wire.and_then(|wire| Value::from_wire(wire, |place| row.texts.get(place).cloned(), || missing))
            .unwrap_or_else(|| row.fails("a cell is no value"))
    }
}

impl Operand for bool {
    fn value(self) -> Value<Places> {
        Value::Truth(self)
    }
}

impl Operand for i64 {
    fn value(self) -> Value<Places> {
        Value::Count(self)
    }
}

impl Operand for &'static str {
    fn value(self) -> Value<Places> {
        Value::Text(Text::Word(self))
    }
}

#[cfg(test)]
mod tests {
    //! A fact is looked at when it is used, and only then; what cannot be compared is a fault of the rule.
    use crate::{asked::*, prelude::*, rules};
    use parchemin_core::{Verdict, plugin::Kind};

    rules! {
        fn vae_only(route = file.route, trained = file.trained) {
            if route.is_not("vae")? { return not_applicable(); }
            trained
        }
        fn least(days = related_days(law.vae_activities), least = law.minimum_days) { days.at_least(least) }
        fn six(n = jury.size) {
            all_of!(n.is(2), n.is_not(3), n.less_than(3), n.at_most(2), n.more_than(1), n.at_least(2))
        }
        fn passed_on(trained = file.trained, route = file.route) { second(route, trained) }
        fn a_member_of_the_jury(juror; years = juror.years_in_job) { years.at_least(3) }
    }

    fn second(_: Fact<'_>, second: Fact<'_>) -> Truth {
        second.holds()
    }

    #[test]
    fn what_a_rule_does_not_use_was_not_looked_at() {
        let other = asked(RULES, "vae_only", &[text(CCS), UNKNOWN]);
        assert_eq!((other.verdict, other.read), (Verdict::NotApplicable, 0b01));
        let vae = asked(RULES, "vae_only", &[text(VAE), TRUE]);
        assert_eq!((vae.verdict, vae.read), (Verdict::Met, 0b11));
        let passed_on = asked(RULES, "passed_on", &[TRUE, UNKNOWN]);
        assert_eq!((passed_on.verdict, passed_on.read), (Verdict::Met, 0b01));
    }

    #[test]
    fn the_six_comparisons_are_those_of_their_names() {
        assert_eq!(asked(RULES, "six", &[number(2)]).verdict, Verdict::Met);
        for other in [0, 1, 3, 4] {
            assert_eq!(asked(RULES, "six", &[number(other)]).verdict, Verdict::Unmet, "{other}");
        }
    }

    #[test]
    fn a_range_decides_when_all_of_it_lies_on_one_side() {
        let days = |range| asked(RULES, "least", &[range, number(365)]);
        assert_eq!(days((Kind::AtLeast, 365, 0)).verdict, Verdict::Met);
        assert_eq!(days((Kind::Between, 0, 364)).verdict, Verdict::Unmet);
        let open = days((Kind::Between, 300, 400));
        assert_eq!((open.verdict, open.read, open.missing), (Verdict::Undetermined, 0b11, 0b01));
        let both = asked(RULES, "least", &[(Kind::AtLeast, 0, 0), UNKNOWN]);
        assert_eq!((both.verdict, both.missing), (Verdict::Undetermined, 0b11));
    }

    #[test]
    fn unlike_types_and_cells_that_mean_nothing_are_named_with_their_rule() {
        let reason = |cell| ask(RULES, "vae_only", &[cell, TRUE]).unwrap_err();
        assert_eq!(reason(number(1)), "vae_only: unlike types are compared");
        assert_eq!(reason((Kind::Text, 9, 0)), "vae_only: a cell is no value");
        assert_eq!(reason((Kind::Truth, 2, 0)), "vae_only: a cell is no value");
        // Even where the answer would not depend on it.
        assert!(ask(RULES, "vae_only", &[text(VAE), number(1)]).is_err());
    }

    #[test]
    fn a_rule_says_what_it_is_applied_to_and_which_facts_it_declares() {
        let [vae_only, least, .., juror] = RULES else { panic!("{RULES:?}") };
        assert_eq!((vae_only.name, vae_only.facts), ("vae_only", ["file.route", "file.trained"].as_slice()));
        assert_eq!(least.facts.first(), Some(&"related_days(law.vae_activities)"));
        assert_eq!(juror.subject, parchemin_core::vocabulary::View::Juror);
    }
}
