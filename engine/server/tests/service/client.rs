//! A service of its own for each test, and who asks it.

use parchemin_server::{
    Ended, Server, StartFault,
    config::{Configuration, Flag, Given},
    keys::{Role, new_key},
};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread::JoinHandle,
    time::Duration,
};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// A service that runs until it is dropped.
pub(crate) struct Service {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Ended>>,
    agent: ureq::Agent,
    _folder: Option<TempDir>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A key, and the configuration that knows it.
pub(crate) struct Keyed {
    pub(crate) secret: String,
    pub(crate) lines: String,
}

pub(crate) fn key(role: Role) -> Keyed {
    let key = new_key(role).unwrap();
    Keyed { secret: key.secret, lines: key.lines }
}

impl Service {
    /// Starts with these settings, on a port of its own.
    pub(crate) fn start(settings: &[(&str, &str)]) -> Service {
        Service::try_start(settings, "").unwrap()
    }

    /// Starts with these settings and a configuration file of that text.
    pub(crate) fn configured(settings: &[(&str, &str)], file: &str) -> Service {
        Service::try_start(settings, file).unwrap()
    }

    pub(crate) fn try_start(settings: &[(&str, &str)], file: &str) -> Result<Service, StartFault> {
        let folder = (!file.is_empty()).then(|| TempDir::new().unwrap());
        let path = folder.as_ref().map(|folder| folder.path().join("parchemin.toml"));
        if let Some(path) = &path {
            std::fs::write(path, file).unwrap();
        }
        let flag = |(name, text): &(&str, &str)| Flag {
            name: (*name).to_owned(),
            shown: "--set".to_owned(),
            text: Some((*text).to_owned()),
        };
        let always = [("listen", "127.0.0.1:0"), ("log", "off")];
        let flags = always.iter().chain(settings).map(flag).collect();
        let given = Given { file: path, environment: Vec::new(), flags };
        let configuration = Configuration::read(&given).unwrap();
        let (stop, stopped) = oneshot::channel();
        let (bound, binding) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            let ended = runtime.block_on(async {
                let server = match Server::bind(configuration).await {
                    Ok(server) => server,
                    Err(fault) => {
                        bound.send(Err(fault)).unwrap();
                        return Ended::Answered;
                    }
                };
                bound.send(Ok(server.address())).unwrap();
                server.run(async { drop(stopped.await) }).await
            });
            // Work that nobody waits for any more may still hold the state.
            runtime.shutdown_timeout(Duration::from_secs(2));
            ended
        });
        let address = binding.recv().unwrap()?;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let agent = config.into();
        Ok(Service { address, stop: Some(stop), thread: Some(thread), agent, _folder: folder })
    }

    /// Asks it to stop; whoever waits learns how it ended.
    pub(crate) fn stop(&mut self) -> JoinHandle<Ended> {
        drop(self.stop.take());
        self.thread.take().unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None)
    }

    /// Posts JSON.
    pub(crate) fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("POST", path, &[("content-type", "application/json")], Some(body))
    }

    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Answer {
        let url = format!("http://{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (head, mut body) = answer.unwrap().into_parts();
        let body = body.with_config().limit(100 * 1024 * 1024).read_to_vec().unwrap();
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    /// A connection on which one writes oneself.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// A batch whose lines are sent and answered one by one.
    pub(crate) fn batch(&self, query: &str) -> Batch {
        let mut stream = self.connect();
        let head = format!(
            "POST /v1/decisions/batch{query} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let answers = BufReader::new(stream.try_clone().unwrap());
        Batch { stream, answers, begun: false, left: Vec::new() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A test that has failed says so itself.
            let _ = thread.join();
        }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// Each line as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A batch that is under way.
pub(crate) struct Batch {
    pub(crate) stream: TcpStream,
    answers: BufReader<TcpStream>,
    begun: bool,
    /// What has come of lines that have not ended.
    left: Vec<u8>,
}

impl Batch {
    pub(crate) fn send(&mut self, text: &str) -> std::io::Result<()> {
        write!(self.stream, "{:x}\r\n{text}\r\n", text.len())
    }

    pub(crate) fn end(&mut self) {
        self.stream.write_all(b"0\r\n\r\n").unwrap();
    }

    fn text_line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The status of the answer, once its head has come.
    pub(crate) fn head(&mut self) -> u16 {
        self.begun = true;
        let status = self.text_line().split(' ').nth(1).unwrap().parse().unwrap();
        while !self.text_line().is_empty() {}
        status
    }

    /// The next line of the answer; none at its end.
    pub(crate) fn next(&mut self) -> Option<Value> {
        if !self.begun {
            assert_eq!(self.head(), 200);
        }
        loop {
            if let Some(end) = self.left.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.left.drain(..=end).collect();
                return Some(serde_json::from_slice(&line).unwrap());
            }
            let size = usize::from_str_radix(&self.text_line(), 16).unwrap();
            let mut chunk = vec![0; size + 2];
            self.answers.read_exact(&mut chunk).unwrap();
            self.left.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return None;
            }
        }
    }
}
