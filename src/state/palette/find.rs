//! What the palette finds: how well a thing answers what was typed.

use model::{Place, RowId};

/// A thing that the palette goes to or does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name, as the page says it.
    pub title: String,
    /// What else it is called: keys, an id, an address. Shown beside the name.
    pub detail: String,
    /// The first letters of the name's Chinese characters in pinyin; empty where nobody asks.
    pub initials: String,
    /// What it is.
    pub target: Target,
}

/// What happens when a thing is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Something is done.
    Action(Action),
    /// A step opens, by its id.
    Step(String),
    /// The focus goes to a place of the document.
    Field(Place),
    /// The focus goes to a node.
    Node(RowId),
    /// A file is shown, by its name.
    File(String),
    /// A rule is explained, by its id.
    Rule(String),
}

/// What the palette does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Opens the export.
    Export,
    /// Opens a file.
    Open,
    /// Lists the documents.
    Drafts,
    /// Opens the dialog for another cluster.
    Compare,
    /// Opens the dialog for pasted configuration files.
    PasteFiles,
    /// Opens the box for log lines.
    Explain,
    /// Opens the large picture.
    Picture,
    /// Takes the last edit back.
    Undo,
    /// Does it again.
    Redo,
    /// Changes between English and Chinese.
    Language,
    /// Changes between light and dark.
    Theme,
    /// Lists the shortcuts.
    Help,
}

/// No more than these are shown.
pub const MOST: usize = 40;

/// The positions of the items that answer a query, best first. Each of its words must be found; an
/// empty query is answered by actions and steps, in their order.
pub fn find(items: &[Item], query: &str) -> Vec<usize> {
    let query = query.to_ascii_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let mut found: Vec<(u32, usize)> =
        items.iter().enumerate().filter_map(|(at, item)| Some((rank(item, &words)?, at))).collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(_, at)| at).collect()
}

/// How far an item is from the words; none where one of them is not in it.
fn rank(item: &Item, words: &[&str]) -> Option<u32> {
    if words.is_empty() {
        return matches!(item.target, Target::Action(_) | Target::Step(_)).then_some(0);
    }
    let title = item.title.to_ascii_lowercase();
    let detail = item.detail.to_ascii_lowercase();
    words.iter().try_fold(0, |sum, word| {
        let called = item.initials == *word || detail.split(" · ").any(|part| part == *word);
        let near = called
            .then_some(0)
            .or_else(|| in_words(&title, word))
            .or_else(|| item.initials.starts_with(word).then_some(1))
            .or_else(|| in_words(&detail, word).map(|n| n + 2))
            .or_else(|| item.initials.contains(word).then_some(5));
        Some(sum + near?)
    })
}

/// 0 at the beginning of a text, 1 at that of one of its words, 2 elsewhere.
fn in_words(text: &str, word: &str) -> Option<u32> {
    if text.starts_with(word) {
        return Some(0);
    }
    let begins = text.match_indices(word).any(|(at, _)| {
        text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
    });
    if begins { Some(1) } else { text.contains(word).then_some(2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, detail: &str, initials: &str, target: Target) -> Item {
        Item { title: title.into(), detail: detail.into(), initials: initials.into(), target }
    }

    fn items() -> Vec<Item> {
        let field = |key: &str| Target::Field(Place::Setting(key.into()));
        vec![
            item("Export", "Ctrl+Enter", "", Target::Action(Action::Export)),
            item("Nodes", "", "", Target::Step("nodes".into())),
            item("Session timeout", "zookeeper.session.timeout", "", field("zk.timeout")),
            item("Connect timeout", "kylin.timeout", "", field("lb.timeout")),
            item("元数据库", "kylin.metadata.url", "ysjk", field("metastore")),
            item("k1", "10.0.0.1", "", Target::Node(RowId(1))),
            item("Two nodes lead", "ALX010", "", Target::Rule("ALX010".into())),
            item("About kylin.metadata.url", "KYL1", "", Target::Rule("KYL1".into())),
        ]
    }

    fn titles(query: &str) -> Vec<String> {
        let items = items();
        find(&items, query).into_iter().map(|at| items[at].title.clone()).collect()
    }

    #[test]
    fn nothing_typed_lists_what_can_be_done() {
        assert_eq!(titles(" "), ["Export", "Nodes"]);
    }

    #[test]
    fn the_beginning_of_a_name_comes_first_then_words_then_keys() {
        assert_eq!(titles("timeout"), ["Session timeout", "Connect timeout"]);
        assert_eq!(titles("con"), ["Connect timeout"]);
        assert_eq!(titles("no"), ["Nodes", "Two nodes lead"]);
        assert_eq!(titles("ZOOKEEPER.session"), ["Session timeout"]);
        assert_eq!(titles("kylin.t"), ["Connect timeout"]);
        assert_eq!(titles("10.0.0"), ["k1"]);
        assert_eq!(titles("alx010"), ["Two nodes lead"]);
        // A key that is typed whole is its field's, whatever else speaks of it.
        assert_eq!(titles("kylin.metadata.url"), ["元数据库", "About kylin.metadata.url"]);
    }

    #[test]
    fn each_word_must_be_found_in_any_order() {
        assert_eq!(titles("timeout kylin"), ["Connect timeout"]);
        assert_eq!(titles("timeout nothing"), [] as [&str; 0]);
    }

    #[test]
    fn first_letters_of_pinyin_find_a_chinese_name() {
        assert_eq!(titles("ysj"), ["元数据库"]);
        assert_eq!(titles("元数"), ["元数据库"]);
        assert_eq!(titles("sjk"), ["元数据库"]);
    }
}
