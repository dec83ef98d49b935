//! Conditions that stop a release: `lost>0`, `lost>0.5%`, `rejected>=10`.

use super::{bucket::Bucket, report::Report};
use parchemin_core::{Lang, Speak, lang::perhaps, nearest, say};

/// A condition on a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    text: String,
    of: Counted,
    compared: Compared,
    limit: f64,
    /// The limit is a share of the files, in hundredths.
    share: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Bucket(Bucket),
    /// All buckets but *unchanged*.
    Changed,
    /// Rows that were not compared.
    Rejected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// A condition that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateFault {
    /// It is not of the form.
    Form(String),
    /// It counts something that is not counted.
    Unknown {
        /// As given.
        asked: String,
        /// The names nearest to it.
        nearest: Vec<String>,
    },
}

const SIGNS: [(&str, Compared); 4] =
    [(">=", Compared::AtLeast), ("<=", Compared::AtMost), (">", Compared::Above), ("<", Compared::Below)];

impl Gate {
    /// Reads a condition.
    ///
    /// # Errors
    /// Another form, or a name that is none.
    pub fn read(text: &str) -> Result<Gate, GateFault> {
        let form = || GateFault::Form(text.to_owned());
        let parts = SIGNS.iter().find_map(|(sign, compared)| {
            let (name, limit) = text.split_once(sign)?;
            Some((name.trim(), *compared, limit.trim()))
        });
        let (name, compared, limit) = parts.ok_or_else(form)?;
        let of = match name {
            "changed" => Counted::Changed,
            "rejected" => Counted::Rejected,
            name => Counted::Bucket(Bucket::named(name).ok_or_else(|| {
                let known = Bucket::ALL.map(Bucket::name).into_iter().chain(["changed", "rejected"]);
                GateFault::Unknown { asked: name.to_owned(), nearest: nearest(name, known) }
            })?),
        };
        let (limit, share) = match limit.strip_suffix('%') {
            Some(share) => (share.trim_end(), true),
            None => (limit, false),
        };
        let limit: f64 = limit.parse().map_err(|_| form())?;
        if !limit.is_finite() || limit < 0.0 {
            return Err(form());
        }
        Ok(Gate { text: text.to_owned(), of, compared, limit, share })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds. Shares of buckets are of the files compared, that of rejects of all rows; of nothing they are 0.
    pub fn holds(&self, report: &Report) -> bool {
        let (count, whole) = match self.of {
            Counted::Bucket(bucket) => (report.count(bucket), report.compared),
            Counted::Changed => {
                (report.compared.saturating_sub(report.count(Bucket::Unchanged)), report.compared)
            }
            Counted::Rejected => (report.rejected, report.compared.saturating_add(report.rejected)),
        };
        let value = match self.share {
            true if whole == 0 => 0.0,
            true => count as f64 * 100.0 / whole as f64,
            false => count as f64,
        };
        match self.compared {
            Compared::Above => value > self.limit,
            Compared::AtLeast => value >= self.limit,
            Compared::Below => value < self.limit,
            Compared::AtMost => value <= self.limit,
        }
    }
}

impl Speak for GateFault {
    fn say(&self, lang: Lang) -> String {
        match self {
            GateFault::Form(text) => {
                say!(lang, fr: "`{text}` n’est pas une condition", en: "`{text}` is not a condition")
            }
            GateFault::Unknown { asked, .. } => {
                say!(lang, fr: "`{asked}` ne se compte pas", en: "`{asked}` is not counted")
            }
        }
    }

    fn help(&self, lang: Lang) -> Option<String> {
        match self {
            GateFault::Form(_) => Some(say!(lang,
                fr: "écrire par exemple 'lost>0' ou 'lost>0.5%'", en: "write for example 'lost>0' or 'lost>0.5%'")),
            GateFault::Unknown { nearest, .. } => perhaps(lang, nearest).or_else(|| {
                let known = Bucket::ALL.map(Bucket::name).join(", ");
                Some(say!(lang, fr: "{known}, changed ou rejected", en: "{known}, changed or rejected"))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    //! Conditions count what they name, and what is none is refused.
    use super::*;

    fn report() -> Report {
        Report {
            compared: 200,
            rejected: 50,
            buckets: [(Bucket::Unchanged, 198), (Bucket::Lost, 2)].into(),
            ..Report::default()
        }
    }

    #[test]
    fn a_condition_counts_what_it_names() {
        let cases = [
            ("lost>0", true),
            ("lost > 2", false),
            ("lost>=2", true),
            ("lost>0.5%", true),
            ("lost>1%", false),
            ("gained>0", false),
            ("gained<1", true),
            ("changed<=1%", true),
            ("rejected>=20%", true),
            ("rejected>20%", false),
        ];
        for (text, holds) in cases {
            assert_eq!(Gate::read(text).unwrap().holds(&report()), holds, "{text}");
        }
    }

    #[test]
    fn of_nothing_every_share_is_none() {
        assert!(!Gate::read("lost>0%").unwrap().holds(&Report::default()));
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in ["lost", "lost=0", "lost>", "lost>-1", "lost>a%", "lost>inf"] {
            assert_eq!(Gate::read(text), Err(GateFault::Form(text.into())));
        }
        let fault = Gate::read("lots>0").unwrap_err();
        assert_eq!(fault.help(Lang::Fr).as_deref(), Some("peut-être `lost`"));
    }
}
