//! Every refusal is a problem with a code that has a page, in the language asked for; and a bad file is told of all its
//! faults at once.

use crate::{Service, client::Answer, example, open};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The code of a problem, and that it is one.
fn code(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status);
    assert!(!problem["title"].as_str().unwrap().is_empty());
    assert_eq!(problem["request"], answer.header("x-request-id"));
    problem["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned()
}

const AS_JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn what_cannot_be_answered_is_a_problem_with_its_status() {
    let service = open();
    type Case<'c> = (&'c str, &'c str, &'c [(&'c str, &'c str)], Option<&'c [u8]>, u16, &'c str);
    let large = vec![b' '; 1024 * 1024 + 1];
    let nested = "[".repeat(200_000);
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let deep_use = format!(r#"{{"file":{{}},"after":{{"use":{}{}}}}}"#, "[".repeat(200), "]".repeat(200));
    let cases: &[Case<'_>] = &[
        ("POST", "/v1/decisions", &[AS_JSON], Some(b""), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"{"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"\xff\xfe"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"{\"id\": \"\xff\"}"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"{} {}"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(nested.as_bytes()), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"[1,2"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"12x"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"{\"id\":1"), 400, "not-json"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(deep.as_bytes()), 422, "wrong-file"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"[]"), 422, "wrong-file"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"null"), 422, "wrong-file"),
        ("POST", "/v1/decisions", &[AS_JSON], Some(b"{}"), 422, "wrong-file"),
        ("POST", "/v1/decisions?as-of=2026-01-01", &[AS_JSON], Some(b"{}"), 400, "bad-query"),
        ("POST", "/v1/decisions?as_of=2026-02-30", &[AS_JSON], Some(b"{}"), 400, "bad-query"),
        ("POST", "/v1/decisions?use=cadre", &[AS_JSON], Some(b"{}"), 400, "bad-query"),
        ("POST", "/v1/decisions?detail=all", &[AS_JSON], Some(b"{}"), 400, "bad-query"),
        (
            "POST",
            "/v1/decisions?detail=outcome",
            &[AS_JSON, ("accept", "text/html")],
            Some(b"{}"),
            406,
            "not-acceptable",
        ),
        (
            "POST",
            "/v1/decisions?as_of=2026-01-01&as_of=2026-01-02",
            &[AS_JSON],
            Some(b"{}"),
            400,
            "bad-query",
        ),
        ("POST", "/v1/decisions?use=cadre@1&use=cadre@2", &[AS_JSON], Some(b"{}"), 422, "unknown-edition"),
        ("POST", "/v1/decisions?use=cadre@9", &[AS_JSON], Some(b"{}"), 422, "unknown-edition"),
        ("POST", "/v1/decisions?use=cadres@1", &[AS_JSON], Some(b"{}"), 422, "unknown-edition"),
        ("POST", "/v1/decisions", &[AS_JSON, ("accept", "image/png")], Some(b"{}"), 406, "not-acceptable"),
        (
            "POST",
            "/v1/decisions",
            &[("content-type", "text/csv")],
            Some(b"{}"),
            415,
            "unsupported-media-type",
        ),
        ("POST", "/v1/decisions", &[AS_JSON], Some(&large), 413, "too-large"),
        ("POST", "/v1/decisions/batch?detail=all", &[], Some(b"{}"), 400, "bad-query"),
        ("POST", "/v1/decisions/batch", &[AS_JSON], Some(b"{}"), 415, "unsupported-media-type"),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(b"{"), 400, "not-json"),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(b"[]"), 400, "bad-body"),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(b"{}"), 400, "bad-body"),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(br#"{"file":{},"file":{}}"#), 400, "bad-body"),
        (
            "POST",
            "/v1/comparisons",
            &[AS_JSON],
            Some(br#"{"file":{},"after":{"use":[],"use":[]}}"#),
            400,
            "bad-body",
        ),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(br#"{"file":{}}"#), 422, "wrong-file"),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(br#"{"file":{"id":"a","id":"b"}}"#), 422, "wrong-file"),
        (
            "POST",
            "/v1/comparisons",
            &[AS_JSON],
            Some(br#"{"file":{},"after":{"use":["cadre@9"]}}"#),
            422,
            "unknown-edition",
        ),
        (
            "POST",
            "/v1/comparisons",
            &[AS_JSON],
            Some(br#"{"file":{},"after":{"use":["cadre@1","cadre@2"]}}"#),
            422,
            "unknown-edition",
        ),
        ("POST", "/v1/comparisons", &[AS_JSON], Some(deep_use.as_bytes()), 400, "bad-body"),
        ("GET", "/v1/decisions", &[], None, 405, "method-not-allowed"),
        ("DELETE", "/v1/packages", &[], None, 405, "method-not-allowed"),
        ("GET", "/v1/titres", &[("accept", "text/html")], None, 406, "not-acceptable"),
        ("GET", "/v1/titres/mediateur/timeline", &[], None, 404, "not-found"),
        ("GET", "/v1/packages/cadre/9.0.0", &[], None, 404, "not-found"),
        ("POST", "/v1/packages/cadre/9.0.0/activate", &[], Some(b""), 404, "not-found"),
        ("POST", "/v1/packages/socle/1.0.0/retire", &[], Some(b""), 409, "packages-do-not-fit"),
        ("GET", "/problems/none", &[], None, 404, "not-found"),
        ("GET", "/", &[], None, 404, "not-found"),
        ("GET", "/v1/packages/%ff/%00", &[], None, 400, "bad-query"),
        ("GET", "/v1/titres?as_of=2026-01-01", &[], None, 400, "bad-query"),
        ("GET", "/v1/titres/mediateur-numerique/timeline?use=cadre@2", &[], None, 400, "bad-query"),
        ("GET", "/v1/schemas/candidate?as_of=2026-01-01", &[], None, 400, "bad-query"),
        ("GET", "/v1/schemas/decision?x=1", &[], None, 400, "bad-query"),
        ("GET", "/v1/packages?state=retired", &[], None, 400, "bad-query"),
        ("GET", "/v1/packages/cadre/1.0.0?use=cadre@2", &[], None, 400, "bad-query"),
        ("POST", "/v1/packages/cadre/1.0.0/activate?dry_run=true", &[], Some(b""), 400, "bad-query"),
        ("POST", "/v1/packages/dwwm-2023/1.0.0/retire?dry_run=true", &[], Some(b""), 400, "bad-query"),
    ];
    for (method, path, headers, body, status, expected) in cases {
        let answer = service.ask(method, path, headers, *body);
        assert_eq!(
            (answer.status, &*code(&answer)),
            (*status, *expected),
            "{method} {path}: {}",
            answer.text()
        );
    }
}

#[test]
fn a_body_that_says_it_is_packed_is_not_read_as_if_it_were_not() {
    let service = open();
    let plain = example();
    let cases: [(&str, &str, &[u8]); 5] = [
        ("/v1/decisions", "application/json", &plain),
        ("/v1/decisions", "application/json", b"\x1f\x8b\x08"),
        ("/v1/decisions/batch", "application/x-ndjson", b"\x1f\x8b\x08"),
        ("/v1/comparisons", "application/json", b"{}"),
        ("/v1/packages", "application/zip", b"PK"),
    ];
    for (path, form, body) in cases {
        for coding in ["gzip", "identity, br", "GZIP"] {
            let headers = [("content-type", form), ("content-encoding", coding), ("accept-language", "en")];
            let answer = service.ask("POST", path, &headers, Some(body));
            assert_eq!((answer.status, &*code(&answer)), (415, "unsupported-encoding"), "{path} {coding}");
            assert_eq!(answer.header("accept-encoding"), "identity");
            let named = coding.rsplit(' ').next().unwrap();
            assert!(
                answer.json()["detail"].as_str().unwrap().contains(&format!("`Content-Encoding: {named}`"))
            );
        }
    }
    for coding in ["identity", "Identity", ""] {
        let headers = [AS_JSON, ("content-encoding", coding)];
        assert_eq!(service.ask("POST", "/v1/decisions", &headers, Some(&plain)).status, 200, "{coding}");
    }
    // Of another reason that header says nothing.
    let answer = service.ask("POST", "/v1/decisions", &[("content-type", "text/csv")], Some(&plain));
    assert_eq!((answer.status, answer.header("accept-encoding")), (415, ""));
}

#[test]
fn the_methods_that_an_address_knows_are_told() {
    let answer = open().get("/v1/decisions");
    assert_eq!(answer.header("allow"), "POST");
}

#[test]
fn every_kind_of_problem_has_its_page_in_both_languages() {
    let service = open();
    let index = service.get("/problems").text();
    let codes: Vec<&str> =
        index.split("href=\"/problems/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(codes.len() >= 18, "{codes:?}");
    for code in codes {
        let page = service.get(&format!("/problems/{code}"));
        assert_eq!(page.status, 200, "{code}");
        for wanted in [code, r#"lang="fr""#, r#"lang="en""#] {
            assert!(page.text().contains(wanted), "`{wanted}` is not on the page of {code}");
        }
    }
}

#[test]
fn a_problem_speaks_the_language_that_is_asked_for() {
    let service = open();
    for (lang, title, detail) in [
        ("fr", "rien à cette adresse", "aucun paquet ne décrit le titre `mediateur`"),
        ("en", "nothing at this address", "no package describes the titre `mediateur`"),
    ] {
        let answer = service.ask("GET", "/v1/titres/mediateur/timeline", &[("accept-language", lang)], None);
        assert_eq!(answer.header("content-language"), lang);
        let problem = answer.json();
        assert_eq!([&problem["title"], &problem["detail"]], [title, detail]);
        assert!(problem["help"].as_str().unwrap().contains("`mediateur-numerique`"));
    }
}

#[test]
fn problems_are_named_by_the_public_address() {
    let service = Service::start(&[("no_auth", "true"), ("public_url", "https://decide.example/")]);
    let problem = service.get("/nowhere").json();
    assert_eq!(problem["type"], "https://decide.example/problems/not-found");
}

/// The pointers of a problem, in order.
fn pointers(problem: &Value) -> Vec<String> {
    let faults = problem["errors"].as_array().unwrap();
    let mut pointers: Vec<String> =
        faults.iter().map(|fault| fault["pointer"].as_str().unwrap_or("-").to_owned()).collect();
    for fault in faults {
        assert!(!fault["detail"].as_str().unwrap().is_empty(), "{fault}");
    }
    pointers.sort();
    pointers
}

#[test]
fn a_bad_file_is_told_of_every_fault_with_its_pointer() {
    let service = open();
    let cases = [
        (json!({}), vec!["/evaluate_on"]),
        (json!({ "evaluate_on": "2025-02-30" }), vec!["/evaluate_on"]),
        (json!({ "evaluate_on": 20250228, "id": 4 }), vec!["/evaluate_on", "/id"]),
        (
            json!({ "evaluate_on": "2025-01-01", "target": { "titre": "mediateur", "css": "x" }, "rout": "vae" }),
            vec!["/rout", "/target/css", "/target/titre"],
        ),
        (
            json!({
                "evaluate_on": "2025-01-01",
                "route": "vaee",
                "experience": [
                    { "from": "2025-01-01", "to": "2024-01-01", "since": 1 },
                    3,
                    { "from": "2024-13-01", "related": "oui" },
                    { "to": "2024-01-01", "ongoing": true }
                ],
                "ccps": [{ "ccp": "mn-2025/9" }, { "ccp": "mn-2025/1", "awarded_on": "hier" }],
                "sessions": [{ "ccps": ["z", 4, "mn-2025/1"], "date": "2025-05-05", "deliberated_on": "2025-05-04" }],
            }),
            vec![
                "/ccps/0/ccp",
                "/ccps/1/awarded_on",
                "/experience/0/since",
                "/experience/0/to",
                "/experience/1",
                "/experience/2/from",
                "/experience/2/related",
                "/experience/3/to",
                "/route",
                "/sessions/0/ccps/0",
                "/sessions/0/ccps/1",
                "/sessions/0/deliberated_on",
            ],
        ),
        (json!({ "evaluate_on": "2025-01-01", "a/b~c": 1 }), vec!["/a~1b~0c"]),
    ];
    let mut cases = cases.to_vec();
    // More unknown members than the reader itself lists.
    let names: Vec<String> = (10..60).map(|n| format!("/x{n}")).collect();
    let mut many = json!({ "evaluate_on": "2025-01-01" });
    names.iter().for_each(|name| many[name.trim_start_matches('/')] = json!(1));
    cases.push((many, names.iter().map(String::as_str).collect()));
    for (file, expected) in cases {
        let answer = service.post("/v1/decisions", file.to_string().as_bytes());
        assert_eq!(
            (answer.status, pointers(&answer.json())),
            (422, expected.iter().map(|text| (*text).to_owned()).collect()),
            "{file}"
        );
        // The same from where the file stands in a comparison.
        let body = json!({ "file": file });
        let answer = service.post("/v1/comparisons", body.to_string().as_bytes());
        let under: Vec<String> = expected.iter().map(|pointer| format!("/file{pointer}")).collect();
        assert_eq!((answer.status, pointers(&answer.json())), (422, under), "{body}");
    }
}

#[test]
fn a_bad_comparison_is_told_of_every_fault_around_its_file() {
    let service = open();
    let body = json!({ "fil": {}, "before": { "as_of": "2025-02-30", "use": ["cadre", 2] }, "after": { "uses": [] } });
    let answer = service.post("/v1/comparisons", body.to_string().as_bytes());
    let expected = ["/after/uses", "/before/as_of", "/before/use/0", "/before/use/1", "/fil"];
    assert_eq!((answer.status, pointers(&answer.json())), (400, expected.map(str::to_owned).to_vec()));
}

#[test]
fn a_package_named_in_two_editions_is_told_where_it_was_named() {
    let service = open();
    let answer = service.post("/v1/decisions?use=cadre@1&use=cadre@2", b"{}").json();
    assert_eq!((&answer["status"], &answer["detail"]), (&json!(422), &json!("`cadre` est donné deux fois")));
    let body = r#"{"file":{},"after":{"use":["cadre@1","cadre@2"]}}"#;
    let answer = service.post("/v1/comparisons", body.as_bytes());
    assert_eq!(answer.status, 422);
    assert_eq!(pointers(&answer.json()), ["/after/use/1", "/file/evaluate_on"]);
    let many = vec![r#""a@1""#; 90_000].join(",");
    let body = format!(r#"{{"file":{{}},"after":{{"use":[{many}]}}}}"#);
    let (begun, answer) = (Instant::now(), service.post("/v1/comparisons", body.as_bytes()));
    assert_eq!((answer.status, pointers(&answer.json()).len()), (422, 100));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn every_wrong_edition_of_a_comparison_is_told_and_what_is_wrong_with_its_file() {
    let service = open();
    let body = json!({
        "file": { "evaluate_on": "2025-01-01", "rout": "vae", "id": 4 },
        "before": { "use": ["cadre@9", "nope@1", "mn-2025@1"] },
        "after": { "use": ["zzz@1"] },
    });
    let answer = service.post("/v1/comparisons", body.to_string().as_bytes());
    assert_eq!((answer.status, &*code(&answer)), (422, "unknown-edition"));
    let expected = ["/after/use/0", "/before/use/0", "/before/use/1", "/file/id", "/file/rout"];
    assert_eq!(pointers(&answer.json()), expected);
    let body = json!({
        "file": { "evaluate_on": "2025-01-01", "target": { "titre": "mediateur" } },
        "before": { "use": ["cadre@9"] },
    });
    let answer = service.post("/v1/comparisons", body.to_string().as_bytes());
    assert_eq!(pointers(&answer.json()), ["/before/use/0", "/file/target/titre"]);
}

/// What is said of each fault of a body, and how to mend it, in English.
fn said(service: &Service, path: &str, body: &str) -> Vec<[String; 2]> {
    let headers = [AS_JSON, ("accept-language", "en")];
    let answer = service.ask("POST", path, &headers, Some(body.as_bytes())).json();
    let text = |fault: &Value, name: &str| fault[name].as_str().unwrap_or_default().to_owned();
    let faults = answer["errors"].as_array().unwrap();
    faults.iter().map(|fault| ["detail", "help"].map(|name| text(fault, name))).collect()
}

#[test]
fn a_comparison_without_a_date_is_told_where_one_can_be_given() {
    let service = open();
    let dated = json!({ "as_of": "2026-09-01" });
    let both = "no date of decision is given";
    for (before, after, detail, help) in [
        (None, None, both, "give `/file/evaluate_on`, or `/before/as_of` and `/after/as_of`"),
        (Some(&dated), None, "no date is given for `/after`", "give `/file/evaluate_on`, or `/after/as_of`"),
        (
            None,
            Some(&dated),
            "no date is given for `/before`",
            "give `/file/evaluate_on`, or `/before/as_of`",
        ),
    ] {
        let mut body = json!({ "file": { "target": { "titre": "mediateur-numerique" } } });
        before.iter().for_each(|side| body["before"] = (*side).clone());
        after.iter().for_each(|side| body["after"] = (*side).clone());
        assert_eq!(said(&service, "/v1/comparisons", &body.to_string()), [[detail, help]], "{body}");
        // What else is wrong with the file changes nothing of it.
        body["file"]["id"] = json!(4);
        let faults = said(&service, "/v1/comparisons", &body.to_string());
        assert_eq!((faults.len(), &faults[1]), (2, &[detail, help].map(str::to_owned)), "{body}");
    }
}

#[test]
fn what_is_said_of_a_file_names_the_place_of_its_pointer_and_speaks_to_who_asks_by_http() {
    let service = open();
    let dated = |rest: &str| format!(r#"{{"evaluate_on":"2025-01-01",{rest}}}"#);
    let kind = "a value of another type than the one expected: ";
    let schema = "see `/v1/schemas/candidate`";
    for (file, detail, help) in [
        ("[]".to_owned(), format!("{kind}a list [ … ] instead of an object {{ … }}, at "), schema),
        (dated(r#""id":4"#), format!("{kind}a number instead of a text, at "), schema),
        (
            dated(r#""target":{"titre":"x"}"#),
            "no package describes the titre `x`, at ".to_owned(),
            "perhaps `developpeur-web-et-web-mobile`, `mediateur-numerique`",
        ),
        (
            dated(r#""id":"a","id":"b""#),
            "the member `id` is given twice, at ".to_owned(),
            "remove one of the two",
        ),
    ] {
        let body = format!(r#"{{"file":{file}}}"#);
        let headers = [AS_JSON, ("accept-language", "en")];
        let answer = service.ask("POST", "/v1/comparisons", &headers, Some(body.as_bytes())).json();
        let fault = &answer["errors"][0];
        let place = fault["pointer"].as_str().unwrap();
        assert!(place.starts_with("/file"), "{answer:#}");
        let expected = format!("{detail}`{place}`");
        assert_eq!([&fault["detail"], &fault["help"]], [&*expected, help], "{file}");
    }
    let [_, help] = &said(&service, "/v1/decisions", "{\"id\": tru}")[0];
    assert_eq!(help, "mend it there; the schema: `/v1/schemas/candidate`");
}

#[test]
fn a_member_given_twice_is_one_fault_and_hides_no_other() {
    let service = open();
    let twice = r#"{"from":"2025-01-01","from":"2025-01-02"}"#;
    let of = |file: &str| pointers(&service.post("/v1/decisions", file.as_bytes()).json());
    let file = format!(r#"{{"evaluate_on":"2026-09-01","experience":[{twice},{twice}]}}"#);
    let details: Vec<String> =
        said(&service, "/v1/decisions", &file).into_iter().map(|[detail, _]| detail).collect();
    let expected = ["/experience/0", "/experience/1"];
    assert_eq!(details, expected.map(|at| format!("the member `from` is given twice, at `{at}`")));
    assert_eq!(of(&file), expected);
    // Of the whole file, of what is wrong in one of the two, and of what the format does not know.
    assert_eq!(of(r#"{"id":"a","id":"b","route":"x"}"#), ["", "/evaluate_on", "/route"]);
    let file = r#"{"evaluate_on":"2026-09-01","target":{"ccs":1},"target":{"titre":2}}"#;
    assert_eq!(of(file), ["", "/target/ccs", "/target/titre"]);
    assert_eq!(of(r#"{"evaluate_on":"2026-09-01","x":1,"x":2}"#), ["/x"]);
}

#[test]
fn a_comparison_of_very_many_members_is_told_of_a_hundred_at_once() {
    let service = open();
    let many = |of: &dyn Fn(u32) -> String| (0..90_000).map(of).collect::<Vec<_>>().join(",");
    for body in [
        format!(r#"{{"file":{{}},{}}}"#, many(&|n| format!(r#""a{n}":1"#))),
        format!(r#"{{"file":{{}},{}}}"#, many(&|_| r#""fil":1"#.to_owned())),
        format!(r#"{{"file":{{}},"after":{{"use":[{}]}}}}"#, many(&|_| "1".to_owned())),
    ] {
        let (begun, what) = (Instant::now(), body.get(..50));
        let answer = service.post("/v1/comparisons", body.as_bytes());
        assert_eq!((answer.status, pointers(&answer.json()).len()), (400, 100), "{what:?}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{what:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_comparison_is_read_as_a_file_is() {
    let service = open();
    let marked = [b"\xEF\xBB\xBF", &*example()].concat();
    assert_eq!(service.post("/v1/decisions", &marked).status, 200);
    let body = json!({ "file": serde_json::from_slice::<Value>(&example()).unwrap() }).to_string();
    let marked = [b"\xEF\xBB\xBF", body.as_bytes()].concat();
    assert_eq!(service.post("/v1/comparisons", &marked).status, 200);
    for bad in ["", "{", "{\"id\": tru}", "{} {}"] {
        let errors = |path: &str| service.post(path, bad.as_bytes()).json()["errors"].clone();
        assert_eq!(errors("/v1/comparisons"), errors("/v1/decisions"), "{bad}");
    }
}

#[test]
fn a_deep_member_that_the_format_does_not_know_gets_the_advice_of_the_service() {
    let (opened, closed) = (r#"{"a":"#.repeat(200), "}".repeat(200));
    let deep = format!(r#"{{"evaluate_on":"2025-01-01","x":{opened}1{closed}}}"#);
    let headers = [("accept-language", "en"), AS_JSON];
    let problem = open().ask("POST", "/v1/decisions", &headers, Some(deep.as_bytes())).json();
    assert_eq!(pointers(&problem), ["/x"]);
    assert!(problem.to_string().contains("ask with `ignore_unknown=true`"), "{problem:#}");
}

#[test]
fn a_file_with_very_many_faults_is_told_of_some() {
    let service = open();
    let rows: Vec<Value> = (0..9_000).map(|_| json!({ "from": "2025-02-30" })).collect();
    let file = json!({ "evaluate_on": "2025-01-01", "experience": rows }).to_string();
    let answer = service.post("/v1/decisions", file.as_bytes());
    let faults = answer.json()["errors"].as_array().unwrap().len();
    assert_eq!(answer.status, 422);
    assert!((1..=100).contains(&faults), "{faults} faults");
    // A small one of its kind is told of a hundred, a large one of fewer: what is read again is bounded.
    let rows: Vec<Value> = (0..300).map(|_| json!({ "from": "2025-02-30" })).collect();
    let file = json!({ "evaluate_on": "2025-01-01", "experience": rows }).to_string();
    let answer = service.post("/v1/decisions", file.as_bytes());
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 100);
    assert!(faults < 100, "{faults} faults");
}

#[test]
fn whatever_is_sent_as_a_file_is_no_error_of_the_program() {
    let service = open();
    let example = example();
    // The example, with a piece cut out, doubled, or replaced, at places spread over it.
    for at in (0..example.len()).step_by(37) {
        let (before, after) = example.split_at(at);
        let cut = [before, after.get(3..).unwrap_or_default()].concat();
        let doubled = [before, after.get(..20).unwrap_or(after), after].concat();
        let replaced = [before, b"\x00\xf0", after.get(2..).unwrap_or_default()].concat();
        for body in [cut, doubled, replaced] {
            let answer = service.post("/v1/decisions", &body);
            assert!(
                [200, 400, 422].contains(&answer.status),
                "{}: {}",
                answer.status,
                String::from_utf8_lossy(&body)
            );
            assert!(!answer.body.is_empty());
        }
    }
}
