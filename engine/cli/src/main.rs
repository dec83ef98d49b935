//! The command `parchemin`: one subcommand, one file under `commands/`.

mod commands;
mod output;
mod progress;
mod report;

use clap::{Args, Parser, Subcommand, ValueEnum};
use commands::{
    DayWithoutTrust, Told, batch, evaluate, explain, generate, guard, impact, log, package,
    package::archive::{self, Trusting},
    schema, serve, timeline, verify, vocabulary,
};
use output::{Output, Status};
use parchemin::{GivenFault, LoadFault, Parchemin, Setup, core::Lang};
use std::{mem::ManuallyDrop, path::PathBuf};

/// Decisions are made of many small pieces, for which this allocator takes less time than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Decides candidate files for French titres professionnels by versioned rule packages.
#[derive(Parser)]
#[command(name = "parchemin", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand takes.
#[derive(Args)]
struct Common {
    /// A folder of packages, or of several, or an archive, that adds to the packages of the program or replaces them
    #[arg(long, global = true, value_name = "DIR|ARCHIVE")]
    packages: Vec<PathBuf>,
    /// Use this edition of a package instead of the default one
    #[arg(long = "use", global = true, value_name = "PACKAGE@VERSION")]
    editions: Vec<String>,
    /// Run the rules in this form, of packages that carry both scripts and a plugin
    #[arg(long, global = true)]
    backend: Option<Backend>,
    /// Refuse archives that no key of this file has signed; folders need no signature
    #[arg(long, global = true, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The day on which those keys must be valid, YYYY-MM-DD; else today
    #[arg(long, global = true, value_name = "DATE")]
    trusted_on: Option<String>,
    /// The language of messages: French unless told
    #[arg(long, global = true)]
    lang: Option<Language>,
    /// When to colour the output
    #[arg(long, global = true, default_value = "auto")]
    color: Color,
    /// Say nothing on standard error but errors
    #[arg(long, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum Backend {
    /// Scripts
    Rhai,
    /// A compiled plugin
    Wasm,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// Decide files: the decision, readable
    Evaluate(evaluate::Arguments),
    /// Decide many files in one pass
    Batch(batch::Arguments),
    /// Make up candidate files
    Generate(generate::Arguments),
    /// Compare two catalogues on many files
    Impact(impact::Arguments),
    /// The revisions of a titre, drawn
    Timeline(timeline::Arguments),
    /// The HTTP service
    Serve(serve::Arguments),
    /// Check a receipt of the service
    Verify(verify::Arguments),
    /// The log of decisions that the service writes
    Log(log::Arguments),
    /// The JSON Schema of candidate files or of decisions
    Schema(schema::Arguments),
    /// The words that rules are written in
    Vocabulary(vocabulary::Arguments),
    /// Look at rule packages
    Package(package::Arguments),
    /// What a diagnostic means, by its code: an example that is wrong, and how it is mended
    Explain(explain::Arguments),
}

impl Backend {
    /// The name in a call and in a configuration.
    fn name(self) -> &'static str {
        match self {
            Backend::Rhai => "rhai",
            Backend::Wasm => "wasm",
        }
    }
}

impl Common {
    fn lang(&self) -> Lang {
        match self.lang {
            None | Some(Language::Fr) => Lang::Fr,
            Some(Language::En) => Lang::En,
        }
    }

    fn trusting(&self) -> Trusting<'_> {
        Trusting { file: self.trust.as_deref(), day: self.trusted_on.as_deref() }
    }

    /// The packages to load; where they cannot be, it has been told.
    fn setup(&self, output: &mut Output) -> Result<Setup, Told> {
        self.setup_with(&[], output)
    }

    /// The same, with packages that the call names besides.
    fn setup_with(&self, besides: &[PathBuf], output: &mut Output) -> Result<Setup, Told> {
        let lang = self.lang();
        let backend = self.backend.map(|backend| match backend {
            Backend::Rhai => parchemin::Backend::Rhai,
            Backend::Wasm => parchemin::Backend::Wasm,
        });
        let guard = guard(self.trusting(), lang, output)?;
        let setup = Setup { backend, guard, ..Setup::default() };
        let setup = setup.with_given(&[self.packages.as_slice(), besides].concat());
        let mut setup = setup.map_err(|fault| match fault {
            GivenFault::Folder(fault) => told(&fault, lang, output),
            GivenFault::Archive(fault) => {
                report::error(&fault, None, lang, output);
                Told
            }
        })?;
        for edition in &self.editions {
            setup.use_edition(edition).map_err(|fault| told(&fault, lang, output))?;
        }
        Ok(setup)
    }

    fn load(&self, output: &mut Output) -> Result<Parchemin, Told> {
        let setup = self.setup(output)?;
        Parchemin::new(&setup).map_err(|fault| told(&fault, self.lang(), output))
    }
}

