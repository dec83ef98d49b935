//! What a plugin says of itself, and its answers to rows.

use crate::{Row, Rule, compute::TERMS};
use parchemin_core::{
    plugin::{Described, Description, RECORD, Record},
    vocabulary::Text,
};

/// The rules, with the terms that they compute.
pub fn describe(rules: &[&[Rule]]) -> Description {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let described = |rule: &Rule| Described {
        name: rule.name.to_owned(),
        subject: rule.subject,
        facts: owned(rule.facts),
    };
    Description { rules: rules.iter().copied().flatten().map(described).collect(), terms: owned(&TERMS) }
}

/// Answers rows of facts, as the contract has it (`engine/wasm/wit/ruleset.wit`).
///
/// # Errors
/// What is wrong with a rule, or with the rows.
pub fn evaluate(rules: &[&[Rule]], texts: &[Text], rows: &[u8]) -> Result<Vec<u8>, String> {
    let mut answer = Vec::with_capacity(rows.len());
    let mut notes = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let header = take(&mut rest, RECORD).and_then(Record::first).ok_or("a header is cut short")?;
        let rule =
            rules.iter().copied().flatten().nth(header.head as usize).ok_or("there is no such rule")?;
        for _ in 0..header.count {
            let cells = take(&mut rest, rule.facts.len() * RECORD).ok_or("the rows are cut short")?;
            let row = Row::new(cells, texts);
            let ruling =
                row.ruling((rule.decide)(&row)).map_err(|reason| [rule.name, ": ", reason].concat())?;
            answer.extend_from_slice(&ruling.bytes());
            row.notes().for_each(|note| notes.extend_from_slice(&note.bytes()));
        }
        answer.append(&mut notes);
    }
    Ok(answer)
}

/// So many bytes from the front; none where there are fewer.
fn take<'b>(rest: &mut &'b [u8], bytes: usize) -> Option<&'b [u8]> {
    let (front, back) = rest.split_at_checked(bytes)?;
    *rest = back;
    Some(front)
}

#[cfg(test)]
mod tests {
    //! Answers stand as the contract has it: block by block, rulings first, then notes; rows that make no sense are
    //! refused.
    use crate::{answer::describe, asked::*, prelude::*, rules};
    use parchemin_core::plugin::RECORD;

    rules! {
        fn size(size = jury.size) { size.at_least(2) }
        fn valid(day = file.request_filed_on, last = decisive_day()) { last.at_most(years_after(day, 1)) }
    }

    #[test]
    fn rulings_of_a_block_stand_before_its_notes_and_blocks_in_their_order() {
        let valid = block(
            RULES,
            "valid",
            &[&[day("2025-01-01"), day("2026-01-01")], &[day("2025-01-01"), day("2026-01-02")]],
        );
        let rows = [valid, block(RULES, "size", &[&[number(2)], &[number(1)], &[UNKNOWN]])].concat();
        let heads: Vec<_> = records(RULES, &rows).unwrap().iter().map(|record| record.head).collect();
        let (met, undetermined, unmet, years_after) = (1, 2, 3, 1);
        assert_eq!(heads, [met, unmet, years_after, years_after, met, unmet, undetermined]);
    }

    #[test]
    fn no_rows_are_answered_by_nothing() {
        assert_eq!(records(RULES, &[]).unwrap(), []);
        assert_eq!(records(RULES, &block(RULES, "size", &[])).unwrap(), []);
    }

    #[test]
    fn rows_that_make_no_sense_are_refused() {
        let rows = block(RULES, "size", &[&[number(2)], &[number(2)]]);
        for cut in 1..RECORD {
            assert_eq!(records(RULES, &rows[..cut]).unwrap_err(), "a header is cut short");
        }
        for cut in [RECORD, 2 * RECORD, 3 * RECORD - 1] {
            assert_eq!(records(RULES, &rows[..cut]).unwrap_err(), "the rows are cut short");
        }
        let mut other = rows;
        other[0] = 2;
        assert_eq!(records(RULES, &other).unwrap_err(), "there is no such rule");
    }

    #[test]
    fn a_plugin_describes_its_rules_in_the_order_of_its_files() {
        let described = describe(&[&[RULES[1]], &[RULES[0]]]);
        let names: Vec<&str> = described.rules.iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(names, ["valid", "size"]);
        assert_eq!(described.terms, ["in_days", "years_after", "months_after"]);
    }
}
