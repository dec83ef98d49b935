//! The days of one candidate: in the order in which they happen in life, or in none.

use super::{draw::Draw, world::World};
use parchemin_core::Day;

/// The days of one candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) started: Day,
    pub(super) filed: Day,
    pub(super) notified: Day,
    pub(super) registered: Day,
    pub(super) session: Day,
    /// Never before the session: the format refuses that.
    pub(super) deliberated: Day,
    pub(super) decision: Day,
}

impl Life {
    /// A life that leads to a session within a span; in a share of lives, one of its days lies at a boundary, which
    /// takes the others with it, or at an anniversary that the law counts.
    pub(super) fn ordered(draw: &mut Draw, world: &World, span: (Day, Day), boundary: f64) -> Life {
        let session = draw.day(span.0, span.1);
        let registered = session.days_after(-draw.between(0, 150));
        let notified = anniversary(draw, world, session, boundary, 500);
        let filed = anniversary(draw, world, notified, boundary, 250);
        let started = anniversary(draw, world, registered, boundary, 600);
        let deliberated = session.days_after(draw.between(0, 10));
        let decision = if draw.chance(0.3) {
            session.days_after(-draw.between(1, 150))
        } else if draw.chance(boundary) {
            deliberated.days_after(draw.between(-1, 1))
        } else {
            deliberated.days_after(draw.between(0, 500))
        };
        let life = Life { started, filed, notified, registered, session, deliberated, decision };
        match world.special_day(draw).filter(|_| draw.chance(boundary)) {
            Some(day) => {
                let own = draw.one_of(&life.days()).copied().unwrap_or(session);
                life.moved(day.days_since(own))
            }
            None => life,
        }
    }

    /// A life of which nothing happens in its order.
    pub(super) fn disordered(draw: &mut Draw, world: &World, boundary: f64) -> Life {
        let mut day = || any(draw, world, boundary);
        let [started, filed, notified, registered, session, decision] = [(); 6].map(|()| day());
        let deliberated = session.days_after(draw.between(0, 10));
        Life { started, filed, notified, registered, session, deliberated, decision }
    }

    fn days(&self) -> [Day; 7] {
        let Life { started, filed, notified, registered, session, deliberated, decision } = *self;
        [started, filed, notified, registered, session, deliberated, decision]
    }

    fn moved(self, days: i64) -> Life {
        Life {
            started: self.started.days_after(days),
            filed: self.filed.days_after(days),
            notified: self.notified.days_after(days),
            registered: self.registered.days_after(days),
            session: self.session.days_after(days),
            deliberated: self.deliberated.days_after(days),
            decision: self.decision.days_after(days),
        }
    }
}

/// A special day in a share of cases, else any.
pub(super) fn any(draw: &mut Draw, world: &World, boundary: f64) -> Day {
    let special = if draw.chance(boundary) { world.special_day(draw) } else { None };
    special.unwrap_or_else(|| world.any_day(draw))
}

/// A day not after another: in a share of cases so many years before it as some rule counts, give or take a day; else
/// up to so many days before it.
pub(super) fn anniversary(draw: &mut Draw, world: &World, day: Day, boundary: f64, most: i64) -> Day {
    let years = if draw.chance(boundary) { draw.one_of(world.numbers("years")).copied() } else { None };
    match years {
        Some(years) => day.years_after(-years).days_after(draw.between(-1, 1)).min(day),
        None => day.days_after(-draw.between(0, most)),
    }
}
