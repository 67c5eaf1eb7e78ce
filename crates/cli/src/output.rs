//! Where words go, and what the program ends with.

use model::{Lang, Message, msg};
use std::io::{BufWriter, ErrorKind, Stdout, Write};
use std::process::ExitCode;

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Usage or I/O: exit code 2.
    Message(Message),
    /// Nobody reads the output any more; the outcome still counts.
    Closed(Outcome),
}

impl From<Message> for Failure {
    fn from(message: Message) -> Failure {
        Failure::Message(message)
    }
}

/// What a command gives.
pub(crate) type Done = Result<Outcome, Failure>;

/// Standard output.
pub(crate) struct Output {
    to: BufWriter<Stdout>,
}

impl Output {
    pub(crate) fn stdout() -> Output {
        Output { to: BufWriter::new(std::io::stdout()) }
    }

    /// Writes a text. `outcome` is what the program ends with when nobody reads on.
    pub(crate) fn text(&mut self, text: &str, outcome: Outcome) -> Result<(), Failure> {
        self.to.write_all(text.as_bytes()).map_err(|error| failure(&error, outcome))
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: &str, outcome: Outcome) -> Result<(), Failure> {
        self.text(line, outcome)?;
        self.text("\n", outcome)
    }

    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|error| failure(&error, Outcome::Clean))
    }

    /// Flushes with the outcome that counts when nobody reads on.
    pub(crate) fn end(&mut self, outcome: Outcome) -> Done {
        self.to.flush().map_err(|error| failure(&error, outcome))?;
        Ok(outcome)
    }
}

fn failure(error: &std::io::Error, outcome: Outcome) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        return Failure::Closed(outcome);
    }
    Failure::Message(
        msg!(en: "cannot write the output: {e}", zh: "无法写出结果：{e}", e = error.to_string()),
    )
}

/// Says on standard error what went wrong. There is nowhere left to say that this failed.
pub(crate) fn complain(text: &str, lang: Lang) {
    let mark = match lang {
        Lang::En => "error: ",
        Lang::Zh => "错误：",
    };
    let _ = writeln!(std::io::stderr(), "{mark}{text}");
}

/// Says something on standard error beside the result.
pub(crate) fn remark(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
