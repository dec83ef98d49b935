//! What the service is told: one TOML file, then the environment, then flags, each of which holds over those before it.

mod fault;
mod layers;
mod settings;
#[cfg(test)]
mod tests;
mod value;

pub use fault::{ConfigFault, KeyPart, Wrong};
pub use settings::{Kind, SETTINGS, Setting};
pub use value::{Held, Origin, Source, Value};

use crate::{
    keys::Keys,
    record::{Address, LogSettings, Mask, without_password},
};
use axum::http::{Uri, uri::Authority};
use layers::Layers;
use parchemin::{
    Backend,
    core::{Lang, nearest, shortened},
};
use semver::VersionReq;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// What was given: a file, the environment, flags.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The configuration file.
    pub file: Option<PathBuf>,
    /// The variables of the environment that begin with `PARCHEMIN_`.
    pub environment: Vec<(String, String)>,
    /// What the flags say, in their order.
    pub flags: Vec<Flag>,
}

/// What a flag says.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The setting.
    pub name: String,
    /// The flag, as messages name it: `--listen`.
    pub shown: String,
    /// The value; none where the flag gives none.
    pub text: Option<String>,
}

/// What the service is told, checked.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Who may ask; none for everybody on this machine.
    pub keys: Option<Keys>,
    /// Folders and archives of packages, beside those of the program.
    pub packages: Vec<PathBuf>,
    /// The file of the keys that may sign archives.
    pub trust: Option<PathBuf>,
    /// Whether these are watched.
    pub watch: bool,
    /// The editions in use, unless the state says otherwise.
    pub editions: Vec<(String, VersionReq)>,
    /// The form in which rules run.
    pub backend: Option<Backend>,
    /// Where the state of the packages is kept.
    pub state: Option<PathBuf>,
    /// The file of the private key that signs receipts.
    pub receipts: Option<PathBuf>,
    /// The language of answers where a request asks for none.
    pub lang: Lang,
    /// What stands before the addresses of problems.
    pub public_url: String,
    /// The log of decisions; none where there is none.
    pub decisions: Option<LogSettings>,
    /// What the log keeps: `off`, `error`, `warn`, `info`.
    pub log: String,
    /// The bounds.
    pub limits: Limits,
    /// The files of TLS: certificate and private key.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Origins that browsers may answer to.
    pub origins: Vec<String>,
    /// Every setting, with where it comes from.
    pub held: Vec<Held>,
}

/// The bounds of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests at once.
    pub requests: usize,
    /// Decisions that are made or wait for it, for each processor; those of batches left out.
    pub decisions: usize,
    /// Batches at once.
    pub streams: usize,
    /// Packages that are uploaded at once.
    pub uploads: usize,
    /// Packages that were uploaded and are kept.
    pub archives: usize,
    /// Connections at once.
    pub connections: usize,
    /// Requests a second for each key.
    pub rate: u64,
    /// Requests of a key at one go.
    pub burst: u64,
    /// Bytes of a candidate file.
    pub body: usize,
    /// How long an answer may take.
    pub whole: Duration,
    /// How long nothing may come, or nothing may go.
    pub idle: Duration,
    /// How long what is under way may take when the service stops.
    pub grace: Duration,
}

