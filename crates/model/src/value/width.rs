//! Full-width signs, which a Chinese or Japanese input method writes where a program reads ASCII.

/// A text with ASCII in the place of full-width letters, digits and signs, of the ideographic comma,
/// full stop and blank; `None` when it has none of them.
pub fn half_width(text: &str) -> Option<String> {
    let half = |c: char| match c {
        '、' => Some(','),
        '。' => Some('.'),
        '\u{3000}' => Some(' '),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    };
    if !text.chars().any(|c| half(c).is_some()) {
        return None;
    }
    Some(text.chars().map(|c| half(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn every_form_of_a_sign_becomes_ascii_and_words_stay() {
        assert_eq!(half_width("ｋ１：２１８１，k2。x").as_deref(), Some("k1:2181,k2.x"));
        assert_eq!(half_width("a＝ｂ　、～").as_deref(), Some("a=b ,~"));
        assert_eq!(half_width("部门：研发").as_deref(), Some("部门:研发"));
        assert_eq!(half_width("k1:2181, 研发"), None);
    }
}
