//! The commands of the guide are run as they stand there.

use crate::{PARCHEMIN, Service, root};
use std::{fs, net::TcpListener, path::Path, process::Command};
use tempfile::TempDir;

/// The blocks of that kind, in their order.
pub(crate) fn blocks(text: &str, kind: &str) -> Vec<String> {
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
    let service = Service::start(&["--no-auth", "--state", state.path().to_str().unwrap()]);
    let folder = TempDir::new().unwrap();
    for block in commands {
        run(&block, &block, &service.address, folder.path());
    }
}

#[test]
fn the_commands_that_start_a_service_of_their_own_work_as_they_stand_there() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("not run: there is no curl on this machine");
        return;
    }
    let guide = fs::read_to_string(root().join("engine/server/README.md")).unwrap();
    for kind in ["sh receipt", "sh upload"] {
        let [block] = &blocks(&guide, kind)[..] else { panic!("not one block of `{kind}`") };
        let folder = TempDir::new().unwrap();
        // A port that nobody had a moment ago.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let served = block.replace("parchemin serve", &format!("parchemin serve --listen {address}"));
        let script = format!("trap 'kill $(jobs -p)' EXIT\n{served}");
        run(block, &script, &address, folder.path());
    }
}

/// Runs a block of the guide, which speaks of the address that holds unless told, and of files from the top of the
/// sources; what it wrote.
pub(crate) fn run(block: &str, script: &str, address: &str, folder: &Path) -> String {
    let bin = Path::new(PARCHEMIN).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let waiting = "curl --fail-with-body -sS --retry 30 --retry-delay 1 --retry-connrefused ";
    let mut script = script.replace("127.0.0.1:8080", address).replace("curl ", waiting);
    for inside in ["examples/", "rulesets/"] {
        script = script.replace(inside, &format!("{}/{inside}", root().display()));
    }
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .current_dir(folder)
        .env("PATH", &path)
        .output()
        .unwrap();
    let (written, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{block}\n{said}\n{written}");
    assert!(!written.is_empty(), "{block}: nothing was answered");
    written.into_owned()
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
