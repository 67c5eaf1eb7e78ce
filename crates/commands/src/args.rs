//! A command line, driven by a table of commands.

use std::{
    fmt::{self, Write as _},
    process::ExitCode,
};

/// One command of `cargo xtask`.
pub struct Command {
    /// As typed.
    pub name: &'static str,
    /// One line for the list of commands.
    pub short: &'static str,
    /// What `--help` says: what it does, what it needs, what it leaves behind.
    pub long: &'static str,
    /// What may be given beside options, as the usage line shows it; empty when nothing may.
    pub words: &'static str,
    /// Its options.
    pub options: &'static [Opt],
    /// Runs it.
    pub run: fn(&Args) -> anyhow::Result<()>,
}

/// One option of a command.
pub struct Opt {
    /// Without the two dashes.
    pub name: &'static str,
    /// How the usage line names its value; `None` for a switch.
    pub value: Option<&'static str>,
    /// One line.
    pub help: &'static str,
}

/// What was typed after the command's name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Args {
    options: Vec<(&'static str, String)>,
    /// What is not an option, in order; all that follows `--` is here.
    pub words: Vec<String>,
}

impl Args {
    /// Whether the switch was given.
    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(given, _)| *given == name)
    }

    /// The option's value; the last one counts.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).pop()
    }

    /// All values of an option that may be repeated.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.options
            .iter()
            .filter(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }
}

/// What the command line asks for.
enum Parsed {
    /// Run this command.
    Run(&'static Command, Args),
    /// List the commands.
    Overview,
    /// Print this text.
    Help(String),
}

/// What a program with this table does: reads its own command line, runs the command, says what
/// went wrong. The status is 2 for a line that can't be read. `more` are commands of other programs,
/// name and line, which are listed only.
pub fn main(commands: &[&'static Command], more: &[(&str, &str)]) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (command, args) = match parse(commands, &words) {
        Ok(Parsed::Run(command, args)) => (command, args),
        Ok(Parsed::Overview) => {
            print!("{}", overview(commands, more));
            return ExitCode::SUCCESS;
        }
        Ok(Parsed::Help(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("xtask: {message}");
            return ExitCode::from(2);
        }
    };
    match (command.run)(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<Told>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask {}: {error:#}", command.name);
            ExitCode::FAILURE
        }
    }
}

/// The error of a command that has said already what went wrong.
#[derive(Debug)]
pub struct Told;

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it failed, as it has said")
    }
}

impl std::error::Error for Told {}

/// Reads the command line; the error says what is wrong and where help is.
fn parse(commands: &[&'static Command], words: &[String]) -> Result<Parsed, String> {
    let Some((name, rest)) = words.split_first() else {
        return Ok(Parsed::Overview);
    };
    if matches!(name.as_str(), "-h" | "--help" | "help") {
        let asked =
            rest.first().and_then(|name| commands.iter().find(|command| command.name == name));
        return Ok(asked.map_or(Parsed::Overview, |command| Parsed::Help(help(command))));
    }
    let Some(command) = commands.iter().find(|command| command.name == name) else {
        return Err(format!("there is no command {name:?}; see: cargo xtask --help"));
    };
    parse_options(command, rest)
}

fn parse_options(command: &'static Command, words: &[String]) -> Result<Parsed, String> {
    let see = format!("see: cargo xtask {} --help", command.name);
    let mut args = Args::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == "--" {
            args.words.extend(words.by_ref().cloned());
        } else if word == "-h" || word == "--help" {
            return Ok(Parsed::Help(help(command)));
        } else if let Some(typed) = word.strip_prefix("--") {
            let (name, inline) = match typed.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (typed, None),
            };
            let Some(option) = command.options.iter().find(|option| option.name == name) else {
                return Err(format!("{} has no option --{name}; {see}", command.name));
            };
            let value = match (option.value, inline) {
                (None, None) => String::new(),
                (None, Some(_)) => return Err(format!("--{name} takes no value; {see}")),
                (Some(_), Some(value)) => value,
                (Some(what), None) => words
                    .next()
                    .cloned()
                    .ok_or_else(|| format!("--{name} needs a value: {what}; {see}"))?,
            };
            args.options.push((option.name, value));
        } else if command.words.is_empty() {
            return Err(format!("{} takes no {word:?}; {see}", command.name));
        } else {
            args.words.push(word.clone());
        }
    }
    Ok(Parsed::Run(command, args))
}

