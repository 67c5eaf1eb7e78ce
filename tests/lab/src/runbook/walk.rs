//! Walks a README from the top to the bottom.

use super::{
    change::{self, Change},
    desk::{Desk, PACKAGES},
    readme::{self, Block},
};
use crate::{
    host::{Hosts, Output},
    kylin::surroundings,
    report::Report,
};
use anyhow::{Context as _, Result, bail};
use model::Lang;
use std::{cell::RefCell, collections::BTreeSet};

/// An archive, and what its site has.
pub(super) struct Story {
    /// For `--only`, and of its document.
    pub(super) name: &'static str,
    /// The language of its README.
    pub(super) lang: Lang,
    /// The document, below `tests/lab`.
    pub(super) document: &'static str,
    /// The top folder of its archive.
    pub(super) folder: &'static str,
    /// How many hosts, the admin's machine included, which is the last.
    pub(super) hosts: u32,
    /// Where all hosts have one folder; empty for nowhere.
    pub(super) share: &'static str,
    /// What else every host is given, as `LAB_BIND` has it.
    pub(super) binds: fn() -> String,
    /// The value of every secret.
    pub(super) secrets: &'static [(&'static str, &'static str)],
    /// The site, before the first command of the README.
    pub(super) site: fn(&Walk) -> Result<()>,
    /// What the README asks for in words, before the block that begins with these.
    pub(super) words: &'static [Words],
    /// Blocks that are not simply run on the admin's machine.
    pub(super) others: &'static [Other],
    /// What else is looked at when the cluster runs.
    pub(super) seen: fn(&Walk) -> Result<()>,
    /// What is changed then, and back.
    pub(super) change: Option<&'static Change>,
}

/// The first words of a block, and what is done before it.
pub(super) type Words = (&'static str, fn(&Walk) -> Result<()>);

/// Blocks that begin with these words, and who runs them.
pub(super) struct Other {
    /// The first words of the block.
    pub(super) begins: &'static str,
    /// Who runs it.
    pub(super) hand: Hand,
}

/// Words of the README that stand for the reader's own, and what they are here.
pub(super) type Own = &'static [(&'static str, &'static str)];

/// Who runs a block.
pub(super) enum Hand {
    /// Root on each of these hosts.
    Root(&'static [u32], Own),
    /// A user of each of these hosts.
    User(&'static [u32], &'static str),
    /// The administrator of the database on a host.
    Sql(u32, Own),
    /// The admin at a terminal, with more words behind each line, typing a password whenever one is
    /// asked for, by `asked` among others.
    Typed { password: &'static str, more: &'static str, asked: &'static [&'static str] },
    /// Root on these hosts, to which the archive was carried: each line on all of them before the
    /// next line, with the name of the host in the place of the first one's.
    Carried(&'static [u32]),
    /// As it stands on the admin's machine, but it ends with this instead of what its check says.
    Ends(&'static [&'static str]),
    /// As it stands on the admin's machine, but it has to end with an error that says this.
    Refused(&'static [&'static str]),
    /// Nobody: why it can't be run here.
    Nobody(&'static str),
}

/// After the first deployment was rolled back there is nothing to start, as the README says.
pub(super) const NOTHING_DEPLOYED: Hand = Hand::Refused(&["not deployed yet: bin/deploy"]);

/// A walk through one README.
pub(super) struct Walk<'w> {
    /// Where it happens.
    pub(super) hosts: &'w Hosts,
    /// The archive.
    pub(super) story: &'static Story,
    /// The admin's machine.
    pub(super) desk: &'w Desk<'w>,
    /// Prints.
    pub(super) report: Report,
    used: RefCell<BTreeSet<&'static str>>,
}

/// The command after which the cluster is looked at.
const VERIFY: &str = "bin/verify";
/// The command before which packages are carried over.
const FETCH: &str = "bin/fetch";

/// Longer than any of the archive's scripts waits.
pub(super) const LIMIT: u32 = 420;

/// Walks it.
pub(super) fn walk(
    hosts: &Hosts,
    story: &'static Story,
    desk: &Desk,
    readme: &str,
    report: Report,
) -> Result<()> {
    let walk = Walk { hosts, story, desk, report, used: RefCell::default() };
    (story.site)(&walk).context("the site")?;
    walk.say("the site is there; the hosts know nothing of the archive");
    let blocks = readme::blocks(readme);
    let mut seen = false;
    for block in &blocks {
        let command = block.text.trim_end();
        if command == FETCH {
            walk.carry_packages()?;
        }
        walk.block(block).with_context(|| format!("{}:\n{}", block.title, block.text))?;
        if command == VERIFY && !seen {
            seen = true;
            (story.seen)(&walk)?;
            if let Some(change) = story.change {
                change::tell(&walk, change).context("a change of the running cluster")?;
            }
        }
    }
    let used = walk.used.borrow();
    let listed = story.others.iter().map(|other| other.begins);
    let listed = listed.chain(story.words.iter().map(|(begins, _)| *begins));
    let unused: Vec<&str> = listed.filter(|begins| !used.contains(begins)).collect();
    if !unused.is_empty() {
        bail!("the README has no block that begins with {unused:?}: take it from the list");
    }
    walk.say(&format!("all {} blocks of the README are walked", blocks.len()));
    Ok(())
}

