//! Reading node lists: lines, `host:port`, ranges, CSV, `/etc/hosts`, Ansible inventories in INI and
//! in YAML.
//!
//! What cannot be read is reported line by line; the rest becomes nodes.

mod ansible;
mod builder;
mod csv;
mod flow;
mod hosts;
mod inventory;
mod lines;
mod range;
mod roles;
mod runs;
mod sizes;
mod yaml;

use builder::{Builder, Line};
use model::{Message, Node, Text, msg};
pub use roles::RoleWords;
pub use runs::runs;

/// The fields of a node that a list can fill.
mod keys {
    pub(super) const CORES: &str = "host.cores";
    pub(super) const MEMORY: &str = "host.memory";
    pub(super) const SSH_USER: &str = "ssh.user";
    pub(super) const SSH_PORT: &str = "ssh.port";
}

/// The most nodes that one range may make.
pub const MOST_IN_RANGE: u32 = 10_000;
/// The most nodes that one list may make.
pub const MOST_NODES: usize = 50_000;

/// The most names that all ranges of a list may make, those included that stand in it already.
pub const MOST_EXPANDED: usize = 2 * MOST_NODES;

/// What a list was recognised as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One node per line, or several with commas or blanks.
    #[default]
    Lines,
    /// Columns, with or without a head.
    Csv,
    /// Address, then names.
    Hosts,
    /// Sections with host lines.
    Ansible,
}

impl Format {
    /// What to call it.
    pub fn title(self) -> Text {
        match self {
            Format::Lines => const { Text::new("lines", "逐行") },
            Format::Csv => const { Text::new("table", "表格") },
            Format::Hosts => const { Text::same("/etc/hosts") },
            Format::Ansible => const { Text::new("Ansible inventory", "Ansible 主机清单") },
        }
    }
}

/// A line that could not be read, or of which something was not used. It stays in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: u32,
    /// The line as it stands.
    pub text: String,
    /// Why.
    pub reason: Message,
}

/// A node list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeList {
    /// The nodes in order, without row ids.
    pub nodes: Vec<Node>,
    /// What it was recognised as.
    pub format: Format,
    /// The ranges in it and how many nodes each makes.
    pub ranges: Vec<(String, u32)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads a list. `roles` are the product's roles, and behind them its server types: words that mean
/// one give a node its roles, everything else is a host. `others` are words that mean a role elsewhere: behind a host they
/// are told, since nobody calls a host's neighbour `worker` and means a host.
pub fn read(text: &str, roles: &[RoleWords], others: &[&str]) -> NodeList {
    if text.len() > crate::document::MAX_BYTES {
        let reason = msg!(en: "the list has more than 8 MiB and was not read",
            zh: "列表超过 8 MiB，没有读取");
        let problem = Problem { line: 1, text: String::new(), reason };
        return NodeList { problems: vec![problem], ..NodeList::default() };
    }
    // Line by line: a secret must not become a host's name, and no reason may quote it.
    let plain =
        plain(text).lines().map(model::secret::masked_in_list).collect::<Vec<_>>().join("\n");
    let originals: Vec<&str> = text.strip_prefix('\u{FEFF}').unwrap_or(text).lines().collect();
    let lines: Vec<Line> = plain
        .lines()
        .zip(&originals)
        .enumerate()
        .map(|(at, (plain, original))| Line {
            number: u32::try_from(at + 1).unwrap_or(u32::MAX),
            text: plain.trim(),
            original: original.trim_end(),
        })
        .collect();
    let mut builder = Builder::new(roles::Roles::new(roles, others));
    let format = recognise(&lines, &builder);
    match format {
        Format::Ansible if yaml::is_inventory(&lines) => yaml::read(&lines, &mut builder),
        Format::Ansible => ansible::read(&lines, &mut builder),
        Format::Csv => csv::read(&lines, &mut builder),
        Format::Hosts | Format::Lines => lines::read(&lines, format, &mut builder),
    }
    builder.finish(format)
}

fn recognise(lines: &[Line], builder: &Builder) -> Format {
    let significant = || lines.iter().filter(|l| !l.is_blank());
    let ini = lines.iter().any(|l| ansible::is_header(l.text) || l.text.contains("ansible_"));
    if ini || yaml::is_inventory(lines) {
        return Format::Ansible;
    }
    // In a hosts file a machine may be called as a role is; what stands beside it tells.
    let address = |l: &Line| l.text.split_whitespace().next().is_some_and(hosts::is_address);
    let named = |l: &Line| hosts::is_hosts_line(l.without_comment(), builder);
    match significant().next() {
        Some(first) if csv::is_first(first.text, builder) => Format::Csv,
        _ if significant().all(address) && significant().any(named) => Format::Hosts,
        Some(first) if named(first) => Format::Hosts,
        _ => Format::Lines,
    }
}

/// Full-width punctuation, letters and digits as their plain forms; every kind of blank as a
/// blank. One character stays one character, and lines stay lines.
fn plain(text: &str) -> String {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.chars()
        .map(|c| match c {
            '、' | '，' | '；' => ',',
            '　' | '\u{A0}' | '\u{2002}'..='\u{200A}' => ' ',
            '。' => '.',
            '【' | '「' => '[',
            '】' | '」' => ']',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}
