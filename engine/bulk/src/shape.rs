//! The shape of a candidate file: every object with its members, in order. Written once; tables and Parquet follow it.

use parchemin_core::{
    Day,
    file::{Activity, CcpResult, Enrolment, Format, Route, SessionKind},
};

/// What stands at a place of a candidate file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// An object, with its members.
    Object(&'static [(&'static str, Shape)]),
    /// A list of rows.
    List(&'static Shape),
    /// A value.
    Leaf(Leaf),
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Text,
    /// One of a closed list of words.
    Word,
    Day,
    /// A whole number below 2^32.
    Whole,
    Truth,
}

/// A type that has a place in a candidate file.
pub(crate) trait Shaped {
    const SHAPE: Shape;
}

/// Gives the macro of that name every object of a candidate file, each member with its type.
macro_rules! objects {
    ($then:ident) => {
        $then! {
            CandidateFile {
                format: Format,
                id: String,
                evaluate_on: Day,
                target: Target,
                route: Route,
                enrolment: Enrolment,
                trained: bool,
                events: Events,
                vae_requests: Vec<VaeRequest>,
                experience: Vec<Experience>,
                ccps: Vec<HeldCcp>,
                titres: Vec<HeldTitre>,
                sessions: Vec<Session>,
            }
            Target { titre: String, ccs: String, }
            Events {
                training_started: Day,
                request_filed: Day,
                recevabilite_notified: Day,
                recevabilite_unanswered: bool,
                registered: Day,
            }
            VaeRequest { filed: Day, certification: String, blocs_only: bool, rejected: bool, }
            Experience { from: Day, to: Day, ongoing: bool, status: Activity, related: bool, hours: u32, }
            HeldCcp { ccp: String, awarded_on: Day, document: String, }
            HeldTitre { revision: String, awarded_on: Day, document: String, }
            Session {
                kind: SessionKind,
                date: Day,
                ccps: Vec<String>,
                deliberated_on: Day,
                jury: Vec<Juror>,
                evidence: Evidence,
                decision: JuryDecision,
            }
            Juror { professional: bool, years_in_job: u32, years_since_leaving: u32, habilitated_until: Day, }
            Evidence {
                mise_en_situation: bool,
                project: bool,
                technical_interview: bool,
                questionnaire: bool,
                production_questioning: bool,
                ecf: bool,
                dossier_professionnel: bool,
                dossier_annexes: bool,
                final_interview: bool,
            }
            JuryDecision { titre: bool, ccs: bool, ccps: Vec<CcpDecision>, }
            CcpDecision { ccp: String, result: CcpResult, }
        }
    };
}
pub(crate) use objects;

macro_rules! shaped {
    ($($object:ident { $($member:ident: $type:ty,)+ })+) => {$(
        impl Shaped for parchemin_core::file::$object {
            const SHAPE: Shape = Shape::Object(&[$((stringify!($member), <$type as Shaped>::SHAPE)),+]);
        }
    )+};
}

macro_rules! leaves {
    ($($type:ty: $leaf:ident,)+) => {$(
        impl Shaped for $type {
            const SHAPE: Shape = Shape::Leaf(Leaf::$leaf);
        }
    )+};
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}

leaves! {
    String: Text,
    Day: Day,
    u32: Whole,
    bool: Truth,
    Format: Word,
    Route: Word,
    Enrolment: Word,
    Activity: Word,
    SessionKind: Word,
    CcpResult: Word,
}

/// The types of members, as the list of objects calls them.
mod members {
    pub(super) use parchemin_core::file::{
        CcpDecision, Events, Evidence, Experience, HeldCcp, HeldTitre, Juror, JuryDecision, Session, Target,
        VaeRequest,
    };
}
use members::*;

objects!(shaped);

#[cfg(test)]
mod tests {
    //! The shape is that of the published schema.
    use super::*;
    use parchemin_core::CandidateFile;
    use serde_json::Value;

    /// The places of a shape, with their kinds.
    fn of_shape(shape: &Shape, at: &str, into: &mut Vec<(String, &'static str)>) {
        match shape {
            Shape::Object(members) => {
                into.push((at.to_owned(), "object"));
                members.iter().for_each(|(name, member)| of_shape(member, &format!("{at}/{name}"), into));
            }
            Shape::List(row) => {
                into.push((at.to_owned(), "array"));
                of_shape(row, &format!("{at}/*"), into);
            }
            Shape::Leaf(leaf) => into.push((
                at.to_owned(),
                match leaf {
                    Leaf::Text => "string",
                    Leaf::Word => "word",
                    Leaf::Day => "date",
                    Leaf::Whole => "integer",
                    Leaf::Truth => "boolean",
                },
            )),
        }
    }

    /// The places of a schema, with their kinds.
    fn of_schema(node: &Value, at: &str, whole: &Value, into: &mut Vec<(String, &'static str)>) {
        if let Some(name) = node["$ref"].as_str() {
            return of_schema(whole.pointer(name.trim_start_matches('#')).unwrap(), at, whole, into);
        }
        if let Some(either) = node["anyOf"].as_array() {
            let said = either.iter().find(|one| one["type"] != "null").unwrap();
            return of_schema(said, at, whole, into);
        }
        let is = |kind: &str| {
            node["type"] == kind
                || node["type"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind))
        };
        let kind = if node.get("enum").is_some() || node.get("oneOf").is_some() || node.get("const").is_some()
        {
            "word"
        } else if node["format"] == "date" {
            "date"
        } else {
            ["object", "array", "string", "integer", "boolean"].into_iter().find(|kind| is(kind)).unwrap()
        };
        into.push((at.to_owned(), kind));
        for (name, member) in node["properties"].as_object().into_iter().flatten() {
            of_schema(member, &format!("{at}/{name}"), whole, into);
        }
        if kind == "array" {
            of_schema(&node["items"], &format!("{at}/*"), whole, into);
        }
    }

    #[test]
    fn every_place_of_the_schema_is_in_the_shape_and_no_other() {
        let schema = schemars::schema_for!(CandidateFile).to_value();
        let (mut shape, mut published) = (Vec::new(), Vec::new());
        of_shape(&CandidateFile::SHAPE, "", &mut shape);
        of_schema(&schema, "", &schema, &mut published);
        shape.sort();
        published.sort();
        assert!(shape.len() > 60);
        assert_eq!(shape, published);
    }
}