impl Walk<'_> {
    /// A line of the report.
    pub(super) fn say(&self, text: &str) {
        self.report.say(&format!("{}: {text}", self.story.name));
    }

    fn block(&self, block: &Block) -> Result<()> {
        let text = block.text.trim_end();
        if let Some((begins, words)) = self.story.words.iter().find(|(b, _)| text.starts_with(b)) {
            self.used.borrow_mut().insert(begins);
            words(self).context("what the README asks for in words")?;
        }
        let other = self.story.others.iter().find(|other| text.starts_with(other.begins));
        let Some(other) = other else {
            if block.language != "sh" {
                bail!("this is not for the admin's machine, and the lab does not know for whom");
            }
            let said = self.desk.run(text, LIMIT)?.ok("it failed")?;
            ends_as_promised(block, &said)?;
            self.say(&format!("{}: {}", block.title, lines(text)));
            return Ok(());
        };
        self.used.borrow_mut().insert(other.begins);
        match &other.hand {
            Hand::Root(nodes, own) => {
                let text = with_own(text, own)?;
                for node in *nodes {
                    self.desk.root(*node, &text, LIMIT)?.ok(&format!("as root on h{node}"))?;
                }
                self.say(&format!("{}: as root: {}", block.title, lines(&text)));
            }
            Hand::User(nodes, user) => {
                for node in *nodes {
                    let said = self.hosts.as_user(*node, user, text, LIMIT)?;
                    said.ok(&format!("{user} on h{node}"))?;
                }
                self.say(&format!("{}: as {user}: {}", block.title, lines(text)));
            }
            Hand::Sql(node, own) => {
                surroundings::sql(self.hosts, *node, &with_own(text, own)?)?;
                self.say(&format!("{}: {}", block.title, lines(text)));
            }
            Hand::Typed { password, more, asked } => {
                let typed: Vec<String> = text.lines().map(|line| format!("{line}{more}")).collect();
                let said = self.desk.typed(&typed.join("\n"), password, LIMIT)?.ok("typed")?;
                says(&said, asked)?;
                ends_as_promised(block, &said)?;
                self.say(&format!("{}, typed: {}", block.title, typed.join("; ")));
            }
            Hand::Carried(nodes) => {
                nodes.iter().try_for_each(|node| self.carry_archive(*node))?;
                for line in text.lines() {
                    for node in *nodes {
                        let line = line.replace(&Hosts::name(1), &Hosts::name(*node));
                        let line = format!("cd /srv/archive && {line}");
                        self.desk.root(*node, &line, LIMIT)?.ok(&format!("root on h{node}"))?;
                    }
                }
                self.say(&format!("{}: carried to {nodes:?}: {}", block.title, lines(text)));
            }
            Hand::Ends(words) => {
                let said = self.desk.run(text, LIMIT)?.ok("it failed")?;
                says(&said, words)?;
                self.say(&format!("{}: {}, which says {words:?}", block.title, lines(text)));
            }
            Hand::Refused(words) => {
                let said = self.desk.run(text, LIMIT)?.refused("it")?;
                says(&said, words)?;
                self.say(&format!(
                    "{}: {}, which is refused as it should",
                    block.title,
                    lines(text)
                ));
            }
            Hand::Nobody(why) => {
                self.say(&format!("{}: not run here, {why}: {}", block.title, lines(text)));
            }
        }
        Ok(())
    }

    /// The machine has no connection: what the lab built is carried over, as the README says.
    pub(super) fn carry_packages(&self) -> Result<()> {
        let text = format!(
            "mkdir -p packages
             cut -f4 PACKAGES.tsv | sort -u | while read -r file; do
                 [ ! -e {PACKAGES}/\"$file\" ] || cp {PACKAGES}/\"$file\" packages/
             done"
        );
        self.desk.run(&text, 60)?.ok("carry packages/ over").map(drop)
    }

    /// The whole archive, as it is on the admin's machine, on a node.
    fn carry_archive(&self, node: u32) -> Result<()> {
        let text = format!(
            "account=$(tail -n 1 bin/nodes.tsv | cut -f9)
             tar cf - . | ssh root@{} \"mkdir /srv/archive && tar xf - -C /srv/archive --no-same-owner
                 if [ -e /srv/archive/secrets.env ]; then chown $account /srv/archive/secrets.env; fi\"",
            Hosts::name(node)
        );
        self.desk.run(&text, 60)?.ok("carry the archive to the node").map(drop)
    }

    /// The service user of the nodes.
    pub(super) fn user(&self) -> Result<String> {
        let lines = "tail -n 1 bin/nodes.tsv | cut -f9";
        Ok(self
            .desk
            .run(lines, 10)?
            .ok("the account")?
            .trim()
            .split(':')
            .next()
            .unwrap_or_default()
            .to_owned())
    }

    /// The host with this name.
    pub(super) fn number(&self, name: &str) -> Result<u32> {
        (1..=self.story.hosts)
            .find(|n| Hosts::name(*n) == name)
            .with_context(|| format!("no host is called {name}"))
    }

    /// A script of the archive on the admin's machine.
    pub(super) fn script(&self, line: &str) -> Result<Output> {
        self.desk.run(line, LIMIT)
    }
}

/// The last line has what the check below the block says that it ends with.
fn ends_as_promised(block: &Block, said: &str) -> Result<()> {
    let Some(promise) = &block.promise else { return Ok(()) };
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    if !last.contains(promise.as_str()) {
        bail!("the README says that it ends with {promise:?}, but it ended with:\n{said}");
    }
    Ok(())
}

fn with_own(text: &str, own: Own) -> Result<String> {
    let mut text = text.to_owned();
    for (word, here) in own {
        if !text.contains(word) {
            bail!("it has no {word:?} to put one's own in its place");
        }
        text = text.replace(word, here);
    }
    Ok(text)
}

/// What a word of the output must be.
pub(super) fn says(text: &str, words: &[&str]) -> Result<()> {
    for word in words {
        if !text.contains(word) {
            bail!("the output does not say {word:?}:\n{text}");
        }
    }
    Ok(())
}

fn lines(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