impl Configuration {
    /// Reads what was given.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(given: &Given) -> Result<Configuration, Vec<ConfigFault>> {
        let layers = Layers::read(given);
        let mut reader = Reader { held: &layers.held, faults: layers.faults };
        let listen = reader.address();
        let no_auth = reader.flag("no_auth");
        let tls = reader.tls();
        let keys = reader.keys(layers.keys, no_auth, listen);
        let configuration = Configuration {
            listen,
            keys,
            packages: reader.paths("packages"),
            trust: reader.path("trust"),
            watch: reader.flag("watch"),
            editions: reader.editions(),
            backend: match reader.text("backend").as_deref() {
                Some("wasm") => Some(Backend::Wasm),
                Some(_) => Some(Backend::Rhai),
                None => None,
            },
            state: reader.path("state"),
            receipts: reader.path("receipts.key"),
            lang: if reader.text("lang").as_deref() == Some("en") { Lang::En } else { Lang::Fr },
            public_url: reader.public_url(),
            decisions: reader.decisions(),
            log: reader.text("log").unwrap_or_default(),
            limits: Limits {
                requests: reader.count("limits.requests"),
                decisions: reader.count("limits.decisions"),
                streams: reader.count("limits.streams"),
                uploads: reader.count("limits.uploads"),
                archives: reader.count("limits.archives"),
                connections: reader.count("limits.connections"),
                rate: reader.whole("limits.rate"),
                burst: reader.whole("limits.burst"),
                body: reader.count("limits.body"),
                whole: Duration::from_secs(reader.whole("limits.seconds")),
                idle: Duration::from_secs(reader.whole("limits.idle")),
                grace: Duration::from_secs(reader.whole("limits.grace")),
            },
            tls,
            origins: reader.origins(),
            held: layers.held.clone(),
        };
        if reader.faults.is_empty() { Ok(configuration) } else { Err(reader.faults) }
    }

    /// What holds, as a file that says the same, each line with where it comes from. Keys are named, not shown.
    pub fn printed(&self, lang: Lang) -> String {
        let line = |held: &Held| {
            let (name, origin, what) = (held.setting.name, held.origin.shown(), held.setting.spoken(lang));
            let set = match &held.value {
                // A password is not shown, and has no place in a file.
                Some(Value::Text(text)) if name == DECISIONS => {
                    format!("{name} = {}", Value::Text(without_password(text)).written())
                }
                Some(value) => format!("{name} = {}", value.written()),
                None => format!("# {name} ="),
            };
            format!("{set}  # {origin} : {what}\n")
        };
        let mut text: String = self.held.iter().map(line).collect();
        for key in self.keys.iter().flat_map(Keys::all) {
            let roles = key.roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
            text += &format!("# keys: {} ({roles})\n", key.name);
        }
        text
    }
}

/// Variables that begin like ours and set nothing, each with the nearest that would: perhaps a slip of the pen.
pub fn unused(environment: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let known: Vec<String> = SETTINGS.iter().map(Setting::variable).collect();
    let unknown = environment.iter().filter(|(name, _)| !known.contains(name));
    unknown.map(|(name, _)| (name.clone(), nearest(name, known.iter().map(String::as_str)))).collect()
}

/// The setting that says where the log of decisions is.
const DECISIONS: &str = "decisions.log";

/// Takes the values apart, and notes what does not fit together.
struct Reader<'l> {
    held: &'l [Held],
    faults: Vec<ConfigFault>,
}

