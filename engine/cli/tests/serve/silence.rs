//! A service answers though nobody reads its log any more, and it ends when it is asked to.

use crate::Service;
use std::{
    thread,
    time::{Duration, Instant},
};

/// More answers than there is room for lines: in a pipe, and before it.
const MANY: usize = 7_000;

/// The status of each of so many answers, and the counts of the service.
fn ask(service: &Service, times: usize) -> String {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(20))).build().into();
    let get = |path: &str| {
        let mut answer = agent.get(format!("http://{}{path}", service.address)).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    (0..times).for_each(|_| drop(get("/health/live")));
    get("/metrics")
}

/// Asks it to end; how it ended, and how long that took.
fn end(mut service: Service) -> (Option<i32>, Duration) {
    let begun = Instant::now();
    service.ask_to_end();
    loop {
        if let Some(status) = service.child.try_wait().unwrap() {
            return (status.code(), begun.elapsed());
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not end");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn it_answers_when_its_log_has_nobody_to_go_to() {
    let mut service = Service::start(&["--no-auth"]);
    drop(service.notes.take());
    ask(&service, 20);
    assert_eq!(end(service).0, Some(0));
}

#[test]
fn it_answers_while_its_log_is_not_read_and_counts_what_is_lost() {
    let service = Service::start(&["--no-auth"]);
    assert!(ask(&service, 5).contains("parchemin_log_lines_lost_total 0\n"));
    let counts = ask(&service, MANY);
    let lost = counts.lines().find_map(|line| line.strip_prefix("parchemin_log_lines_lost_total "));
    assert!(lost.unwrap().parse::<u64>().unwrap() > 0, "{counts}");
    let (status, took) = end(service);
    assert_eq!(status, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
}
