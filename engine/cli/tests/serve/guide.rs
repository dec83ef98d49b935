//! The commands of the guide are run as they stand there.

use crate::{PARCHEMIN, Service, root};
use std::{fs, process::Command};
use tempfile::TempDir;

/// The blocks of that kind, in their order.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    for part in text.split(&format!("```{kind}\n")).skip(1) {
        blocks.push(part.split("```").next().unwrap().to_owned());
    }
    blocks
}

#[test]
fn the_commands_of_the_guide_work_as_they_stand_there() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("not run: there is no curl on this machine");
        return;
    }
    let guide = fs::read_to_string(root().join("engine/server/README.md")).unwrap();
    let commands = blocks(&guide, "sh curl");
    assert!(commands.len() >= 4, "too few commands in the guide");
    let state = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    // The guide has its log in the folder in which it stands.
    let log = format!("decisions.log=sqlite:{}", folder.path().join("decisions.db").display());
    let state = state.path().to_str().unwrap();
    let service = Service::start(&["--no-auth", "--state", state, "--set", &log]);
    let bin = std::path::Path::new(PARCHEMIN).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    for block in commands {
        // The guide speaks of the address that holds unless told, and of the examples from the top of the sources.
        let script =
            block.replace("127.0.0.1:8080", &service.address).replace("curl ", "curl --fail-with-body -sS ");
        let script = script.replace("examples/", &format!("{}/examples/", root().display()));
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{block}\n{said}\n{}", String::from_utf8_lossy(&output.stdout));
        assert!(!output.stdout.is_empty(), "{block}: nothing was answered");
    }
}

#[test]
fn the_guide_names_every_setting_with_its_variable_and_default() {
    let guide = fs::read_to_string(root().join("engine/server/README.md")).unwrap();
    for setting in parchemin_server::config::SETTINGS {
        let default = setting.default.filter(|default| !default.is_empty());
        let default = default.map_or_else(String::new, |default| format!("`{default}`"));
        let row = format!("| `{}` | {default} | {} |", setting.name, setting.en);
        assert!(guide.lines().any(|line| line == row.replace("|  |", "| |")), "no row {row}");
    }
}

#[test]
fn the_guide_names_every_route() {
    let guide = fs::read_to_string(root().join("engine/server/README.md")).unwrap();
    let document = fs::read_to_string(root().join("engine/server/tests/openapi.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let route = format!("`{} {path}`", method.to_uppercase());
            assert!(guide.contains(&route), "{route} is not in the guide");
        }
    }
}
