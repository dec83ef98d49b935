//! The candidate files that a check shows: each falls into what it was found for.

use super::{TABLE, checked, found, replace, with};
use parchemin::{
    Parchemin,
    core::{
        Lang,
        file::{Leniency, parse},
    },
    packages::Code,
};

#[test]
fn a_witness_falls_into_what_it_shows_and_can_be_read_again() {
    let cases = [
        (
            "socle",
            "parameters.toml",
            "from = \"2006-05-24\"\n",
            "from = \"2006-05-24\"\nto = \"2016-07-12\"\n",
            Code::GapInValues,
            "2016-07-13",
        ),
        (
            "socle",
            "parameters.toml",
            "from = \"2006-05-24\"\n",
            "from = \"2006-05-24\"\nto = \"2016-07-14\"\n",
            Code::OverlappingValues,
            "2016-07-14",
        ),
        (
            "dwwm-2023",
            TABLE,
            "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
            "rncp31114,RNCP31114BC01,dwwm-2023/1,all",
            Code::RowTwice,
            "2023-09-01",
        ),
        (
            "remn-2024",
            "package.toml",
            "included = \"2025-07-12\"",
            "included = \"2025-07-10\"",
            Code::HoleInTimeline,
            "2025-07-11",
        ),
        (
            "remn-2019",
            "package.toml",
            "excluded = \"2024-07-13\"",
            "included = \"2024-07-13\"",
            Code::SameDay,
            "2024-07-13",
        ),
        (
            "dwwm-2023",
            TABLE,
            "rncp31114,RNCP31114BC02,dwwm-2023/2,all",
            "rncp31114,RNCP31114BC01,dwwm-2023/2,all",
            Code::TableIncomplete,
            "2023-09-01",
        ),
    ];
    for (package, file, from, to, code, day) in cases {
        let setup = with(|name, files| {
            if name == package {
                replace(files, file, from, to);
            }
        });
        let report = checked(&setup);
        let found = found(&report, code);
        let witness = found.first().unwrap().witness.as_ref().unwrap();
        let text = serde_json::to_string(&witness.file).unwrap();
        assert_eq!(parse(text.as_bytes(), Leniency::Strict).as_ref(), Ok(&witness.file));
        assert_eq!(witness.file.evaluate_on.map(|day| day.to_string()).as_deref(), Some(day));
        assert!(witness.name.starts_with(&code.name().to_lowercase()), "{}", witness.name);
    }
}

#[test]
fn the_witness_of_a_hole_has_no_revision_and_that_of_a_lost_ccp_is_undetermined() {
    let hole = with(|name, files| {
        if name == "remn-2024" {
            replace(files, "package.toml", "included = \"2025-07-12\"", "included = \"2025-07-10\"");
        }
    });
    let report = checked(&hole);
    let witness = found(&report, Code::HoleInTimeline).first().unwrap().witness.clone().unwrap();
    let host = Parchemin::new(&hole).unwrap();
    let decision = host.decide(&witness.file, None, Lang::Fr).unwrap();
    assert_eq!(decision.headline.outcome.name(), "non-recevable", "no revision is in force on that day");
    let lost = with(|name, files| {
        if name == "dwwm-2023" {
            replace(files, TABLE, "RNCP31114BC02,dwwm-2023/2,all", "RNCP31114BC01,dwwm-2023/2,all");
        }
    });
    let report = checked(&lost);
    let witness = found(&report, Code::TableIncomplete).first().unwrap().witness.clone().unwrap();
    let decision = Parchemin::new(&lost).unwrap().decide(&witness.file, None, Lang::Fr).unwrap();
    let text = serde_json::to_string(&decision).unwrap();
    assert!(text.contains("RNCP31114BC02"), "{text}");
}
