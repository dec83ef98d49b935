//! Files that go through what draws may miss: for each titre and route, one file that states everything, with each of
//! its days on each special day, and without each of its members in turn.

use super::{
    World,
    candidate::{Maker, Manner},
    draw::Draw,
    world::TitreWords,
};
use crate::members::{pointers, without};
use parchemin_core::{
    CandidateFile, Day,
    file::{Leniency, Route, parse},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The cases of a world, always the same: some five thousand a titre, each with an id that says what is done to the file
/// it comes from.
pub fn cases(world: &World) -> impl Iterator<Item = CandidateFile> {
    let bases = world.titres.iter().flat_map(|titre| Route::ALL.iter().map(move |route| (titre, *route)));
    bases.flat_map(move |(titre, route)| {
        let base = base(world, titre, route);
        let name = format!("synthetic: {}, {}", titre.id, route.name());
        let dated = dated(&base).into_iter().flat_map({
            let (base, name) = (base.clone(), name.clone());
            move |pointer| on_special_days(world, &base, &name, &pointer)
        });
        let less = pointers(&base).into_iter().filter_map({
            let (base, name) = (base.clone(), name.clone());
            move |pointer| read(&named(without(&base, &pointer), format!("{name}, without {pointer}")))
        });
        read(&named(base, name)).into_iter().chain(dated).chain(less)
    })
}

/// A file that states all that its titre lets it state, decided after its jury.
fn base(world: &World, titre: &TitreWords, route: Route) -> Value {
    let manner = Manner { absent: 0.0, boundary: 0.0, disordered: false, complete: true, regular: true };
    let mut maker = Maker { draw: Draw::new(0, 0), world, titre, route, manner };
    json!(maker.file(String::new()))
}

/// The members that hold a day; of those that differ in the row alone, the last.
fn dated(base: &Value) -> Vec<String> {
    let days = pointers(base).into_iter().filter(|pointer| day_at(base, pointer).is_some());
    let by_member: BTreeMap<String, String> = days
        .map(|pointer| (pointer.split('/').filter(|name| name.parse::<usize>().is_err()).collect(), pointer))
        .collect();
    by_member.into_values().collect()
}

fn day_at(base: &Value, pointer: &str) -> Option<Day> {
    base.pointer(pointer)?.as_str()?.parse().ok()
}

/// Days that the format wants in order: where one is moved past the other, it takes it along.
const IN_ORDER: [(&str, &str); 2] = [("from", "to"), ("date", "deliberated_on")];

fn on_special_days(world: &World, base: &Value, name: &str, pointer: &str) -> Vec<CandidateFile> {
    let with = |file: &Value, pointer: &str, day: Day| {
        let mut file = file.clone();
        if let Some(place) = file.pointer_mut(pointer) {
            *place = json!(day);
        }
        file
    };
    let partner = pointer.rsplit_once('/').and_then(|(parent, name)| {
        let pair = IN_ORDER.iter().find(|(first, second)| *first == name || *second == name)?;
        Some(format!("{parent}/{}", if pair.0 == name { pair.1 } else { pair.0 }))
    });
    let days = world.special_days().iter().filter_map(|day| {
        let moved = named(with(base, pointer, *day), format!("{name}, {pointer} = {day}"));
        read(&moved).or_else(|| read(&with(&moved, partner.as_deref()?, *day)))
    });
    days.collect()
}

/// The file under an id, where it has one.
fn named(mut file: Value, id: String) -> Value {
    if let Some(place) = file.pointer_mut("/id") {
        *place = id.into();
    }
    file
}

fn read(file: &Value) -> Option<CandidateFile> {
    parse(file.to_string().as_bytes(), Leniency::Strict).ok()
}
