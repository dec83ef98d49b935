//! The choice of a revision as a decision states it, and why, in words.

use super::{Choice, Lapsed, Timeline};
use parchemin_core::{
    Lang, Missing,
    decision::{ChoiceState, RevisionChoice},
    say,
};

impl Choice {
    /// The choice as the decision states it.
    pub(crate) fn stated(&self, timeline: &Timeline, lang: Lang) -> RevisionChoice {
        let chosen = self.index.and_then(|index| timeline.get(index));
        RevisionChoice {
            state: self.state,
            titre: timeline.first().map(|(_, revision)| revision.titre.id.clone()),
            label: chosen.or(timeline.last()).map(|(_, revision)| revision.titre.label.clone()),
            package: chosen.map(|(package, _)| package.identity.id.clone()),
            event: self.event.map(|(event, _)| event),
            day: self.event.map(|(_, day)| day),
            why: self.why(timeline, lang),
            citations: self.citations.clone(),
            missing: self.missing.iter().flat_map(Missing::lacks).collect(),
        }
    }

    fn why(&self, timeline: &Timeline, lang: Lang) -> String {
        let Some((event, day)) = self.event else {
            return say!(lang,
                fr: "le dossier n’a aucun des événements qui désignent la révision",
                en: "the file has none of the events that choose the revision");
        };
        let (event, day) = (event.spoken(lang), day.spoken(lang));
        let chosen = self.index.and_then(|index| timeline.get(index)).map(|(_, revision)| revision);
        match (self.state, chosen, &self.kept) {
            (ChoiceState::Chosen, Some(revision), Some(kept)) => {
                let titre = &revision.titre.label;
                let until = kept.until.spoken(lang);
                let begun = kept.event.map(|(event, day)| (event.spoken(lang), day.spoken(lang)));
                match begun {
                    Some((begun, on)) => say!(lang,
                        fr: "{event} est le {day} ; {begun}, le {on}, tombe avant la fin de la révision antérieure : le titre « {titre} » peut encore être délivré jusqu’au {until}",
                        en: "{event} is on {day}; {begun}, on {on}, falls before the end of the former revision: the titre « {titre} » can still be delivered until {until}"),
                    None => say!(lang,
                        fr: "{event} est le {day} : le titre « {titre} » peut encore être délivré jusqu’au {until}",
                        en: "{event} is on {day}: the titre « {titre} » can still be delivered until {until}"),
                }
            }
            (ChoiceState::Chosen, Some(revision), None) => {
                let titre = &revision.titre.label;
                let over = self.lapsed.as_ref().map_or_else(String::new, |lapsed| lapsed.say(lang));
                let why = match revision.first_day() {
                    Ok(first) => {
                        let first = first.spoken(lang);
                        say!(lang,
                            fr: "{event} est le {day} : la révision « {titre} » est en vigueur depuis le {first}",
                            en: "{event} is on {day}: the revision « {titre} » is in force since {first}")
                    }
                    Err(_) => say!(lang,
                        fr: "{event} est le {day} : la révision « {titre} » est en vigueur",
                        en: "{event} is on {day}: the revision « {titre} » is in force"),
                };
                why + over.as_str()
            }
            (ChoiceState::NotYet, ..) => say!(lang,
                fr: "{event} est le {day} : aucune révision n’est encore en vigueur ce jour-là",
                en: "{event} is on {day}: no revision is in force yet on that day"),
            (ChoiceState::Ended, ..) => say!(lang,
                fr: "{event} est le {day} : aucune révision n’est plus en vigueur ce jour-là",
                en: "{event} is on {day}: no revision is in force any more on that day"),
            _ => say!(lang,
                fr: "{event} est le {day}, et cela ne suffit pas à désigner la révision",
                en: "{event} is on {day}, and that is not enough to choose the revision"),
        }
    }
}

impl Lapsed {
    fn say(&self, lang: Lang) -> String {
        let (label, until) = (&self.label, self.until.spoken(lang));
        say!(lang,
            fr: " ; le titre « {label} » ne pouvait plus être délivré après le {until}",
            en: "; the titre « {label} » could no longer be delivered after {until}")
    }
}
