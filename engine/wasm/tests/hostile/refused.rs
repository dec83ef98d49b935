//! The claim: what is no plugin of this contract is refused before any of it runs, whatever the bytes are, and the
//! message says what to do.

use super::{LIMITS, SANDBOX, fixture, named};
use parchemin_core::{Lang, Speak};
use parchemin_wasm::{CONTRACT, PluginFault, fault::Cost, limits::COMPONENT_BYTES};

fn refused(bytes: &[u8]) -> PluginFault {
    match SANDBOX.load(bytes) {
        Ok(_) => panic!("it was loaded"),
        Err(fault) => fault,
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_import_is_named() {
    let fault = refused(&named::hostile("imports"));
    let wanted = ["wasi:clocks/wall-clock@0.2.0", "parchemin:host/log@1.0.0", "random"];
    assert_eq!(fault, PluginFault::Imports(names(&wanted)));
    for lang in Lang::ALL {
        assert!(
            wanted.iter().all(|name| fault.say(lang).contains(&format!("`{name}`"))),
            "{}",
            fault.say(lang)
        );
        assert!(fault.help(lang).unwrap().contains("WASI"));
    }
}

#[test]
fn another_version_of_the_contract_is_another_contract() {
    for version in ["2.0.0", "1.1.0", "1.0.1", "1.0.0-rc.1"] {
        let wit = fixture::WIT.replace("@1.0.0", &format!("@{version}"));
        let interface = format!("parchemin:ruleset/rules@{version}");
        let fault = refused(&fixture::plugin_of(&wit, &interface, ""));
        assert_eq!(fault, PluginFault::OtherContract(vec![interface.clone()]));
        assert_eq!(
            fault.say(Lang::En),
            format!("the plugin speaks contract `{interface}`, this host speaks `{CONTRACT}`")
        );
    }
}

#[test]
fn what_exports_no_contract_is_told_which() {
    let fault = refused(&named::hostile("exports-something-else"));
    assert_eq!(fault, PluginFault::NoContract(names(&["wasi:cli/run@0.2.0"])));
    assert_eq!(
        fault.say(Lang::En),
        format!("the plugin exports `wasi:cli/run@0.2.0`, it must export `{CONTRACT}`")
    );
    let fault = refused(&named::hostile("exports-nothing"));
    assert_eq!(fault.say(Lang::En), format!("the plugin exports nothing, it must export `{CONTRACT}`"));
}

#[test]
fn the_contract_by_name_alone_is_not_the_contract() {
    let fault = refused(&named::hostile("exports-an-empty-interface"));
    assert!(matches!(&fault, PluginFault::WrongType(reason) if reason.contains("`describe`")), "{fault}");
    for (right, wrong) in [
        ("rows: list<u8>", "rows: list<u16>"),
        ("-> list<string>;", "-> list<u64>;"),
        ("result<list<u8>, string>", "result<list<s8>, string>"),
        ("facts: list<string>", "facts: list<u64>"),
    ] {
        assert!(fixture::WIT.contains(right), "{right}");
        let fault = refused(&fixture::plugin_of(&fixture::WIT.replace(right, wrong), CONTRACT, ""));
        assert!(matches!(fault, PluginFault::WrongType(_)), "{wrong}: {fault}");
    }
}

#[test]
fn a_core_module_is_no_component() {
    let fault = refused(&wat::parse_str("(module)").unwrap());
    assert_eq!(fault, PluginFault::Module);
    assert!(fault.help(Lang::En).unwrap().contains("wasm-component-ld"));
}

#[test]
fn what_the_contract_has_no_use_for_is_refused() {
    assert_eq!(refused(&named::hostile("links-components")), PluginFault::Linked);
    assert_eq!(refused(&named::hostile("makes-resources")), PluginFault::Linked);
    assert_eq!(refused(&named::hostile("multiplies")), PluginFault::Linked);
    let fault = refused(&named::hostile("uses-simd"));
    assert!(matches!(&fault, PluginFault::Refused(reason) if reason.contains("SIMD")), "{fault}");
    let fault = refused(&named::hostile("huge-memory"));
    assert!(matches!(&fault, PluginFault::Refused(reason) if reason.contains("4294967296")), "{fault}");
}

#[test]
fn a_component_that_is_too_large_is_not_read() {
    let bytes = vec![0; COMPONENT_BYTES + 1];
    let most = COMPONENT_BYTES as u64;
    assert_eq!(refused(&bytes), PluginFault::Costly { cost: Cost::Bytes, found: most + 1, most });
}

#[test]
fn bytes_that_are_nothing_are_malformed() {
    let text = b"(component)";
    for bytes in [&b""[..], b"\0", b"\0asm", b"\0asm\x0d\0\x01", b"#!/bin/sh\n", &[0xff; 1000], text] {
        assert!(matches!(refused(bytes), PluginFault::Malformed(_)), "{bytes:?}");
    }
}

#[test]
fn a_component_that_is_cut_short_is_refused() {
    let good = named::good();
    let loaded: Vec<_> = (0..good.len()).filter_map(|length| SANDBOX.load(&good[..length]).ok()).collect();
    // Two sections of names for people come last: without them it is the same plugin.
    assert_eq!(loaded.len(), 2);
    for plugin in loaded {
        assert_eq!(plugin.evaluate(&[], &[7], LIMITS), Ok(vec![7]));
    }
}

/// Numbers that look random and are always the same (SplitMix64).
fn numbers(mut seed: u64) -> impl Iterator<Item = usize> {
    std::iter::repeat_with(move || {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize
    })
}

#[test]
fn a_component_with_a_bit_flipped_is_refused_or_stays_within_its_limits() {
    let good = named::good();
    let prefix = 0..64 * 8;
    let anywhere = numbers(1).take(2_000).map(|number| number % (good.len() * 8));
    let (mut refused, mut answered, mut stopped) = (0, 0, 0);
    for bit in prefix.chain(anywhere) {
        let mut flipped = good.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(plugin) = SANDBOX.load(&flipped) else {
            refused += 1;
            continue;
        };
        let described = plugin.describe(LIMITS).map(drop);
        let evaluated = plugin.evaluate(&["a text".to_owned()], &[7; 48], LIMITS);
        for outcome in [described, evaluated.map(|bytes| assert!(bytes.len() <= LIMITS.output))] {
            if outcome.is_ok() { answered += 1 } else { stopped += 1 }
        }
    }
    // All three happen, so that the test looks where it should.
    assert!(refused > 100 && answered > 100 && stopped > 10, "{refused} {answered} {stopped}");
}
