//! What Chinese sentences say of passwords: no blank need stand in them.

use super::prose::{is_assigned, is_name, is_said};
use super::scan::Found;

/// Finds what a text calls a secret.
pub(super) fn find(text: &str, found: &mut Found) {
    /// What Chinese calls a secret.
    const NAMES: [&str; 7] = ["密码", "密碼", "口令", "密钥", "秘钥", "令牌", "授权码"];
    for mark in NAMES {
        for (at, mark) in text.match_indices(mark) {
            let rest = text.get(at + mark.len()..).unwrap_or_default();
            behind_chinese(text, rest, found);
            before_chinese(text.get(..at).unwrap_or_default(), rest, found);
        }
    }
}

/// `密码是…`, `密码已改为…`, `密码…`.
fn behind_chinese(text: &str, rest: &str, found: &mut Found) {
    /// Signs of the words that say that something is, or has become, something else.
    const SIGNS: &str = "是為为成作改换设置定更新已经就还仍然统一都被了从由：:，, （“\"「";
    /// How many of them stand there.
    const MOST: usize = 8;
    let sign = |(at, c): &(usize, char)| SIGNS.contains(*c) && *at < MOST * 3;
    let length = rest.char_indices().take_while(sign).last().map_or(0, |(at, c)| at + c.len_utf8());
    let (between, given) = rest.split_at(length);
    let end = given.find(|c: char| !c.is_ascii_graphic()).unwrap_or(given.len());
    let (word, next) = given.split_at(end);
    let word = word.trim_end_matches(['"', ',', ';', '.', ')']);
    let saying = between.contains(['是', '為', '为', '成', '从', '由', '（', '「', '“']);
    // What only stands beside the name is a word of the sentence where that goes on.
    let over = !next.starts_with(|c: char| c.is_alphabetic());
    let alone = saying && !next.trim_start().starts_with(char::is_alphabetic) && is_name(word);
    if is_assigned(word) && saying || is_said(word) && between.is_empty() && over || alone {
        let start = given.as_ptr() as usize - text.as_ptr() as usize;
        found(start..start + word.len(), "password");
        // `密码从 … 改为 …`
        let next = next.trim_start();
        if next.starts_with(['改', '换', '变']) {
            behind_chinese(text, next, found);
        }
    }
}

/// `…是管理员密码`.
fn before_chinese(before: &str, rest: &str, found: &mut Found) {
    /// How far the word is looked for, in bytes.
    const FAR: usize = 64;
    if rest.starts_with(char::is_alphabetic) {
        return;
    }
    let from = before.len().saturating_sub(FAR);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or_default();
    let head = before.get(from..).unwrap_or_default();
    let Some(at) = head.rfind(['是', '为', '作']) else { return };
    let (given, between) = head.split_at(at);
    let chinese = |c: char| c.is_alphabetic() && !c.is_ascii();
    let given = given.trim_end_matches(['就', '作', ' ']);
    let end = given.trim_end_matches(['"', '\'', '”', '」']);
    let word = end.len() - end.trim_end_matches(|c: char| c.is_ascii_graphic()).len();
    let start = end.len() - word;
    let word = end.get(start..).unwrap_or_default();
    let bare = word.trim_start_matches(['"', '\'']);
    if between.chars().all(chinese) && is_said(bare) {
        found(from + end.len() - bare.len()..from + end.len(), "password");
    }
}
