//! One candidate file, from its draws.

use super::{
    draw::Draw,
    life::{self, Life},
    world::{TitreWords, World},
};
use parchemin_core::{
    CandidateFile, Day,
    file::{Activity, Enrolment, Events, Experience, Format, HeldCcp, HeldTitre, Route, Target, VaeRequest},
};

/// How a file is made up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// How likely each member is left out.
    pub(super) absent: f64,
    /// How likely a day or a number lies at one that the law states.
    pub(super) boundary: f64,
    /// Its days follow in no order.
    pub(super) disordered: bool,
    /// It states all that its titre lets it state, even what does not concern its route.
    pub(super) complete: bool,
    /// All is as the rules want it, as far as one can say without knowing them.
    pub(super) regular: bool,
}

/// Makes one file.
pub(super) struct Maker<'w> {
    pub(super) draw: Draw,
    pub(super) world: &'w World,
    pub(super) titre: &'w TitreWords,
    pub(super) route: Route,
    pub(super) manner: Manner,
}

impl Maker<'_> {
    /// The file; the date of its decision is always there.
    pub(super) fn file(&mut self, id: String) -> CandidateFile {
        let life = self.life();
        let route = self.route;
        CandidateFile {
            format: self.usually(0.7, |_| Format::One),
            id: self.stated(|_| id),
            evaluate_on: Some(life.decision),
            target: self.stated(Maker::target),
            route: self.stated(|_| route),
            enrolment: self
                .usually(if route == Route::ContinuousTraining { 0.9 } else { 0.1 }, |make| {
                    make.word(Enrolment::ALL)
                })
                .flatten(),
            trained: self.usually(
                if matches!(route, Route::Capitalisation | Route::Ccs) { 0.9 } else { 0.1 },
                |make| make.draw.chance(0.5),
            ),
            events: self.stated(|make| make.events(&life)),
            vae_requests: self.stated(|make| make.requests(life.filed)),
            experience: self.stated(|make| make.experience(&life)),
            ccps: self.stated(|make| make.held_ccps(life.session)),
            titres: self.stated(|make| make.held_titres(life.session)),
            sessions: self.stated(|make| make.sessions(&life)),
        }
    }

    fn life(&mut self) -> Life {
        let boundary = self.manner.boundary;
        let mut life = if self.manner.disordered {
            Life::disordered(&mut self.draw, self.world, boundary)
        } else {
            Life::ordered(&mut self.draw, self.world, self.titre.span, boundary)
        };
        if self.manner.complete {
            life.decision = life.decision.max(life.deliberated);
        }
        life
    }

    // ── What is stated ──────────────────────────────────────────────────────────────────────────────────────────

    /// A member that such a file has.
    pub(super) fn stated<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.usually(1.0, value)
    }

    /// A member that such a share of files has.
    pub(super) fn usually<T>(&mut self, share: f64, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let has = self.manner.complete || self.manner.disordered || self.draw.chance(share);
        (has && !self.draw.chance(self.manner.absent)).then(|| value(self))
    }

    /// One of a list; in a complete file a list that could be empty is not.
    pub(super) fn rows<T>(&mut self, least: i64, most: i64, row: impl Fn(&mut Self) -> T) -> Vec<T> {
        let least = if self.manner.complete { least.max(1) } else { least };
        (0..self.draw.between(least, most)).map(|_| row(self)).collect()
    }

    pub(super) fn word<T: Copy>(&mut self, words: &[T]) -> Option<T> {
        self.draw.one_of(words).copied()
    }

    pub(super) fn name(&mut self, names: &[String]) -> Option<String> {
        self.draw.one_of(names).cloned()
    }

    /// Whether something is as the rules want it.
    pub(super) fn good(&mut self) -> bool {
        self.manner.regular || self.draw.chance(0.75)
    }

    /// A day before another, and in a share of cases a special one; in a disordered file any.
    pub(super) fn day_before(&mut self, day: Day, most: i64) -> Day {
        let Manner { boundary, disordered, .. } = self.manner;
        if disordered {
            return life::any(&mut self.draw, self.world, boundary);
        }
        let special =
            if self.draw.chance(boundary) { self.world.special_until(&mut self.draw, day) } else { None };
        special.unwrap_or_else(|| life::anniversary(&mut self.draw, self.world, day, boundary, most))
    }

    /// A number: in a share of cases beside one that the law states in the unit, else up to another.
    pub(super) fn number(&mut self, unit: &str, most: i64) -> u32 {
        let stated =
            self.draw.chance(self.manner.boundary).then(|| self.draw.one_of(self.world.numbers(unit)));
        let number = match stated.flatten() {
            Some(stated) => stated.saturating_add(self.draw.between(-1, 1)).max(0),
            None => self.draw.between(0, most),
        };
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    // ── Its parts ───────────────────────────────────────────────────────────────────────────────────────────────

    fn target(&mut self) -> Target {
        let titre = self.titre;
        Target {
            titre: self.stated(|make| {
                let other = if make.draw.chance(0.4) { make.name(&titre.names) } else { None };
                other.unwrap_or_else(|| titre.id.clone())
            }),
            ccs: self
                .usually(if self.route == Route::Ccs { 0.9 } else { 0.05 }, |make| make.name(&titre.ccs))
                .flatten(),
        }
    }

    fn events(&mut self, life: &Life) -> Events {
        let vae = self.route == Route::Vae;
        let (request, training) = if vae { (1.0, 0.1) } else { (0.1, 0.9) };
        let answered = self.manner.complete || self.manner.disordered || self.good();
        Events {
            training_started: self.usually(training, |_| life.started),
            request_filed: self.usually(request, |_| life.filed),
            recevabilite_notified: self.usually(if answered { request } else { 0.0 }, |_| life.notified),
            recevabilite_unanswered: self.usually(if answered { 0.1 } else { request }, |_| !answered),
            registered: self.usually(0.8, |_| life.registered),
        }
    }

    /// Earlier requests, most of them of the same year: that is where they are counted.
    fn requests(&mut self, filed: Day) -> Vec<VaeRequest> {
        let most = self.world.numbers("requests").last().copied().unwrap_or(0).saturating_add(1);
        let most = if self.manner.regular { 1 } else { most };
        let span = if self.draw.chance(0.7) { 200 } else { 800 };
        self.rows(0, most, |make| VaeRequest {
            filed: make.stated(|make| make.day_before(filed, span)),
            certification: make.stated(|make| make.certification()).flatten(),
            blocs_only: make.usually(0.8, |make| make.draw.chance(0.2)),
            rejected: make.usually(0.8, |make| make.draw.chance(0.2)),
        })
    }

    /// The titre aimed at, another, or a certification that no package describes.
    fn certification(&mut self) -> Option<String> {
        let world = self.world;
        match self.draw.between(0, 3) {
            0 | 1 => self.name(&self.titre.names),
            2 => self.draw.one_of(&world.titres).and_then(|titre| titre.names.first()).cloned(),
            _ => Some(world.stranger.clone()),
        }
    }

    /// Periods whose days and hours come to a whole that is drawn first, so that it can lie beside what a rule asks.
    fn experience(&mut self, life: &Life) -> Vec<Experience> {
        let until = if self.route == Route::Vae { life.filed } else { life.session };
        let count = if self.manner.complete { 2 } else { self.draw.between(0, 4) };
        let (days, hours) = (self.total_days(), i64::from(self.number("hours", 4000)));
        let mut cursor = until.days_after(-self.draw.between(0, 30));
        let mut rows = Vec::new();
        for (days, hours) in self.split(days, count).into_iter().zip(self.split(hours, count)) {
            let (from, to) = self.period(cursor, days.max(1));
            cursor = from.days_after(if self.draw.chance(0.2) { self.draw.between(0, 90) } else { -1 });
            let goes_on = !self.manner.complete && self.draw.chance(0.15);
            let ended = if goes_on { None } else { self.stated(|_| to) };
            rows.push(Experience {
                from: self.stated(|_| from),
                to: ended,
                // A period that has an end and goes on is refused.
                ongoing: self.usually(if goes_on { 1.0 } else { 0.2 }, |_| goes_on),
                status: self.stated(Maker::activity).flatten(),
                related: self.stated(Maker::good),
                hours: self.stated(|_| u32::try_from(hours).unwrap_or(u32::MAX)),
            });
        }
        rows
    }

    /// So many days as some rule asks, give or take one, or any number.
    fn total_days(&mut self) -> i64 {
        let of_a_year = self.draw.one_of(self.world.numbers("days")).copied();
        let years = self.draw.one_of(self.world.numbers("years")).copied();
        match (of_a_year, years) {
            (Some(days), Some(years)) if self.draw.chance(self.manner.boundary) => {
                let years = if self.draw.chance(0.5) { 1 } else { years };
                days.saturating_mul(years).saturating_add(self.draw.between(-1, 1))
            }
            _ => self.draw.between(0, 2500),
        }
    }

    /// A period that ends at the cursor; in a share of cases one that starts or ends on a special day.
    fn period(&mut self, cursor: Day, days: i64) -> (Day, Day) {
        let special = if self.draw.chance(self.manner.boundary) {
            self.world.special_until(&mut self.draw, cursor)
        } else {
            None
        };
        let to = match (self.manner.disordered, special) {
            (true, _) => life::any(&mut self.draw, self.world, self.manner.boundary),
            (false, Some(special)) => special,
            (false, None) => cursor,
        };
        let starts = self.draw.chance(0.5) && (self.manner.disordered || special.is_some());
        if starts { (to, to.days_after(days - 1)) } else { (to.days_after(1 - days), to) }
    }

    fn split(&mut self, whole: i64, parts: i64) -> Vec<i64> {
        let mut left = whole;
        (0..parts)
            .rev()
            .map(|after| {
                let part = if after == 0 { left } else { self.draw.between(0, left) };
                left -= part;
                part
            })
            .collect()
    }

    fn activity(&mut self) -> Option<Activity> {
        let world = self.world;
        let listed = if self.good() { self.word(&world.activities) } else { None };
        listed.or_else(|| self.word(Activity::ALL))
    }

    fn held_ccps(&mut self, session: Day) -> Vec<HeldCcp> {
        let least = i64::from(self.route == Route::Capitalisation && self.draw.chance(0.8));
        self.rows(least, 3, |make| HeldCcp {
            ccp: make.stated(Maker::held_ccp).flatten(),
            awarded_on: make.stated(|make| make.day_before(session, 2000)),
            document: make.usually(0.3, Maker::document),
        })
    }

    /// A CCP of the titre aimed at in any revision, of another titre, or of a fiche that no package describes.
    fn held_ccp(&mut self) -> Option<String> {
        let world = self.world;
        let titre = match self.draw.between(0, 9) {
            0 => return Some(format!("{}BC01", world.stranger)),
            1 => self.draw.one_of(&world.titres)?,
            _ => self.titre,
        };
        let revision = self.draw.one_of(&titre.revisions)?;
        let ccp = self.draw.one_of(&revision.ccps)?;
        self.name(ccp)
    }

    fn held_titres(&mut self, session: Day) -> Vec<HeldTitre> {
        let share = if self.route == Route::Ccs { 0.8 } else { 0.15 };
        let most = i64::from(self.manner.complete || self.draw.chance(share));
        self.rows(most, most, |make| HeldTitre {
            revision: make.stated(Maker::held_titre).flatten(),
            awarded_on: make.stated(|make| make.day_before(session, 2000)),
            document: make.usually(0.3, Maker::document),
        })
    }

    fn held_titre(&mut self) -> Option<String> {
        let world = self.world;
        let titre = match self.draw.between(0, 9) {
            0 => return Some(world.stranger.clone()),
            1 => self.draw.one_of(&world.titres)?,
            _ => self.titre,
        };
        let revision = self.draw.one_of(&titre.revisions)?;
        self.name(&revision.names)
    }

    fn document(&mut self) -> String {
        format!("synthetic-{}", self.draw.between(1, 999_999))
    }
}
