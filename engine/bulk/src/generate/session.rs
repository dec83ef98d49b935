//! The sessions of a file: before which jury, with what in hand, and what the jury decided.

use super::{candidate::Maker, life::Life, world::RevisionWords};
use parchemin_core::{
    Day,
    file::{CcpDecision, CcpResult, Evidence, Juror, JuryDecision, Piece, Route, Session, SessionKind},
};

/// What a jury made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    All,
    Some,
    Nothing,
}

/// A session as far as its parts must agree.
struct Plan {
    kind: SessionKind,
    date: Day,
    deliberated: Day,
    /// The CCPs of the revision of its day, each by one of its names.
    ccps: Vec<String>,
    outcome: Outcome,
    /// How likely the file knows what happened there.
    over: f64,
}

impl Maker<'_> {
    /// The session at stake and, in a share of files, one before it; or, rarely, none.
    pub(super) fn sessions(&mut self, life: &Life) -> Vec<Session> {
        if !self.manner.complete && self.draw.chance(0.05) {
            return Vec::new();
        }
        let mut sessions = Vec::new();
        if self.manner.complete || self.draw.chance(0.3) {
            let date = self.day_before(life.registered, 700);
            let outcomes = [(Outcome::All, 0.1), (Outcome::Some, 0.5), (Outcome::Nothing, 0.4)];
            let deliberated = date.days_after(self.draw.between(0, 10));
            sessions.push(self.session(date, deliberated, &outcomes, 1.0));
        }
        let all = if self.manner.regular { 1.0 } else { 0.5 };
        let outcomes =
            [(Outcome::All, all), (Outcome::Some, 1.0 - all), (Outcome::Nothing, 0.5 * (1.0 - all))];
        // Before its day, a file says of a session little more than its day.
        let over = if life.session <= life.decision { 0.95 } else { 0.15 };
        sessions.push(self.session(life.session, life.deliberated, &outcomes, over));
        sessions
    }

    fn session(&mut self, date: Day, deliberated: Day, outcomes: &[(Outcome, f64)], over: f64) -> Session {
        let ccps = match self.titre.revision_on(date) {
            Some(revision) => self.ccps_of(revision),
            None => Vec::new(),
        };
        let outcome = self.draw.weighted(outcomes).copied().unwrap_or(Outcome::All);
        let plan = Plan { kind: self.kind(), date, deliberated, ccps, outcome, over };
        let presents = if plan.kind == SessionKind::Ccp { 1.0 } else { 0.2 };
        let members = self.world.numbers("members").last().copied().unwrap_or(1);
        Session {
            kind: self.stated(|_| plan.kind),
            date: self.stated(|_| plan.date),
            ccps: self.usually(presents, |make| make.presented(&plan)),
            deliberated_on: self.usually(plan.over, |_| plan.deliberated),
            jury: self.usually(plan.over, |make| {
                let least = if make.good() { members } else { 0 };
                make.rows(least, members.saturating_add(1), |make| make.juror(date))
            }),
            evidence: self.usually(plan.over, Maker::evidence),
            decision: self.usually(plan.over, |make| make.decision(&plan)),
        }
    }

    fn ccps_of(&mut self, revision: &RevisionWords) -> Vec<String> {
        revision.ccps.iter().filter_map(|names| self.name(names)).collect()
    }

    fn kind(&mut self) -> SessionKind {
        let likely = match self.route {
            Route::ContinuousTraining | Route::Vae => SessionKind::Titre,
            Route::Capitalisation => SessionKind::Ccp,
            Route::Ccs => SessionKind::Ccs,
        };
        let any = if self.draw.chance(0.75) { None } else { self.word(SessionKind::ALL) };
        any.unwrap_or(likely)
    }

    /// All CCPs or some of them; in a share of files one that the revision does not have.
    fn presented(&mut self, plan: &Plan) -> Vec<String> {
        let all = self.manner.complete || self.draw.chance(0.6);
        let mut presented: Vec<String> =
            plan.ccps.iter().filter(|_| all || self.draw.chance(0.5)).cloned().collect();
        if !self.good() {
            presented.push(format!("{}BC01", self.world.stranger));
        }
        presented
    }

    fn juror(&mut self, session: Day) -> Juror {
        Juror {
            professional: self.stated(Maker::good),
            years_in_job: self.stated(|make| if make.good() { 10 } else { make.number("years", 15) }),
            years_since_leaving: self.stated(|make| if make.good() { 0 } else { make.number("years", 10) }),
            habilitated_until: self.stated(|make| match (make.good(), make.draw.chance(0.5)) {
                (true, _) => session.days_after(make.draw.between(0, 1500)),
                (false, true) => session.days_after(make.draw.between(-1, 1)),
                (false, false) => make.day_before(session, 1000),
            }),
        }
    }

    fn evidence(&mut self) -> Evidence {
        let mut evidence = Evidence::default();
        for piece in Piece::ALL {
            let place = match piece {
                Piece::MiseEnSituation => &mut evidence.mise_en_situation,
                Piece::Project => &mut evidence.project,
                Piece::TechnicalInterview => &mut evidence.technical_interview,
                Piece::Questionnaire => &mut evidence.questionnaire,
                Piece::ProductionQuestioning => &mut evidence.production_questioning,
                Piece::Ecf => &mut evidence.ecf,
                Piece::DossierProfessionnel => &mut evidence.dossier_professionnel,
                Piece::DossierAnnexes => &mut evidence.dossier_annexes,
                Piece::FinalInterview => &mut evidence.final_interview,
            };
            *place = self.stated(Maker::good);
        }
        evidence
    }

    fn decision(&mut self, plan: &Plan) -> JuryDecision {
        let all = plan.outcome == Outcome::All;
        let (titre, ccs) = match plan.kind {
            SessionKind::Titre => (1.0, 0.05),
            SessionKind::Ccp => (0.5, 0.05),
            SessionKind::Ccs => (0.2, 1.0),
        };
        JuryDecision {
            titre: self.usually(titre, |make| all && (make.good() || plan.kind == SessionKind::Titre)),
            ccs: self.usually(ccs, |_| all),
            ccps: self.usually(0.9, |make| {
                plan.ccps
                    .iter()
                    .map(|ccp| CcpDecision {
                        ccp: make.stated(|_| ccp.clone()),
                        result: make.stated(|make| make.result(plan.outcome)).flatten(),
                    })
                    .collect()
            }),
        }
    }

    fn result(&mut self, outcome: Outcome) -> Option<CcpResult> {
        match outcome {
            Outcome::All => Some(CcpResult::Obtained),
            Outcome::Some => self.word(CcpResult::ALL),
            Outcome::Nothing => Some(CcpResult::NotObtained),
        }
    }
}
