//! The arguments, with their help in English; the other language is [`chinese`].

mod chinese;

use clap::error::{ContextKind, ErrorKind};
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};
use model::{Lang, Severity, Text};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks cluster documents and exports archives that are ready to deploy.
#[derive(Debug, Parser)]
#[command(name = "muster", version, term_width = 0, after_help = CODES.get(Lang::En))]
struct Args {
    #[command(subcommand)]
    command: Command,

    #[arg(long, global = true, value_name = "LANG", value_parser = ["en", "zh"], help = LANGUAGE)]
    lang: Option<String>,
}

const LANGUAGE: &str = "The language; otherwise that of LC_ALL, LC_MESSAGES or LANG";

const CODES: Text = Text::new(
    "Exit codes: 0 clean, 1 findings, 2 usage or I/O.",
    "退出码：0 没有问题，1 有问题，2 用法或读写错误。",
);

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write an example document to start from
    Init(Init),
    /// Check a document and say what is wrong, why, and how to mend it
    Check(Check),
    /// Export the archive: scripts, configuration and runbook, ready to deploy
    Export(Export),
    /// Read the files of an existing cluster into a document, and say what is wrong, where nodes differ
    Import(Import),
    /// Say what differs between two clusters: documents, archives or folders, in any mix
    Diff(Diff),
    /// Say what to do to get from a running cluster to a new document, step by step
    Plan(Plan),
    /// Say what still works when machines lose their power, and which single one may not
    Drill(Drill),
    /// Explain a rule, or find the rules that log lines point to
    Explain(Explain),
    /// Print the JSON schema of cluster.toml, for editors
    Schema,
    /// Serve the page to a browser on this machine, from inside this program
    Serve(Serve),
}

/// `muster init`
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// List the examples, one per line, the id first
    #[arg(long, conflicts_with_all = ["preset", "output", "force"])]
    pub(crate) list: bool,
    /// The example; without it, the first one
    #[arg(long, value_name = "ID")]
    pub(crate) preset: Option<String>,
    /// The file to write; - is standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "list")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
}

/// `muster check`
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The document; - is standard input
    pub(crate) file: PathBuf,
    /// A facts.json of bin/preflight: the real machines are judged too, and what the document does not say of them is filled in
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
    /// Write what was filled in into the document itself
    #[arg(long, requires = "facts", conflicts_with = "output")]
    pub(crate) write: bool,
    /// Write the document with what was filled in to this file; - is standard output
    #[arg(short, long, value_name = "FILE", requires = "facts")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// text for people, json for programs, sarif for code hosts, junit for what shows tests
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Reporting,
    /// The least severity that makes the exit code 1: error, warning or info
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    pub(crate) fail_on: Threshold,
}

/// `muster export`
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The document; - is standard input
    pub(crate) file: PathBuf,
    /// A folder, or a file that ends in .zip or .tar.gz
    #[arg(short, long, value_name = "TARGET")]
    pub(crate) output: PathBuf,
    /// Replace what is there; in a folder, files that no export wrote are kept
    #[arg(long)]
    pub(crate) force: bool,
}

/// `muster import`
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Files, or folders with a folder per host
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The document to write; without it, or with -, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A file for the secrets that are taken out, which only you can read
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) secrets: Option<PathBuf>,
    /// The node that the files below a path belong to; may be given several times
    #[arg(long, value_name = "PATH=NODE")]
    pub(crate) host: Vec<String>,
    /// The product, where the files leave it open
    #[arg(long, value_name = "ID")]
    pub(crate) product: Option<String>,
    /// The product's version
    #[arg(long, value_name = "VERSION")]
    pub(crate) product_version: Option<String>,
    /// text for people, json for programs, sarif for code hosts, junit for what shows tests
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Reporting,
    /// The least severity that makes the exit code 1: error, warning or info
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    pub(crate) fail_on: Threshold,
    /// Replace files that exist
    #[arg(long)]
    pub(crate) force: bool,
}

/// `muster diff`
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// A cluster.toml, an archive, or a folder with a folder per host
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// What it is compared with
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// `muster plan`
#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    /// The cluster that runs: its cluster.toml or archive, or a folder with its files
    #[arg(value_name = "RUNNING")]
    pub(crate) before: PathBuf,
    /// The new document or archive
    #[arg(value_name = "NEW")]
    pub(crate) after: PathBuf,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// `muster drill`
#[derive(Debug, clap::Args)]
pub(crate) struct Drill {
    /// The cluster: its cluster.toml or archive, or a folder with its files
    #[arg(value_name = "CLUSTER")]
    pub(crate) cluster: PathBuf,
    /// A node that loses its power; may be given several times
    #[arg(long, value_name = "NODE")]
    pub(crate) kill: Vec<String>,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: Format,
}

/// `muster explain`
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
#[group(required = true, multiple = false)]
pub(crate) struct Explain {
    /// The rule's id or name
    pub(crate) rule: Option<String>,
    /// List all rules, one per line, the id first
    #[arg(long)]
    pub(crate) list: bool,
    /// Find the rules that the lines of a log point to; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
}

/// `muster serve`
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// The port; 0 is any free one
    #[arg(long, value_name = "N", default_value_t = 8123)]
    pub(crate) port: u16,
    /// The address to listen on; 0.0.0.0 is every address of this machine, which others reach too
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,
}

/// The form of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// The form of a report of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reporting {
    Text,
    Json,
    Sarif,
    Junit,
}

/// The least severity that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Threshold {
    Error,
    Warning,
    Info,
}

impl Threshold {
    pub(crate) fn severity(self) -> Severity {
        match self {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
            Threshold::Info => Severity::Info,
        }
    }
}

/// Reads the arguments.
pub(crate) fn parse(
    args: impl Iterator<Item = OsString>,
    lang: Lang,
) -> Result<Command, clap::Error> {
    let matches = chinese::command(lang).try_get_matches_from(args)?;
    Ok(Args::from_arg_matches(&matches)?.command)
}

/// Says what is wrong with the arguments, or shows the help that was asked for.
pub(crate) fn say(error: &clap::Error, lang: Lang) -> ExitCode {
    let code = u8::try_from(error.exit_code()).unwrap_or(2);
    if lang == Lang::En || !error.use_stderr() {
        let _ = error.print();
        return ExitCode::from(code);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(code);
    }
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument => format!("不认识参数 {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("不认识命令 {}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少值"),
        ErrorKind::ValueValidation => format!("{argument} 的值“{value}”无效"),
        ErrorKind::InvalidValue => {
            format!("{argument} 的值“{value}”无效，可选：{}", context(ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能与 {} 同时使用", context(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值太多"),
        _ => format!("参数有误：{argument}"),
    };
    text.push_str("\n\n用 --help 查看用法。");
    crate::output::complain(&text, lang);
    ExitCode::from(code)
}
