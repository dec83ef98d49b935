//! The name of a column: the way to a place of a candidate file, with dots: `experience.1.from`.

use crate::shape::{Shape, Shaped};
use parchemin_core::{CandidateFile, limits::EXPERIENCE_ROWS, nearest};
use std::fmt;

/// A place of a candidate file. Places are in the order of the format; the rows of a list in theirs, after the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<usize>);

/// What a place of the file is called in a column: a member's place in its object from 0, or a row's number from 1.
impl Path {
    /// The whole file.
    pub(super) fn root() -> Path {
        Path(Vec::new())
    }

    /// A member or row of it.
    pub(super) fn then(&self, step: usize) -> Path {
        Path(self.0.iter().copied().chain([step]).collect())
    }

    /// Its steps.
    pub(super) fn steps(&self) -> &[usize] {
        &self.0
    }

    /// The place of that name.
    ///
    /// # Errors
    /// There is no such place; the nearest one, if one is near.
    ///
    /// ```
    /// use parchemin_bulk::columns::Path;
    /// assert_eq!(Path::named("sessions.2.jury.1.professional").unwrap().to_string(), "sessions.2.jury.1.professional");
    /// assert_eq!(Path::named("experience.3.frm"), Err(Some("experience.3.from".into())));
    /// assert_eq!(Path::named("experience.0.from"), Err(None));
    /// ```
    pub fn named(name: &str) -> Result<Path, Option<String>> {
        let mut shape = CandidateFile::SHAPE;
        let (mut steps, mut passed) = (Vec::new(), Vec::new());
        for part in name.split('.') {
            match shape {
                Shape::Object(members) => {
                    let names = members.iter().map(|(name, _)| *name);
                    let near = || nearest(part, names.clone()).into_iter().next();
                    let whole = |near: String| [&passed[..], &[&*near]].concat().join(".");
                    let place = members.iter().position(|(name, _)| *name == part);
                    let member = place.and_then(|place| Some((place, members.get(place)?)));
                    let (place, (_, member)) = member.ok_or_else(|| near().map(whole))?;
                    (shape, steps) = (*member, [steps, vec![place]].concat());
                }
                Shape::List(row) => {
                    let number = part.parse().ok().filter(|n| (1..=EXPERIENCE_ROWS).contains(n));
                    let number = number.filter(|n: &usize| n.to_string() == part).ok_or(None)?;
                    (shape, steps) = (*row, [steps, vec![number]].concat());
                }
                Shape::Leaf(_) => return Err(Some(passed.join("."))),
            }
            passed.push(part);
        }
        Ok(Path(steps))
    }

    /// The place of a JSON pointer into a candidate file.
    pub(super) fn of_pointer(pointer: &str) -> Option<Path> {
        let mut shape = CandidateFile::SHAPE;
        let mut path = Path::root();
        for part in pointer.split('/').skip(1) {
            (shape, path) = match shape {
                Shape::Object(members) => {
                    let place = members.iter().position(|(name, _)| *name == part)?;
                    (members.get(place)?.1, path.then(place))
                }
                Shape::List(row) => (*row, path.then(part.parse::<usize>().ok()?.checked_add(1)?)),
                Shape::Leaf(_) => return None,
            };
        }
        Some(path)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shape = CandidateFile::SHAPE;
        for (place, step) in self.0.iter().enumerate() {
            f.write_str(if place == 0 { "" } else { "." })?;
            match shape {
                Shape::Object(members) => {
                    let Some((name, member)) = members.get(*step) else { return Err(fmt::Error) };
                    f.write_str(name)?;
                    shape = *member;
                }
                Shape::List(row) => {
                    write!(f, "{step}")?;
                    shape = *row;
                }
                Shape::Leaf(_) => return Err(fmt::Error),
            }
        }
        Ok(())
    }
}
