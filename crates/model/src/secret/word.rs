//! The words of a text, as a shell tells them apart.

use super::key::is_secret_key;

/// A word of a text.
pub(super) struct Word<'t> {
    /// Where it begins, in bytes of the text.
    pub(super) at: usize,
    /// The word, with its quotes.
    pub(super) text: &'t str,
}

impl<'t> Word<'t> {
    /// What stands between its quotes.
    pub(super) fn inner(&self) -> Option<&'t str> {
        let quote = self.text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        self.text.strip_prefix(quote)?.strip_suffix(quote)
    }
}

impl Word<'_> {
    /// Whether it is one of a list of quoted texts, and not the last.
    pub(super) fn is_element(&self) -> bool {
        self.text.ends_with("\",") || self.text.ends_with("',")
    }

    /// Whether it stands before a comma, and is the name of a variable.
    pub(super) fn is_listed(&self) -> bool {
        self.text.ends_with(',') && self.is_variable()
    }

    /// Whether it is the name of a variable as they are made here.
    pub(super) fn is_variable(&self) -> bool {
        let bare = self.text.trim_end_matches([',', '.', '，', '。']);
        super::is_variable(bare)
            && bare.contains('_')
            && !bare.contains(|c: char| c.is_ascii_lowercase())
    }

    /// Whether it begins with the name of a member of an object: `"value":"…"`. Its value is looked
    /// at by itself.
    pub(super) fn is_member(&self) -> bool {
        let Some(quote) = self.text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return false;
        };
        let inner = self.text.get(1..).unwrap_or_default();
        let rest = closing(inner, quote).and_then(|end| inner.get(end + 1..));
        rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
    }

    /// Whether it is a quoted name of a secret, as in a list of properties to hide.
    pub(super) fn is_name(&self) -> bool {
        let bare = self.text.trim_matches(['"', '\'', ',', ']', '[', ')']);
        self.text.starts_with(['"', '\'']) && (is_secret_key(bare) || bare == "key")
    }
}

/// The words between blanks; one that begins with a quote goes to the quote that closes it, and in a
/// list of quoted texts to the comma.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut from = 0;
    // What closes none of its quotes is looked through once.
    let mut open = ['\0'; 2];
    // The next blank, which many words of a list stand before.
    let mut blank = 0;
    while let Some(rest) = text.get(from..) {
        let bare = rest.trim_start();
        let list = bare.trim_start_matches('[');
        let bare = if list.starts_with(['"', '\'']) { list } else { bare };
        if bare.is_empty() {
            break;
        }
        let skipped = rest.len() - bare.len();
        let at = from + skipped;
        if blank <= at {
            blank = at + bare.find(char::is_whitespace).unwrap_or(bare.len());
        }
        let end = blank - at;
        // What a list is assigned to is a word of its own.
        let head = bare.get(..end).unwrap_or_default();
        let list = || ["[\"", "['"].iter().filter_map(|list| head.find(list)).min();
        if !bare.starts_with(['"', '\''])
            && let Some(list) = list()
        {
            out.push(Word { at, text: bare.get(..=list).unwrap_or(bare) });
            from = at + list + 1;
            continue;
        }
        let quote = quote_in(bare.get(..end).unwrap_or_default(), out.last());
        let quote = quote.filter(|(_, quote)| !open.contains(quote));
        let inner = quote.and_then(|(at, quote)| closing(bare.get(at + 1..)?, quote));
        let closed = quote.zip(inner).map(|((at, _), inner)| at + 1 + inner + 1);
        if let (Some((_, quote)), None) = (quote, closed) {
            open[usize::from(quote == '"')] = quote;
        }
        let element = |closed: &usize| {
            let rest = bare.get(*closed..).unwrap_or_default();
            rest.strip_prefix(',').is_some_and(|next| next.starts_with(['"', '\'']))
        };
        let end = match closed {
            Some(closed) if element(&closed) => closed + 1,
            Some(closed) => closed.max(end),
            None => end,
        };
        out.push(Word { at, text: bare.get(..end).unwrap_or(bare) });
        from = at + end;
    }
    out
}

/// The quote that a word begins with, or that stands behind what a secret is joined to: `-p'…'`,
/// `-u user:'…'`.
fn quote_in(word: &str, before: Option<&Word>) -> Option<(usize, char)> {
    let (at, quote) = word.char_indices().find(|(_, c)| matches!(c, '"' | '\''))?;
    let head = word.get(..at)?;
    let short = head.len() == 2 && head.starts_with('-') && !head.ends_with('-');
    let user = |word: &str| matches!(word, "-u" | "-user" | "--user" | "--proxy-user");
    let login = head.ends_with(':')
        && (head.starts_with("-u") || before.is_some_and(|before| user(before.text)));
    (head.is_empty() || short || login).then_some((at, quote))
}

/// Where a quote closes what stands before it.
pub(super) fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}
