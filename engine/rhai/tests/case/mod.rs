//! A case made by hand, for the tests of this crate: the file as JSON, the rest as a host would leave it unknown.

use parchemin_core::{
    Basis, Case, Citation, Missing, Reference, Subject,
    file::{Leniency, parse},
    limits::Bounds,
    parameter::{Amount, DatedValue, Parameter, Parameters},
    vocabulary::Reading,
};
use std::{collections::BTreeMap, sync::Arc};

/// The parameters that these tests know: the activities that count, a number of days, and one whose text is absent.
pub(crate) fn parameters() -> Parameters {
    let activities = ["employee", "volunteer"].map(str::to_owned);
    BTreeMap::from(
        [
            ("activities", Some(Amount::Words(activities.into()))),
            ("minimum_days", Some(Amount::Number(365))),
            ("not_supplied_days", None),
        ]
        .map(|(id, amount)| (id.to_owned(), Arc::new(parameter(id, amount)))),
    )
}

fn parameter(id: &str, value: Option<Amount>) -> Parameter {
    let citation = Citation::from(Reference {
        basis: if value.is_some() { Basis::Law } else { Basis::NotSupplied },
        text: format!("text of {id}"),
        place: None,
        quote: None,
        in_force: None,
        address: None,
        note: None,
    });
    let value = DatedValue { from: None, to: None, value, citation, checked: None };
    Parameter {
        id: id.into(),
        label_fr: id.into(),
        label_en: id.into(),
        unit: None,
        values: vec![value.into()],
    }
}

/// A reading of a file on 1 June 2025, by a rule on `subject`; the last session of the file is the one at stake.
pub(crate) fn reading(file: &str, subject: Subject, bounds: Bounds) -> Reading {
    let file = parse(file.as_bytes(), Leniency::Strict).unwrap();
    let session = match &file.sessions {
        Some(sessions) => Ok(sessions.len().checked_sub(1)),
        None => Err(Missing::fact("/sessions")),
    };
    let case = Case {
        file: Arc::new(file),
        date: "2025-06-01".parse().unwrap(),
        session,
        titre: Err(Missing::fact("/target/titre")),
        in_force: Err(Missing::fact("/target/titre")),
        in_force_support: None,
        delivered_until: None,
        held: Vec::new(),
        held_complete: Ok(()),
        before: Vec::new(),
        after: Vec::new(),
        holds_titre: Err(Missing::fact("/titres")),
        requests: Vec::new(),
        presented: Vec::new(),
        decided: Vec::new(),
        parameters: Arc::new(parameters()),
        absent_texts: Arc::default(),
        bounds,
    };
    Reading::new(Arc::new(case), subject, None)
}