impl Reader<'_> {
    fn held(&self, name: &str) -> Option<&Held> {
        self.held.iter().find(|held| held.setting.name == name)
    }

    fn origin(&self, name: &str) -> Origin {
        self.held(name).map_or(Origin::Default, |held| held.origin.clone())
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.held(name).and_then(|held| held.value.as_ref())
    }

    fn text(&self, name: &str) -> Option<String> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn flag(&self, name: &str) -> bool {
        self.value(name) == Some(&Value::Flag(true))
    }

    fn whole(&self, name: &str) -> u64 {
        match self.value(name) {
            Some(Value::Whole(number)) => *number,
            _ => 0,
        }
    }

    fn count(&self, name: &str) -> usize {
        usize::try_from(self.whole(name)).unwrap_or(usize::MAX)
    }

    fn texts(&self, name: &str) -> Vec<String> {
        match self.value(name) {
            Some(Value::List(parts)) => parts.clone(),
            _ => Vec::new(),
        }
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.origin(name).path(&self.text(name)?))
    }

    fn paths(&self, name: &str) -> Vec<PathBuf> {
        let origin = self.origin(name);
        self.texts(name).iter().map(|text| origin.path(text)).collect()
    }

    fn fault(&mut self, name: &str, what: Wrong) {
        let fault = ConfigFault::new(self.origin(name), what);
        self.faults.push(fault);
    }

    fn address(&mut self) -> SocketAddr {
        let text = self.text("listen").unwrap_or_default();
        text.parse().unwrap_or_else(|_| {
            self.fault("listen", Wrong::Address(text));
            SocketAddr::from(([127, 0, 0, 1], 0))
        })
    }

    /// Origins as browsers write them; any other would never be met.
    fn origins(&mut self) -> Vec<String> {
        let texts = self.texts("cors.origins");
        let is_origin = |text: &&String| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            host.is_some_and(|host| {
                host.parse::<Authority>().is_ok() && !host.contains(['*', '@']) && !host.ends_with(':')
            })
        };
        for text in texts.iter().filter(|text| !is_origin(text)) {
            self.fault("cors.origins", Wrong::Origin(text.clone()));
        }
        texts
    }

    /// What stands before the addresses of problems, and names this machine: an address that others can ask.
    fn public_url(&mut self) -> String {
        let text = self.text("public_url").unwrap_or_default();
        let is_url = text.parse::<Uri>().is_ok_and(|url| {
            matches!(url.scheme_str(), Some("https" | "http"))
                && url.host().is_some_and(|host| !host.is_empty())
                && !text.contains(['@', '?', '#'])
        });
        if !text.is_empty() && !is_url {
            self.fault("public_url", Wrong::Url(text.clone()));
        }
        text.trim_end_matches('/').to_owned()
    }

    /// Where nobody says, a service that keeps its state keeps its decisions beside it.
    fn decisions(&mut self) -> Option<LogSettings> {
        let text = self.text(DECISIONS);
        let masks = self.texts("decisions.mask").into_iter().filter_map(|text| {
            let Some(mask) = Mask::read(&text) else {
                self.fault("decisions.mask", Wrong::Pointer(text));
                return None;
            };
            if let Err(near) = mask.known(&text) {
                self.fault("decisions.mask", Wrong::NoMember(shortened(&text), near));
                return None;
            }
            Some((text, mask))
        });
        let masks = masks.collect();
        let address = match text {
            Some(text) if text == "off" => return None,
            Some(text) => {
                let origin = self.origin(DECISIONS);
                let Some(address) = Address::read(&text, |path| origin.path(path)) else {
                    self.fault(DECISIONS, Wrong::Log(text));
                    return None;
                };
                address
            }
            None => Address::Sqlite(self.path("state")?.join("decisions.db")),
        };
        let days = u32::try_from(self.whole("decisions.days")).ok().filter(|days| *days > 0);
        Some(LogSettings {
            address,
            masks,
            ids: self.flag("decisions.ids"),
            days,
            queue: self.count("decisions.queue"),
            answers: Duration::from_secs(self.whole("decisions.answers") * 3600),
        })
    }

    fn tls(&mut self) -> Option<(PathBuf, PathBuf)> {
        match (self.path("tls.certificate"), self.path("tls.key")) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            (Some(_), None) => {
                self.fault("tls.certificate", Wrong::HalfTls);
                None
            }
            (None, Some(_)) => {
                self.fault("tls.key", Wrong::HalfTls);
                None
            }
        }
    }

    fn keys(&mut self, keys: Keys, no_auth: bool, listen: SocketAddr) -> Option<Keys> {
        if no_auth {
            if !listen.ip().is_loopback() {
                self.fault("no_auth", Wrong::Open(listen.to_string()));
            }
            return None;
        }
        if keys.all().next().is_none() && self.faults.is_empty() {
            self.fault("no_auth", Wrong::NoKey);
        }
        Some(keys)
    }

    fn editions(&mut self) -> Vec<(String, VersionReq)> {
        let mut editions = Vec::new();
        for text in self.texts("use") {
            match parchemin::edition(&text) {
                Ok(edition) => editions.push(edition),
                Err(_) => self.fault("use", Wrong::Edition(text)),
            }
        }
        editions
    }
}
