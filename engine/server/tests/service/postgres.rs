//! The log is the same in PostgreSQL: tried where its programs are installed.

use crate::decisions::{Log, all_of_it};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// A server of its own, until it is dropped.
struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    /// PostgreSQL refuses to run as root.
    root: bool,
}

impl Postgres {
    fn start() -> Option<Postgres> {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let mut programs: Vec<PathBuf> =
            versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
        programs.retain(|programs| programs.join("initdb").is_file());
        programs.sort();
        let programs = programs.pop()?;
        let user = Command::new("id").arg("-u").output().ok()?;
        let root = user.stdout.trim_ascii() == b"0";
        let folder = TempDir::new().unwrap();
        let server = Postgres { programs, folder, root };
        if root {
            server.ran(Command::new("chown").arg("postgres").arg(server.folder.path()));
        }
        let path = server.folder.path();
        let data = path.join("data");
        let locale = ["--auth=trust", "--username=parchemin", "--encoding=UTF8", "--locale=C", "--no-sync"];
        server.ran(server.program("initdb").arg("-D").arg(&data).args(locale));
        let told = format!("-c listen_addresses= -c unix_socket_directories={}", path.display());
        let log = path.join("server.log");
        server.ran(
            server
                .program("pg_ctl")
                .arg("-D")
                .arg(&data)
                .args(["-w", "-o", &told, "-l"])
                .arg(log)
                .arg("start"),
        );
        Some(server)
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if self.root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // A server that was started keeps what it was given.
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn ran(&self, command: &mut Command) {
        assert!(command.status().unwrap().success(), "{command:?}");
    }

    fn address(&self) -> String {
        format!("postgres://parchemin:unused@localhost/postgres?host={}", self.folder.path().display())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data: &Path = &self.folder.path().join("data");
        // A test that has failed says so itself.
        let _ = self.program("pg_ctl").arg("-D").arg(data).args(["-m", "immediate", "stop"]).status();
    }
}

#[test]
fn decisions_are_logged_replayed_and_erased_in_postgresql_as_in_a_file() {
    let Some(server) = Postgres::start() else {
        eprintln!("not run: the programs of PostgreSQL are not on this machine");
        return;
    };
    all_of_it(&Log::at(server.address()));
}
