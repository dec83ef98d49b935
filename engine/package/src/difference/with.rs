//! What comes with an item, because it cannot change without it.

use super::{
    Items,
    items::{Item, Only},
    kind::Kind,
};
use std::collections::BTreeSet;

/// What each item comes with, itself included.
pub(super) fn with(items: &[Item]) -> Vec<Items> {
    let needs = needs(items);
    let whole = |start: usize| {
        let (mut all, mut open) = (Items::from([start]), vec![start]);
        while let Some(place) = open.pop() {
            let more = needs.get(place).into_iter().flatten().copied();
            open.extend(more.filter(|next| all.insert(*next)));
        }
        all
    };
    (0..items.len()).map(whole).collect()
}

fn needs(items: &[Item]) -> Vec<Items> {
    let mut needs: Vec<Items> = items.iter().map(|_| Items::new()).collect();
    let mut need = |from: usize, to: usize| {
        if let Some(of) = needs.get_mut(from)
            && from != to
        {
            of.insert(to);
        }
    };
    let mentions: Vec<[BTreeSet<String>; 2]> =
        items.iter().map(|item| [item.mentions(Only::Old), item.mentions(Only::New)]).collect();
    for (defined, definition) in items.iter().enumerate() {
        let [old, new] = [definition.names(Only::Old), definition.names(Only::New)];
        for ((place, item), [was, is]) in items.iter().enumerate().zip(&mentions) {
            if item.package != definition.package && !definition.is_known_abroad() {
                continue;
            }
            if !new.is_disjoint(is) {
                need(place, defined);
            }
            if !old.is_disjoint(was) {
                need(defined, place);
            }
        }
        for (place, item) in items.iter().enumerate().filter(|(_, item)| item.package == definition.package) {
            // A provision of a package that is added needs the package.
            if definition.kind == Kind::Package && item.kind == Kind::Provision {
                need(place, defined);
            }
            if let (Some((number, true)), Some((next, true))) = (definition.number(), item.number())
                && definition.kind == item.kind
                && next == number + 1
            {
                need(place, defined);
            }
            if let (Some((number, false)), Some((next, false))) = (definition.number(), item.number())
                && definition.kind == item.kind
                && next == number + 1
            {
                need(defined, place);
            }
        }
    }
    needs
}
