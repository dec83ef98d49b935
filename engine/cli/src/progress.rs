//! How far a long command is: a bar on a terminal, lines of JSON for whoever watches over it, or nothing.

use crate::output::Output;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use parchemin::core::{Lang, say};
use parchemin_bulk::{batch::Progress, page::count};
use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wanted {
    /// A bar on a terminal, nothing elsewhere
    Auto,
    /// A line of JSON on standard error every second
    Json,
    /// Nothing
    None,
}

/// Lines of JSON are this far apart.
const APART: Duration = Duration::from_secs(1);

/// Tells how far a command is.
pub(crate) struct Teller {
    how: How,
    lang: Lang,
    begun: Instant,
    /// What was done before, when the command goes on with a job.
    before: Option<Progress>,
    last: Option<Progress>,
}

enum How {
    Not,
    Bar(ProgressBar),
    Json { told: Instant },
}

impl Teller {
    pub(crate) fn new(wanted: Wanted, lang: Lang, quiet: bool) -> Teller {
        let begun = Instant::now();
        let how = match wanted {
            Wanted::Json => How::Json { told: begun },
            Wanted::Auto if !quiet && std::io::stderr().is_terminal() => How::Bar(ProgressBar::no_length()),
            Wanted::Auto | Wanted::None => How::Not,
        };
        Teller { how, lang, begun, before: None, last: None }
    }

    /// Tells of it, where it is time to.
    pub(crate) fn tell(&mut self, now: Progress, output: &mut Output) {
        let first = self.last.is_none();
        self.last = Some(now);
        let text = self.in_words(now);
        match &mut self.how {
            How::Not => {}
            How::Bar(bar) => {
                if first {
                    style(bar, now);
                }
                bar.set_position(now.bytes.map_or(now.rows, |(read, _)| read));
                if first {
                    // What is left is measured by what is done from here on.
                    bar.reset_eta();
                }
                bar.set_message(text);
            }
            How::Json { told } if told.elapsed() >= APART => {
                *told = Instant::now();
                output.note(&self.line(now));
            }
            How::Json { .. } => {}
        }
    }

    /// What was done before the command began.
    pub(crate) fn resumed(&mut self, before: Progress) {
        self.before = Some(before);
    }

    /// Lets somebody else write to the terminal.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        match &self.how {
            How::Bar(bar) => bar.suspend(write),
            How::Not | How::Json { .. } => write(),
        }
    }

    /// Ends it.
    pub(crate) fn end(&self, output: &mut Output) {
        match (&self.how, self.last) {
            (How::Bar(bar), _) => bar.finish_and_clear(),
            (How::Json { .. }, Some(last)) => output.note(&self.line(last)),
            _ => {}
        }
    }

    /// How long it took, and how fast it was.
    pub(crate) fn pace(&self) -> String {
        let (seconds, rate) = (self.begun.elapsed().as_secs_f64(), self.rate());
        let rate = count(rate, self.lang);
        let text = say!(self.lang,
            fr: "en {seconds:.1} s, {rate} décisions par seconde", en: "in {seconds:.1} s, {rate} decisions per second");
        match self.lang {
            Lang::Fr => text.replacen('.', ",", 1),
            Lang::En => text,
        }
    }

    /// Decisions a second, those of this command alone.
    fn rate(&self) -> u64 {
        let decisions = |progress: Option<Progress>| progress.map_or(0, |progress| progress.decisions);
        let done = decisions(self.last).saturating_sub(decisions(self.before));
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        done.saturating_mul(1_000) / milliseconds
    }

    fn in_words(&self, now: Progress) -> String {
        if !matches!(self.how, How::Bar(_)) {
            return String::new();
        }
        let [decisions, rejected, rate] =
            [now.decisions, now.rejected, self.rate()].map(|number| count(number, self.lang));
        say!(self.lang,
            fr: "{decisions} décisions, {rejected} rejets, {rate}/s", en: "{decisions} decisions, {rejected} rejects, {rate}/s")
    }

    fn line(&self, now: Progress) -> String {
        let Progress { rows, decisions, rejected, bytes } = now;
        let line = serde_json::json!({
            "rows": rows, "decisions": decisions, "rejected": rejected,
            "bytes": bytes.map(|(read, _)| read), "bytes_in_all": bytes.map(|(_, all)| all),
            "seconds": self.begun.elapsed().as_secs(), "decisions_per_second": self.rate(),
        });
        format!("{line}\n")
    }
}

/// A bar with the time that is left where the size of the inputs is known, else a sign that something moves.
fn style(bar: &ProgressBar, now: Progress) {
    let template = match now.bytes {
        Some((_, all)) => {
            bar.set_length(all);
            "{wide_bar} {percent:>3} %  {msg}  {eta}"
        }
        None => "{spinner} {msg}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}
