//! The log is the same in PostgreSQL: tried where its programs are installed.

use crate::decisions::{Log, all_of_it};
use std::{
    fs,
    os::unix::net::UnixListener,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
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
        server.begin();
        Some(server)
    }

    fn begin(&self) {
        let path = self.folder.path();
        let told = format!("-c listen_addresses= -c unix_socket_directories={}", path.display());
        let (data, log) = (path.join("data"), path.join("server.log"));
        let mut program = self.program("pg_ctl");
        self.ran(program.arg("-D").arg(data).args(["-w", "-o", &told, "-l"]).arg(log).arg("start"));
    }

    fn end(&self) {
        let data = self.folder.path().join("data");
        // A test that has failed says so itself.
        let _ = self.program("pg_ctl").arg("-D").arg(data).args(["-m", "immediate", "stop"]).status();
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
        self.end();
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

#[test]
fn while_the_server_is_down_it_is_said_soon_and_always_that_nothing_is_logged() {
    let Some(server) = Postgres::start() else {
        eprintln!("not run: the programs of PostgreSQL are not on this machine");
        return;
    };
    let service = Log::at(server.address()).service(&[("limits.seconds", "20")]);
    let unsaid = || service.get("/health/ready").json().get("decisions_not_logged").is_none();
    assert_eq!(service.post("/v1/decisions", &crate::example()).status, 200);
    assert!(unsaid());
    server.end();
    // A socket on which nobody listens refuses, as a port does.
    let socket = server.folder.path().join(".s.PGSQL.5432");
    let _ = fs::remove_file(&socket);
    drop(UnixListener::bind(&socket).unwrap());
    let ask = || {
        let begun = Instant::now();
        let answer = service.post("/v1/decisions", &crate::example());
        assert_eq!(
            (answer.status, &*answer.json()["type"].to_string()),
            (503, "\"/problems/decision-not-logged\"")
        );
        // Who comes while another one waits waits after him.
        assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
    };
    thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(ask))));
    assert!(!unsaid());
    fs::remove_file(&socket).unwrap();
    server.begin();
    crate::wait("the log", || service.post("/v1/decisions", &crate::example()).status == 200);
    assert!(unsaid());
}
