//! Where a row and a cell stand in a TOML file, and how one is read and written there without a change to what stands
//! around it.

use super::sheets::{Form, Holds};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// The place of a row: the table or list it is in, by its names and ranks, and its own rank there from 1; none for a
/// table that has a name instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) within: String,
    pub(super) rank: Option<usize>,
}

/// The rows of a document that a sheet holds, in order.
pub(super) fn rows(document: &Item, holds: Holds) -> Vec<Row> {
    let ranked = |within: &str| {
        let count = lists_len(at(document, within));
        let within = within.to_owned();
        (1..=count).map(move |rank| Row { within: within.clone(), rank: Some(rank) })
    };
    containers(document, holds)
        .iter()
        .flat_map(|within| match holds {
            Holds::Tables | Holds::Within(..) => vec![Row { within: within.clone(), rank: None }],
            _ => ranked(within).collect(),
        })
        .collect()
}

/// The tables or lists that rows of a sheet can be in.
pub(super) fn containers(document: &Item, holds: Holds) -> Vec<String> {
    let tables = || document.as_table_like().into_iter().flat_map(|table| table.iter());
    let named = |(name, item): (&str, &Item)| item.is_table_like().then(|| name.to_owned());
    match holds {
        Holds::Entries(names) => names.iter().map(|name| (*name).to_owned()).collect(),
        Holds::Items(names, path) => {
            let lists = names.iter().flat_map(|name| {
                let count = lists_len(document.get(name));
                (1..=count).map(move |rank| format!("{name}.{rank}.{}", path.join(".")))
            });
            lists.filter(|within| at(document, within).is_some()).collect()
        }
        Holds::Tables => tables().filter_map(named).collect(),
        Holds::EntriesOfTables(list) => {
            tables().filter_map(named).map(|name| format!("{name}.{list}")).collect()
        }
        Holds::Within(table, names) => {
            let inner = document.get(table).and_then(Item::as_table_like);
            let all = inner.into_iter().flat_map(|table| table.iter()).filter_map(named);
            all.filter(|name| names.is_empty() || names.contains(&name.as_str()))
                .map(|name| format!("{table}.{name}"))
                .collect()
        }
        Holds::Rows => Vec::new(),
    }
}

fn lists_len(item: Option<&Item>) -> usize {
    match item {
        Some(Item::ArrayOfTables(list)) => list.len(),
        Some(Item::Value(Value::Array(list))) => list.len(),
        _ => 0,
    }
}

/// The item at the end of a way of names and ranks.
pub(super) fn at<'d>(document: &'d Item, way: &str) -> Option<&'d Item> {
    let mut here = document;
    for step in way.split('.').filter(|step| !step.is_empty()) {
        here = match step.parse::<usize>() {
            Ok(rank) => here.get(rank.checked_sub(1)?)?,
            Err(_) => here.get(step)?,
        };
    }
    Some(here)
}

pub(super) fn at_mut<'d>(document: &'d mut Item, way: &str) -> Option<&'d mut Item> {
    let mut here = document;
    for step in way.split('.').filter(|step| !step.is_empty()) {
        here = match step.parse::<usize>() {
            Ok(rank) => here.get_mut(rank.checked_sub(1)?)?,
            Err(_) => here.get_mut(step)?,
        };
    }
    Some(here)
}

impl Row {
    /// The way to the row.
    pub(super) fn way(&self) -> String {
        match self.rank {
            Some(rank) => format!("{}.{rank}", self.within),
            None => self.within.clone(),
        }
    }

    /// The way to a member of it.
    pub(super) fn member(&self, member: &str) -> String {
        if member.is_empty() { self.way() } else { format!("{}.{member}", self.way()) }
    }
}

/// What a cell shows of an item; empty where there is none.
pub(super) fn shown(item: Option<&Item>) -> String {
    let Some(value) = item.and_then(Item::as_value) else { return String::new() };
    match value {
        Value::String(text) => text.value().clone(),
        Value::Integer(number) => number.value().to_string(),
        Value::Boolean(truth) => truth.value().to_string(),
        Value::Array(list) => {
            let words =
                list.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            words.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string().trim().to_owned(),
    }
}

/// The value that a cell stands for.
pub(super) fn value(text: &str, form: Form) -> Value {
    match form {
        Form::Truth => Value::from(text == "true"),
        Form::Amount if text.contains(';') => {
            let words = text.split(';').map(str::trim).filter(|word| !word.is_empty());
            Value::from(words.collect::<Array>())
        }
        Form::Amount => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
        Form::Text | Form::Ccps | Form::Day | Form::Word(_) => Value::from(text),
    }
}

/// Writes a cell where it differs: an empty one takes the member away.
pub(super) fn put(document: &mut DocumentMut, row: &Row, member: &str, text: &str, form: Form) {
    let way = row.member(member);
    if shown(at(document.as_item(), &way)) == text {
        return;
    }
    if let Some(item) = at_mut(document.as_item_mut(), &way).filter(|_| !text.is_empty()) {
        let mut new = value(text, form);
        if let Some(old) = item.as_value() {
            *new.decor_mut() = old.decor().clone();
        }
        *item = Item::Value(new);
        return;
    }
    let (inner, name) = member.rsplit_once('.').unwrap_or(("", member));
    let Some(table) = at_mut(document.as_item_mut(), &row.way()) else { return };
    if !inner.is_empty() && table.get(inner).is_none() {
        let Some(table) = table.as_table_like_mut() else { return };
        table.insert(inner, Item::Value(Value::InlineTable(InlineTable::new())));
    }
    let Some(table) = at_mut(table, inner).and_then(Item::as_table_like_mut) else { return };
    if text.is_empty() {
        table.remove(name);
    } else {
        table.insert(name, Item::Value(value(text, form)));
    }
}

/// Takes a row away.
pub(super) fn take(document: &mut DocumentMut, row: &Row) {
    let Some(place) = row.rank.and_then(|rank| rank.checked_sub(1)) else { return };
    match at_mut(document.as_item_mut(), &row.within) {
        Some(Item::ArrayOfTables(list)) if place < list.len() => drop(list.remove(place)),
        Some(Item::Value(Value::Array(list))) if place < list.len() => drop(list.remove(place)),
        _ => {}
    }
}

/// Adds a row at the end of its list, and says where it stands.
pub(super) fn add(document: &mut DocumentMut, within: &str, item: Option<&str>) -> Option<Row> {
    if at(document.as_item(), within).is_none() {
        let (table, name) = within.rsplit_once('.').unwrap_or(("", within));
        let table = at_mut(document.as_item_mut(), table)?.as_table_like_mut()?;
        table.insert(name, Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
    }
    let rank = match at_mut(document.as_item_mut(), within)? {
        Item::ArrayOfTables(list) => {
            let mut table = Table::new();
            // An empty line before it, as between the others.
            table.decor_mut().set_prefix("\n");
            list.push(table);
            list.len()
        }
        Item::Value(Value::Array(list)) => {
            let mut value = Value::from(item.unwrap_or_default());
            let last = list.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
            let indent = last.as_deref().and_then(|prefix| prefix.rsplit_once('\n'));
            if let Some((_, indent)) = indent {
                value.decor_mut().set_prefix(format!("\n{indent}"));
            }
            match item {
                Some(_) => list.push_formatted(value),
                None => list.push(Value::InlineTable(InlineTable::new())),
            }
            list.len()
        }
        _ => return None,
    };
    Some(Row { within: within.to_owned(), rank: Some(rank) })
}
