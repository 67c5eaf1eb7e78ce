//! `muster`: checks and exports cluster documents on the command line.
//!
//! Files in and out, words and exit codes; everything else is what the page does, too.

mod args;
mod check;
mod diff;
mod drill;
mod explain;
mod export;
mod facts;
mod findings;
mod half;
mod import;
mod init;
mod input;
mod junit;
mod lang;
mod lines;
mod output;
mod place;
mod plan;
mod report;
mod sarif;
mod schema;
mod serve;
mod side;
mod sources;
mod target;

use args::Command;
use output::{Failure, Output};
use std::process::ExitCode;

fn main() -> ExitCode {
    let lang = lang::chosen(std::env::args_os().skip(1), |name| std::env::var(name).ok());
    let mut out = Output::stdout();
    let command = match args::parse(std::env::args_os(), lang) {
        Ok(command) => command,
        Err(error) => return args::say(&error, lang),
    };
    let done = match command {
        Command::Init(args) => init::run(&args, lang, &mut out),
        Command::Check(args) => check::run(&args, lang, &mut out),
        Command::Export(args) => export::run(&args, lang, &mut out),
        Command::Import(args) => import::run(&args, lang, &mut out),
        Command::Diff(args) => diff::run(&args, lang, &mut out),
        Command::Plan(args) => plan::run(&args, lang, &mut out),
        Command::Drill(args) => drill::run(&args, lang, &mut out),
        Command::Explain(args) => explain::run(&args, lang, &mut out),
        Command::Schema => schema::run(lang, &mut out),
        Command::Serve(args) => serve::run(&args, lang, &mut out),
    };
    match done.and_then(|code| out.flush().map(|()| code)) {
        // Whoever left early has seen enough: what was found counts.
        Ok(outcome) | Err(Failure::Closed(outcome)) => outcome.into(),
        Err(Failure::Message(message)) => {
            output::complain(&message.render(lang), lang);
            ExitCode::from(2)
        }
    }
}