/// For the tests of a table: fails when a command's page lacks something, or has a line that is too
/// long for a terminal; says which.
///
/// # Errors
/// The command's name, and its page.
pub fn check_pages(commands: &[&'static Command]) -> Result<(), String> {
    for command in commands {
        let text = help(command);
        let said = !command.short.is_empty() && !command.long.trim().is_empty();
        if !said || text.lines().any(|line| line.chars().count() > 110) {
            return Err(format!("{}:\n{text}", command.name));
        }
    }
    Ok(())
}

/// The list of commands.
fn overview(commands: &[&Command], more: &[(&str, &str)]) -> String {
    let mut text = String::from(
        "Everything that a developer or CI runs.\n\nUsage: cargo xtask COMMAND [OPTIONS]\n\n",
    );
    let own = commands.iter().map(|command| (command.name, command.short));
    let lines: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, short) in lines {
        let _ = writeln!(text, "  {name:width$}  {short}");
    }
    text.push_str("\ncargo xtask COMMAND --help says more about one.\n");
    text
}

fn help(command: &Command) -> String {
    let mut text = format!("{}\n\nUsage: cargo xtask {}", command.short, command.name);
    let shown: Vec<(String, &str)> = command
        .options
        .iter()
        .map(|option| {
            let value = option.value.map(|value| format!(" {value}")).unwrap_or_default();
            (format!("--{}{value}", option.name), option.help)
        })
        .collect();
    for (option, _) in &shown {
        let _ = write!(text, " [{option}]");
    }
    if !command.words.is_empty() {
        let _ = write!(text, " {}", command.words);
    }
    text.push_str("\n\n");
    if !command.long.is_empty() {
        let _ = writeln!(text, "{}\n", command.long.trim());
    }
    let width =
        shown.iter().map(|(option, _)| option.len()).max().unwrap_or(0).max("-h, --help".len());
    for (option, line) in &shown {
        let _ = writeln!(text, "  {option:width$}  {line}");
    }
    let _ = writeln!(text, "  {:width$}  this text", "-h, --help");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    static SERVE: Command = Command {
        name: "serve",
        short: "Serves",
        long: "",
        words: "",
        options: &[
            Opt { name: "port", value: Some("N"), help: "the port" },
            Opt { name: "quiet", value: None, help: "say less" },
        ],
        run: |_| Ok(()),
    };
    static LAB: Command = Command { name: "lab", words: "HOST...", ..SERVE_LIKE };
    const SERVE_LIKE: Command =
        Command { name: "", short: "", long: "", words: "", options: &[], run: |_| Ok(()) };

    fn given(line: &str) -> Result<Parsed, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&[&SERVE, &LAB], &words)
    }

    fn args(line: &str) -> Args {
        match given(line) {
            Ok(Parsed::Run(_, args)) => args,
            Ok(Parsed::Overview | Parsed::Help(_)) => panic!("{line}: help"),
            Err(message) => panic!("{message}"),
        }
    }

    #[test]
    fn options_with_and_without_a_value() {
        assert_eq!(args("serve --port 8080 --quiet").get("port"), Some("8080"));
        assert_eq!(args("serve --port=1 --port=2").get("port"), Some("2"));
        assert!(args("serve --quiet").has("quiet"));
        assert!(!args("serve").has("quiet"));
    }

    #[test]
    fn what_is_wrong_is_said_with_where_help_is() {
        for (line, wrong) in [
            ("server", "no command \"server\""),
            ("serve --prot 1", "no option --prot"),
            ("serve --port", "needs a value: N"),
            ("serve --quiet=1", "takes no value"),
            ("serve now", "takes no \"now\""),
        ] {
            let Err(message) = given(line) else { panic!("{line} was taken") };
            assert!(message.contains(wrong) && message.contains("--help"), "{message}");
        }
    }

    #[test]
    fn words_and_what_follows_two_dashes() {
        assert_eq!(args("lab h1 -- --port").words, ["h1", "--port"]);
    }
}
