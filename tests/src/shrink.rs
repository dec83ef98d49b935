//! The least of a candidate file that still shows something, for a person to look at.

use parchemin_bulk::members::{pointers, without};
use parchemin_core::Day;
use serde_json::{Value, json};

/// A smaller file that still shows it: without each member and row that is not needed for it, its days as plain as can
/// be. Greedy, and the same every time; what is left is needed as long as all the rest is there.
pub fn shrink(file: &Value, shows: impl Fn(&Value) -> bool) -> Value {
    let mut file = file.clone();
    loop {
        let before = file.clone();
        leave_out(&mut file, &shows);
        make_plain(&mut file, &shows);
        if file == before {
            return file;
        }
    }
}

fn leave_out(file: &mut Value, shows: &impl Fn(&Value) -> bool) {
    let mut next = 0;
    // What encloses comes before what is inside, so that whole lists go at once where they can.
    while let Some(pointer) = pointers(file).get(next) {
        let less = without(file, pointer);
        if shows(&less) {
            *file = less;
        } else {
            next += 1;
        }
    }
}

fn make_plain(file: &mut Value, shows: &impl Fn(&Value) -> bool) {
    for pointer in pointers(file) {
        let day = file.pointer(&pointer).and_then(Value::as_str).and_then(|text| text.parse::<Day>().ok());
        let Some(day) = day else { continue };
        for plainer in plainer_than(day) {
            let mut other = file.clone();
            if let Some(place) = other.pointer_mut(&pointer) {
                *place = json!(plainer);
            }
            if shows(&other) {
                *file = other;
                break;
            }
        }
    }
}

/// Plainer days, the plainest first: the first of the century, of the year, of the month.
fn plainer_than(day: Day) -> Vec<String> {
    let text = day.to_string();
    let month = text.get(..7).unwrap_or_default();
    let all = ["2000-01-01".to_owned(), format!("{:04}-01-01", day.year()), format!("{month}-01")];
    all.into_iter().take_while(|plain| *plain != text).collect()
}

#[cfg(test)]
mod tests {
    //! What is left shows it still, and nothing in it could go.
    use super::*;

    #[test]
    fn only_what_is_needed_is_left() {
        let file = json!({
            "id": "a", "route": "vae", "ccps": [{ "ccp": "x" }, { "ccp": "y", "document": "d" }],
            "events": { "registered": "2024-03-15", "request_filed": "2023-05-17" },
        });
        let filed =
            |file: &Value| file.pointer("/events/request_filed").and_then(Value::as_str).map(str::to_owned);
        let small = shrink(&file, |file| {
            let has_y = file["ccps"].as_array().is_some_and(|rows| rows.iter().any(|row| row["ccp"] == "y"));
            has_y && filed(file).is_some_and(|day| day.as_str() >= "2023-04-20")
        });
        // No plainer day of that year is late enough: neither its first nor that of a month before.
        assert_eq!(small, json!({ "ccps": [{ "ccp": "y" }], "events": { "request_filed": "2023-05-01" } }));
    }

    #[test]
    fn a_day_that_is_needed_as_it_stands_is_kept() {
        let file = json!({ "evaluate_on": "2025-07-13" });
        assert_eq!(shrink(&file, |file| file["evaluate_on"] == "2025-07-13"), file);
        assert_eq!(shrink(&file, |_| true), json!({}));
    }
}
