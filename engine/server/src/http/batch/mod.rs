//! `POST /v1/decisions/batch`: candidate files in, a line each, and a line out for each, as they come. Nothing is kept
//! but the lines that are worked on: who does not take the answers is not asked for more files.
//!
//! A batch has a thread of its own, which waits, decides and writes in turn.

mod lines;
mod told;

pub(crate) use told::BatchLine;

use super::{App, NDJSON, apart, by_catalogue, guard::KeyName, host_by, of_form, request};
use crate::{
    decided::{full, short},
    problem::{Asking, Kind, Problem, Told, of_file, refused},
    record::{Made, Recorder},
    shelf::{Host, Loaded},
};
use axum::{
    Extension,
    body::{Body, Bytes, HttpBody},
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};
use hyper::body::Frame;
use lines::{Line, Lines};
use parchemin::{
    Judge, Prepared,
    core::{
        CandidateFile, Lang,
        file::{FileFault, parse},
    },
};
use parchemin_bulk::write::Detail;
use request::Asked;
use std::{
    collections::BTreeMap,
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{runtime::Handle, sync::mpsc, time::timeout};
use told::{Answer, Summary, id_of, line, write};

/// Lines that are judged together: their rules are asked once for what they have in common.
const PIECE: usize = 256;

/// Pieces of the answer that wait for whoever asked to take them.
const WAITING: usize = 2;

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Extension(lang): Extension<Lang>,
    Extension(key): Extension<KeyName>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let mut asked = Asked::read(&uri, &["as_of", "use", "detail", "ignore_unknown"])?;
    request::form(&headers, &[NDJSON])?;
    request::body_form(&headers, &[NDJSON, "application/jsonl"])?;
    let loaded = app.shelf.now();
    let host = host_by(&loaded, std::mem::take(&mut asked.editions)).await?;
    let (answers, flow) = mpsc::channel(WAITING);
    let log = app.recorder.clone().map(|recorder| Log { recorder, key });
    let detail = asked.detail.unwrap_or_default();
    let runtime = Handle::current();
    let job = Job { app, loaded: Arc::clone(&loaded), log, asked, detail, lang, answers, runtime };
    // It ends by itself when nobody takes its answers any more.
    drop(tokio::spawn(apart(move || job.run(&host, body))));
    Ok(by_catalogue(of_form(NDJSON, Body::new(Flow(flow))), &loaded.digest, lang))
}

/// A body that comes piece by piece.
struct Flow(mpsc::Receiver<Bytes>);

impl HttpBody for Flow {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// A batch that is under way.
struct Job {
    app: Arc<App>,
    loaded: Arc<Loaded>,
    log: Option<Log>,
    asked: Asked,
    detail: Detail,
    lang: Lang,
    answers: mpsc::Sender<Bytes>,
    runtime: Handle,
}

/// Where the decisions of a batch are logged.
struct Log {
    recorder: Arc<Recorder>,
    key: KeyName,
}

/// Nobody takes the answers.
struct Gone;

/// What was read of a line.
enum Read {
    Ready(Prepared),
    Refused(Option<String>, Problem),
}

impl Job {
    fn run(self, host: &Host, mut body: Body) {
        let mut judge = Judge::new(host);
        let mut lines = Lines::new(self.app.configuration.limits.body);
        let mut summary = Summary {
            lines: 0,
            decided: 0,
            refused: 0,
            outcomes: BTreeMap::new(),
            catalogue: self.loaded.digest.clone(),
            packages: host.catalogue().packages().map(|package| package.identity.clone()).collect(),
        };
        let idle = self.app.configuration.limits.idle;
        let ended = loop {
            match self.runtime.block_on(request::piece(&mut body, idle)) {
                Ok(Some(piece)) => lines.add(&piece),
                Ok(None) => break None,
                Err(problem) => break Some(problem),
            }
            if self.answer(host, &mut judge, &lines.whole(), &mut summary).is_err() {
                return;
            }
        };
        // What stands after the last line end is a line, unless the batch broke off in it.
        let last: Vec<Line> = lines.last().into_iter().filter(|_| ended.is_none()).collect();
        if self.answer(host, &mut judge, &last, &mut summary).is_err() {
            return;
        }
        let last = match ended {
            None => line(&serde_json::json!({ "summary": summary })),
            Some(problem) => line(&serde_json::json!({ "problem": self.told(&problem) })),
        };
        // If nobody takes it, nobody misses it.
        let _ = self.send(last);
    }

    fn told(&self, problem: &Problem) -> Told {
        problem.told(self.lang, &self.app.configuration.public_url, None)
    }

    /// Sends bytes to whoever asked, who has so long to take them.
    fn send(&self, bytes: Vec<u8>) -> Result<(), Gone> {
        let idle = self.app.configuration.limits.idle;
        let sent = self.runtime.block_on(timeout(idle, self.answers.send(bytes.into())));
        sent.map_err(|_| Gone)?.map_err(|_| Gone)
    }