fn told(fault: &LoadFault, lang: Lang, output: &mut Output) -> Told {
    report::load_fault(fault, lang, output);
    Told
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let lang = cli.common.lang();
    let mut output = Output::new(match cli.common.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    });
    // The service has its trust file from its configuration, and refuses a day for it by itself.
    let serves = matches!(cli.command, Command::Serve(_));
    if cli.common.trusted_on.is_some() && cli.common.trust.is_none() && !serves {
        report::error(&DayWithoutTrust, Some("--trusted-on"), lang, &mut output);
        return output.finish(Status::NotDone, lang).into();
    }
    let status = match cli.command {
        // The schemas and the vocabulary need no packages, so that a wrong package does not keep them away.
        Command::Schema(arguments) => schema::run(&arguments, &mut output),
        Command::Vocabulary(arguments) => vocabulary::run(&arguments, lang, &mut output),
        Command::Explain(arguments) => explain::run(&arguments, lang, &mut output),
        // What keeps packages from being loaded is what these are asked for.
        Command::Package(package::Arguments { command: package::Command::Check(arguments) }) => {
            package::check::run(&arguments, &cli.common, &mut output)
        }
        Command::Package(package::Arguments { command: package::Command::Coverage(arguments) }) => {
            package::coverage::run(&arguments, &cli.common, &mut output)
        }
        Command::Package(package::Arguments { command: package::Command::Archive(command) }) => {
            archive::run(&command, cli.common.trusting(), lang, &mut output)
        }
        // A receipt says by itself which packages made it.
        Command::Verify(arguments) => verify::run(&arguments, cli.common.trusting(), lang, &mut output),
        // It loads packages of its own beside those of the call.
        Command::Package(package::Arguments { command: package::Command::Test(arguments) }) => {
            package::test::run(&arguments, &cli.common, &mut output)
        }
        Command::Package(package::Arguments { command: package::Command::Watch(arguments) }) => {
            package::watch::run(&arguments, &cli.common, &mut output)
        }
        // It loads packages when it starts, and again.
        Command::Serve(arguments) => serve::run(&arguments, &cli.common, &mut output),
        // Most of it needs no packages, and what does loads those of then.
        Command::Log(arguments) => log::run(&arguments, &cli.common, &mut output),
        // It loads two catalogues of its own.
        Command::Impact(arguments) => match cli.common.setup(&mut output) {
            Ok(setup) => impact::run(&arguments, &setup, lang, cli.common.quiet, &mut output),
            Err(Told) => Status::NotDone,
        },
        Command::Package(arguments) => match cli.common.setup(&mut output) {
            Err(Told) => Status::NotDone,
            Ok(setup) => {
                let done = arguments.command.by_itself(&setup, lang, cli.common.quiet, &mut output);
                done.unwrap_or_else(|| match Parchemin::new(&setup) {
                    Ok(host) => package::run(&arguments.command, &host, lang, &mut output),
                    Err(fault) => report::load_fault(&fault, lang, &mut output),
                })
            }
        },
        // Packages are not taken apart at the end: the system takes their memory back faster.
        command => match cli.common.load(&mut output).map(ManuallyDrop::new) {
            Err(Told) => Status::NotDone,
            Ok(host) => match command {
                Command::Evaluate(arguments) => {
                    evaluate::run(&arguments, &host, lang, cli.common.quiet, &mut output)
                }
                Command::Batch(arguments) => {
                    batch::run(arguments, &host, lang, cli.common.quiet, &mut output)
                }
                Command::Generate(arguments) => {
                    generate::run(&arguments, &host, lang, cli.common.quiet, &mut output)
                }
                Command::Timeline(arguments) => timeline::run(&arguments, &host, lang, &mut output),
                Command::Explain(_)
                | Command::Impact(_)
                | Command::Log(_)
                | Command::Package(_)
                | Command::Schema(_)
                | Command::Serve(_)
                | Command::Verify(_)
                | Command::Vocabulary(_) => Status::Done,
            },
        },
    };
    output.finish(status, lang).into()
}
