//! The pages on clients: what stands there is generated, compiled and run, where the tools for it are installed
//! (`PARCHEMIN_NODE` is a folder with `node_modules`).

use crate::{
    Service,
    guide::{blocks, run},
    root,
};
use std::{env, fs, path::Path, process::Command};
use tempfile::TempDir;

/// The blocks of a page, of the commands and of the program, which speak of the service and of the sources.
fn page(name: &str, language: &str) -> (String, String) {
    let page = fs::read_to_string(root().join("engine/server/clients").join(name)).unwrap();
    let one = |kind: &str| blocks(&page, kind).into_iter().next().unwrap();
    (one("sh client"), one(&format!("{language} client")))
}

/// Writes the program of a page where it is run.
fn write(folder: &Path, name: &str, program: &str, service: &Service) {
    let examples = format!("\"{}/examples/", root().display());
    let program = program.replace("\"examples/", &examples).replace("127.0.0.1:8080", &service.address);
    fs::write(folder.join(name), program).unwrap();
}

#[test]
fn the_client_in_python_decides() {
    if Command::new("openapi-python-client").arg("--version").output().is_err() {
        eprintln!("not run: there is no openapi-python-client on this machine");
        return;
    }
    let (commands, program) = page("python.md", "python");
    let (service, folder) = (Service::start(&["--no-auth"]), TempDir::new().unwrap());
    write(folder.path(), "decide.py", &program, &service);
    let said = run(&commands, &format!("{commands}\npython3 decide.py"), &service.address, folder.path());
    assert!(said.contains("recevable\n") && said.contains("cadre 2.0.0 sha256:"), "{said}");
}

#[test]
fn the_client_in_typescript_decides() {
    let Some(node) = env::var_os("PARCHEMIN_NODE") else {
        eprintln!("not run: PARCHEMIN_NODE names no folder with openapi-typescript");
        return;
    };
    let (commands, program) = page("typescript.md", "ts");
    let (service, folder) = (Service::start(&["--no-auth"]), TempDir::new().unwrap());
    #[cfg(unix)]
    std::os::unix::fs::symlink(Path::new(&node).join("node_modules"), folder.path().join("node_modules"))
        .unwrap();
    write(folder.path(), "decide.mts", &program, &service);
    let said = run(&commands, &commands, &service.address, folder.path());
    assert!(said.contains("recevable\n") && said.contains("cadre 2.0.0 sha256:"), "{said}");
}