    /// Answers lines, a piece at a time.
    fn answer<'h>(
        &self,
        host: &'h Host,
        judge: &mut Judge<'h>,
        lines: &[Line],
        summary: &mut Summary,
    ) -> Result<(), Gone> {
        for piece in lines.chunks(PIECE) {
            let read: Vec<Read> = piece.iter().map(|line| self.read(host, line)).collect();
            let mut prepared = Vec::with_capacity(read.len());
            // What is left of each line: nothing where it is judged with the others.
            let left: Vec<Option<(Option<String>, Problem)>> = read
                .into_iter()
                .map(|read| match read {
                    Read::Ready(one) => {
                        prepared.push(one);
                        None
                    }
                    Read::Refused(id, problem) => Some((id, problem)),
                })
                .collect();
            let before = (summary.decided, summary.refused);
            let answers = self.judged(host, judge, &prepared);
            let mut answers = self.logged(host, &prepared, answers).into_iter();
            let mut bytes = Vec::new();
            for (line, left) in piece.iter().zip(left) {
                summary.lines += 1;
                let answer = match left {
                    Some((id, problem)) => Err((id, problem)),
                    None => answers.next().unwrap_or_else(|| Err((None, Kind::Internal.into()))),
                };
                match answer {
                    Ok(answer) => {
                        summary.decided += 1;
                        *summary.outcomes.entry(answer.outcome).or_default() += 1;
                        self.app.metrics.decided(answer.outcome.name());
                        write(&mut bytes, line.number, answer.id.as_deref(), "decision", &answer.bytes);
                    }
                    Err((id, problem)) => {
                        summary.refused += 1;
                        let told = serde_json::to_vec(&self.told(&problem)).unwrap_or_default();
                        write(&mut bytes, line.number, id.as_deref(), "problem", &told);
                    }
                }
            }
            self.app.metrics.lines(summary.decided - before.0, summary.refused - before.1);
            self.send(bytes)?;
        }
        Ok(())
    }

    fn read(&self, host: &Host, line: &Line) -> Read {
        let (as_of, leniency) = (self.asked.as_of, self.asked.leniency);
        let asking = Asking::One(as_of);
        let Some(bytes) = &line.bytes else {
            return Read::Refused(None, Problem::new(Kind::TooLarge).saying(FileFault::TooLarge));
        };
        let file = match parse(bytes, leniency) {
            Ok(file) => Arc::new(file),
            Err(fault) => return Read::Refused(id_of(bytes), of_file(fault, bytes, leniency, host, asking)),
        };
        match host.prepare(Arc::clone(&file), as_of) {
            Ok(prepared) => Read::Ready(prepared),
            Err(refusal) => Read::Refused(file.id.clone(), refused(&refusal, &file, host, asking)),
        }
    }

    /// The same answers, once they are in the log; problems where the log does not take them.
    fn logged(&self, host: &Host, prepared: &[Prepared], answers: Vec<Answer>) -> Vec<Answer> {
        let Some(log) = &self.log else { return answers };
        let entry = |one: &Prepared, decision: &[u8]| {
            let made = Made {
                key: &log.key.0,
                file: &one.case().file,
                as_of: one.case().date,
                language: self.lang,
                detail: self.detail,
                decision,
                packages: &host.packages_of(one),
                loaded: host.packages(),
            };
            log.recorder.entry(&made, None)
        };
        let mut entries = Vec::with_capacity(answers.len());
        let entered = answers.into_iter().zip(prepared).map(|(answer, one)| {
            let answer = answer?;
            match entry(one, &answer.bytes) {
                Ok(entry) => entries.push(entry),
                Err(why) => return Err((answer.id, why.into())),
            }
            Ok(answer)
        });
        let answers: Vec<Answer> = entered.collect();
        match self.runtime.block_on(log.recorder.keep_many(entries)) {
            Ok(()) => answers,
            Err(why) => {
                let not_kept = |answer: Answer| answer.and_then(|answer| Err((answer.id, why.into())));
                answers.into_iter().map(not_kept).collect()
            }
        }
    }

    fn judged<'h>(&self, host: &'h Host, judge: &mut Judge<'h>, prepared: &[Prepared]) -> Vec<Answer> {
        let refusal = |prepared: &Prepared, refusal| {
            let file: &CandidateFile = &prepared.case().file;
            (file.id.clone(), refused(&refusal, file, host, Asking::One(self.asked.as_of)))
        };
        if self.detail == Detail::Full {
            let evaluated = host.evaluate(prepared).into_iter().zip(prepared);
            return evaluated
                .map(|(evaluated, one)| {
                    let decision = evaluated.and_then(|evaluated| host.in_words(one, &evaluated, self.lang));
                    decision.map(|decision| full(&decision)).map_err(|why| refusal(one, why))
                })
                .collect();
        }
        let judged = judge.judge(prepared).into_iter().zip(prepared);
        judged
            .map(|(judged, one)| {
                judged.map(|judged| short(one, &judged, self.detail)).map_err(|why| refusal(one, why))
            })
            .collect()
    }
}
