//! The first letters of Chinese words, as the browser's own collation sorts them: no table is
//! carried for it. Characters of Unihan's pinyin order stand in the order of their sounds, so the
//! letter of one follows from where it stands between the first characters of the letters.

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

/// The letters of pinyin (no sound begins with i, u or v), each with the first character that sorts
/// under it.
const FIRSTS: [(char, char); 23] = [
    ('a', '阿'),
    ('b', '八'),
    ('c', '嚓'),
    ('d', '哒'),
    ('e', '妸'),
    ('f', '发'),
    ('g', '旮'),
    ('h', '哈'),
    ('j', '讥'),
    ('k', '咔'),
    ('l', '垃'),
    ('m', '妈'),
    ('n', '拏'),
    ('o', '噢'),
    ('p', '妑'),
    ('q', '七'),
    ('r', '呥'),
    ('s', '仨'),
    ('t', '他'),
    ('w', '屲'),
    ('x', '夕'),
    ('y', '丫'),
    ('z', '帀'),
];

/// Finds first letters, and remembers them.
pub struct Initials {
    compare: Function,
    known: Vec<(char, char)>,
}

impl Initials {
    /// By the browser's collation; a browser that has none for Chinese finds other letters, which
    /// only means that nothing is found by them.
    pub fn by_collation() -> Initials {
        let locales = Array::of1(&"zh-CN-u-co-pinyin".into());
        let collator = Intl::Collator::new(&locales, &Object::new());
        Initials { compare: collator.compare(), known: Vec::new() }
    }

    /// The first letter of each Chinese character of a text, one after the other; other characters
    /// stay away.
    pub fn of(&mut self, text: &str) -> String {
        text.chars()
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            .map(|c| self.letter(c))
            .collect()
    }

    fn letter(&mut self, of: char) -> char {
        match self.known.binary_search_by_key(&of, |(c, _)| *c) {
            Ok(at) => self.known[at].1,
            Err(at) => {
                let not_after = FIRSTS.partition_point(|(_, first)| self.order(*first, of) <= 0.0);
                let letter = FIRSTS[not_after.saturating_sub(1)].0;
                self.known.insert(at, (of, letter));
                letter
            }
        }
    }

    fn order(&self, a: char, b: char) -> f64 {
        let text = |c: char| JsValue::from_str(c.encode_utf8(&mut [0; 4]));
        let order = self.compare.call2(&JsValue::NULL, &text(a), &text(b));
        order.ok().and_then(|order| order.as_f64()).unwrap_or(1.0)
    }
}
