//! Packages whose rules are a plugin: alone they decide as scripts do, and what is no plugin is refused.

use super::*;

/// The packages of the framework without their scripts: only plugins are left.
fn without_scripts() -> Packages {
    let packages = Packages::copy(&["cadre-1", "cadre-2", "socle"]);
    for name in ["cadre-1", "cadre-2", "socle"] {
        fs::remove_dir_all(packages.0.path().join(name).join("rules")).unwrap();
    }
    packages
}

impl Packages {
    fn with_plugin(self, package: &str, bytes: &[u8]) -> Packages {
        fs::write(self.0.path().join(package).join("rules.wasm"), bytes).unwrap();
        self
    }

    fn plugin(&self, package: &str) -> Vec<u8> {
        fs::read(self.0.path().join(package).join("rules.wasm")).unwrap()
    }
}

/// The decision on the example, without what tells packages apart that differ in their files alone.
fn decision(packages: &[&str], arguments: &[&str]) -> Value {
    let file = example();
    let mut all = vec!["evaluate", file.to_str().unwrap(), "--json"];
    packages.iter().for_each(|folder| all.extend(["--packages", folder]));
    all.extend(arguments);
    let output = parchemin(&all, "fr");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut decision: Value = serde_json::from_slice(&output.stdout).unwrap();
    for package in decision["packages"].as_array_mut().unwrap() {
        package["digest"].take();
    }
    decision
}

#[test]
fn plugins_alone_decide_as_scripts_do() {
    let packages = without_scripts();
    let folder = packages.0.path().to_str().unwrap();
    for edition in ["cadre@1", "cadre@2"] {
        let by_scripts = decision(&[], &["--use", edition, "--backend", "rhai"]);
        assert_eq!(decision(&[], &["--use", edition, "--backend", "wasm"]), by_scripts);
        assert_eq!(decision(&[folder], &["--use", edition]), by_scripts);
        // Where there are only plugins, nothing else can be asked for.
        assert_eq!(decision(&[folder], &["--use", edition, "--backend", "rhai"]), by_scripts);
    }
}

#[test]
fn what_is_no_plugin_is_refused_with_its_file() {
    without_scripts().with_plugin("socle", b"no plugin").refused([
        &["socle/rules.wasm", "le greffon n’est pas un composant WebAssembly bien formé"],
        &["socle/rules.wasm", "the plugin is not a well-formed WebAssembly component"],
    ]);
    let whole = without_scripts().plugin("socle");
    without_scripts()
        .with_plugin("socle", &whole[..whole.len() / 2])
        .refused([&["socle/rules.wasm", "le greffon"], &["socle/rules.wasm", "the plugin"]]);
}

#[test]
fn a_plugin_of_other_rules_is_told_which_are_missing() {
    let packages = without_scripts();
    let other = packages.plugin("cadre-1");
    packages.with_plugin("socle", &other).refused([
        &["socle/rules.wasm", "le greffon n’a pas la règle `titre_in_force`", "`jury_size`"],
        &["socle/rules.wasm", "the plugin has no rule `titre_in_force`", "`jury_size`"],
    ]);
}

#[test]
fn a_parameter_that_a_plugin_reads_and_nobody_defines() {
    let packages = without_scripts()
        .change("socle/parameters.toml", "[ccp_years_last_day]", "[ccp_last_day]")
        .change("socle/parameters.toml", "[ccp_years_last_day.values]", "[ccp_last_day.values]");
    packages.refused([
        &["la règle `held_usable` déclare `law.ccp_years_last_day`", "aucun paramètre", "`ccp_last_day`"],
        &["the rule `held_usable` declares `law.ccp_years_last_day`", "no parameter", "`ccp_last_day`"],
    ]);
}

#[test]
fn a_form_that_the_package_does_not_have() {
    let packages = without_scripts();
    packages
        .change("cadre-1/package.toml", "kind = \"framework\"", "kind = \"framework\"\nbackend = \"rhai\"")
        .refused([&["rules/*.rhai", "cadre-1/package.toml"], &["rules/*.rhai", "cadre-1/package.toml"]]);
}
