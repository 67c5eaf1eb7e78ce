//! The arguments, and their help in both languages.

use clap::error::{ContextKind, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use model::{Lang, Severity, Text};
use std::ffi::OsString;
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

/// The help of commands and arguments in Chinese: command, argument (empty for the command
/// itself), text.
const CHINESE: &[(&str, &str, &str)] = &[
    ("", "", "检查集群文档，导出可直接部署的部署包。"),
    ("", "lang", "语言：en 或 zh。默认取自 LC_ALL、LC_MESSAGES 或 LANG"),
    ("init", "", "写出一份示例文档，作为起点"),
    ("init", "list", "列出示例，每行一个，以 id 开头"),
    ("init", "preset", "示例的 id；不写则用第一个"),
    ("init", "output", "要写的文件；- 表示标准输出"),
    ("init", "force", "文件已存在时替换"),
    ("check", "", "检查文档：哪里有问题、为什么、怎么改"),
    ("check", "file", "文档；- 表示标准输入"),
    (
        "check",
        "facts",
        "bin/preflight 写出的 facts.json：同时检查实际机器，并补全文档中没有写的机器信息",
    ),
    ("check", "write", "把补全的内容写入文档本身"),
    ("check", "output", "把补全后的文档写到此文件；- 表示标准输出"),
    ("check", "force", "文件已存在时替换"),
    (
        "check",
        "format",
        "text（默认）供人阅读，json 供程序使用，sarif 供代码托管平台使用，junit 供显示测试结果的程序使用",
    ),
    ("check", "fail_on", "退出码为 1 的最低级别：error（默认）、warning 或 info"),
    ("export", "", "导出部署包：脚本、配置和操作手册，可直接部署"),
    ("export", "file", "文档；- 表示标准输入"),
    ("export", "output", "文件夹，或以 .zip、.tar.gz 结尾的文件"),
    ("export", "force", "替换已有内容；文件夹中不是导出写的文件会保留"),
    ("import", "", "读取现有集群的文件，生成文档，并指出问题和节点间的差异"),
    ("import", "paths", "文件，或每台主机一个子目录的文件夹"),
    ("import", "output", "要写的文档；不写或写 - 表示标准输出"),
    ("import", "secrets", "存放所取出机密的文件，仅您可读"),
    ("import", "host", "某路径下的文件属于哪个节点；可写多次"),
    ("import", "product", "产品；文件看不出时使用"),
    ("import", "product_version", "产品版本"),
    (
        "import",
        "format",
        "text（默认）供人阅读，json 供程序使用，sarif 供代码托管平台使用，junit 供显示测试结果的程序使用",
    ),
    ("import", "fail_on", "退出码为 1 的最低级别：error（默认）、warning 或 info"),
    ("import", "force", "替换已有文件"),
    ("diff", "", "指出两个集群的差异：文档、部署包或文件夹，可任意组合"),
    ("diff", "before", "cluster.toml、部署包，或每台主机一个子目录的文件夹"),
    ("diff", "after", "与之比较的另一个"),
    ("diff", "format", "text（默认）供人阅读，json 供程序使用"),
    ("plan", "", "逐步列出从正在运行的集群变更到新文档所需的操作"),
    ("plan", "before", "正在运行的集群：cluster.toml、部署包，或存放其文件的文件夹"),
    ("plan", "after", "新的文档或部署包"),
    ("plan", "format", "text（默认）供人阅读，json 供程序使用"),
    ("drill", "", "机器断电时哪些功能仍可用，哪一台不能失去"),
    ("drill", "cluster", "集群：cluster.toml、部署包，或存放其文件的文件夹"),
    ("drill", "kill", "断电的节点；可写多次"),
    ("drill", "format", "text（默认）供人阅读，json 供程序使用"),
    ("explain", "", "解释一条规则，或找出日志指向的规则"),
    ("explain", "rule", "规则的 id 或名称"),
    ("explain", "list", "列出全部规则，每行一条，以 id 开头"),
    ("explain", "log", "找出日志各行指向的规则；- 表示标准输入"),
    ("schema", "", "打印 cluster.toml 的 JSON schema，供编辑器使用"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command in a language.
fn command(lang: Lang) -> clap::Command {
    let command = Args::command();
    if lang == Lang::En {
        return command;
    }
    let help = clap::Arg::new("help").short('h').long("help").global(true);
    let help = help.action(clap::ArgAction::Help).help("显示帮助");
    let version = clap::Arg::new("version").short('V').long("version");
    let version = version.action(clap::ArgAction::Version).help("显示版本");
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .after_help(CODES.get(Lang::Zh))
        .help_template("{about-with-newline}\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}{after-help}")
        .arg(help)
        .arg(version)
        .override_usage("muster [选项] <命令>")
        .mut_args(in_chinese);
    for (name, argument, text) in CHINESE {
        command = match (*name, *argument) {
            ("", "") => command.about(*text),
            ("", argument) => command.mut_arg(argument, |arg| arg.help(*text)),
            (name, "") => command.mut_subcommand(name, |sub| {
                let usage = format!("muster {name} [选项]{}", words(sub.get_positionals()));
                let sub = sub.override_usage(usage);
                sub.about(*text).help_template(TEMPLATE).mut_args(in_chinese)
            }),
            (name, argument) => {
                command.mut_subcommand(name, |sub| sub.mut_arg(argument, |arg| arg.help(*text)))
            }
        };
    }
    command
}

/// The words that clap itself says about an argument are English: its help says them instead.
fn in_chinese(arg: clap::Arg) -> clap::Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let values = arg.get_action().takes_values();
    let arg = arg.help_heading(heading);
    if values { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
}

/// The names of positional arguments, each after a blank.
fn words<'a>(args: impl Iterator<Item = &'a clap::Arg>) -> String {
    args.fold(String::new(), |words, arg| words + " " + &arg.to_string())
}

/// Reads the arguments.
pub(crate) fn parse(
    args: impl Iterator<Item = OsString>,
    lang: Lang,
) -> Result<Command, clap::Error> {
    let matches = command(lang).try_get_matches_from(args)?;
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
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_consistent_in_both_languages() {
        for lang in Lang::ALL {
            command(lang).debug_assert();
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_chinese() {
        let known = |command: &str, argument: &str| {
            CHINESE.iter().any(|(c, a, text)| (*c, *a) == (command, argument) && !text.is_empty())
        };
        let own = |arg: &clap::Arg| !matches!(arg.get_id().as_str(), "help" | "version");
        let mut root = Args::command();
        root.build();
        for arg in root.get_arguments().filter(|a| own(a)) {
            assert!(known("", arg.get_id().as_str()), "{}", arg.get_id());
        }
        for sub in root.get_subcommands().filter(|s| s.get_name() != "help") {
            assert!(known(sub.get_name(), ""), "{}", sub.get_name());
            for arg in sub.get_arguments().filter(|a| own(a) && a.get_id() != "lang") {
                assert!(
                    known(sub.get_name(), arg.get_id().as_str()),
                    "{} {}",
                    sub.get_name(),
                    arg.get_id()
                );
            }
        }
    }
}
