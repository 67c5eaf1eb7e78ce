//! The help of commands and arguments in Chinese.

use super::{Args, CODES};
use clap::CommandFactory;
use model::Lang;

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
    ("serve", "", "由本程序自身向本机的浏览器提供页面"),
    ("serve", "port", "端口，默认 8123；0 表示任意空闲端口"),
    ("serve", "address", "监听的地址，默认 127.0.0.1；0.0.0.0 表示本机所有地址，其他机器也可访问"),
];

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command in a language.
pub(super) fn command(lang: Lang) -> clap::Command {
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
