//! Any file that can be read is decided alike by scripts and by plugins: whole, byte for byte, and by verdicts alone. The
//! generator makes a file up, and the fuzzer says which of its parts another made-up file gives, and which go.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parchemin::{
    Backend, Judge, Parchemin, Setup,
    core::{
        CandidateFile, Lang, Speak, canonical,
        file::{Leniency, parse},
    },
};
use parchemin_bulk::{
    generate::{Generator, Shares, World},
    members::{pointers, without},
};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

static HOSTS: LazyLock<[Parchemin; 2]> = LazyLock::new(|| {
    [Backend::Rhai, Backend::Wasm].map(|backend| {
        let setup = Setup { backend: Some(backend), ..Setup::default() };
        Parchemin::new(&setup).expect("the packages of the program are sound")
    })
});

static GENERATOR: LazyLock<Generator> = LazyLock::new(|| {
    let world = World::of(HOSTS[0].catalogue()).expect("the packages of the program speak of titres");
    Generator::new(world, 1, &Shares::default()).expect("the default shares are sound")
});

fn made_up(n: u16) -> Value {
    serde_json::to_value(GENERATOR.file(n.into())).expect("a file is JSON")
}

/// A made-up file, with parts of others: two bytes say which; then each five bytes say what is to change.
fn steered(data: &[u8]) -> Value {
    let (first, changes) = data.split_first_chunk::<2>().unwrap_or((&[0; 2], &[]));
    let mut file = made_up(u16::from_le_bytes(*first));
    for change in changes.chunks_exact(5) {
        let places = pointers(&file);
        let Some(place) = places.get(usize::from(change[0]) % places.len().max(1)) else { continue };
        let other = made_up(u16::from_le_bytes([change[1], change[2]]));
        let given = match change[3] % 4 {
            0 => {
                file = without(&file, place);
                continue;
            }
            // What stands at the same place.
            1 => other.pointer(place).cloned(),
            _ => {
                let others = pointers(&other);
                others.get(usize::from(change[4]) % others.len().max(1)).and_then(|at| other.pointer(at).cloned())
            }
        };
        if let (Some(slot), Some(given)) = (file.pointer_mut(place), given) {
            *slot = given;
        }
    }
    file
}

fn decided(host: &Parchemin, file: &CandidateFile, lang: Lang) -> Result<Vec<u8>, String> {
    let decision = host.decide(file, None, lang).map_err(|refusal| refusal.say(lang))?;
    Ok(canonical(&decision).expect("a decision is JSON"))
}

/// What a judge, which gives no words, says of a file.
fn judged(host: &Parchemin, file: &CandidateFile) -> Option<String> {
    let prepared = [host.prepare(Arc::new(file.clone()), None).ok()?];
    let judged = Judge::new(host).judge(&prepared).pop()?.ok()?;
    let [prepared] = &prepared;
    let verdicts = judged.judgements.iter();
    let verdicts: Vec<_> = verdicts
        .map(|one| (one.package(), &one.rule().id, one.subject(prepared.case()), one.verdict(), one.missing()))
        .collect();
    Some(format!("{:?} {verdicts:?}", judged.headline))
}

fuzz_target!(|data: &[u8]| {
    let text = serde_json::to_vec(&steered(data)).expect("a value is JSON");
    let Ok(file) = parse(&text, Leniency::Strict) else { return };
    let lang = if data.len() % 2 == 0 { Lang::Fr } else { Lang::En };
    let [scripts, plugins] = &*HOSTS;
    let said = || String::from_utf8_lossy(&text);
    assert_eq!(decided(scripts, &file, lang), decided(plugins, &file, lang), "{}", said());
    assert_eq!(judged(scripts, &file), judged(plugins, &file), "{}", said());
});
