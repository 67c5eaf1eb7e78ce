//! Ranges: `k[01-12].example.com`, `k[1-3,5]`, `r[1-2]n[a-c]`, and Ansible's `k[01:12:2]`.

use super::MOST_IN_RANGE;
use model::value::shown;
use model::{Message, msg};

/// The most characters of a name with its port, as [`model::value::Host`] takes it.
const MOST_CHARACTERS: usize = 260;

/// The hosts that a word means: itself when it has no range.
pub(super) fn expand(word: &str) -> Result<Vec<String>, Message> {
    let parts = parts(word)?;
    let mut count = 1_u64;
    for part in &parts {
        if let Part::OneOf(choices) = part {
            let choices = choices.iter().map(Choice::count).fold(0, u64::saturating_add);
            count = count.saturating_mul(choices);
        }
    }
    // No host's name is longer; without a limit, ten thousand names of a megabyte could be made.
    let texts = parts.iter().map(|p| if let Part::Text(text) = p { text.len() } else { 0 });
    if count > 1 && texts.fold(0, usize::saturating_add) > MOST_CHARACTERS {
        return Err(msg!(
            en: "the range \"{r}\" makes names of more than {most} characters",
            zh: "范围“{r}”产生的名称超过 {most} 个字符", r = shown(word), most = MOST_CHARACTERS));
    }
    if count > u64::from(MOST_IN_RANGE) {
        return Err(msg!(
            en: "the range \"{r}\" makes {n} nodes; {most} is the most",
            zh: "范围“{r}”会产生 {n} 个节点；最多 {most} 个", r = shown(word), n = count, most = MOST_IN_RANGE));
    }
    let mut out = vec![String::new()];
    for part in &parts {
        match part {
            Part::Text(text) => out.iter_mut().for_each(|o| o.push_str(text)),
            Part::OneOf(choices) => {
                let choices: Vec<String> = choices.iter().flat_map(Choice::texts).collect();
                out = out
                    .iter()
                    .flat_map(|head| choices.iter().map(move |choice| format!("{head}{choice}")))
                    .collect();
            }
        }
    }
    Ok(out)
}

enum Part<'w> {
    Text(&'w str),
    OneOf(Vec<Choice>),
}

/// From, to and step; numbers are padded to a width.
enum Choice {
    Numbers { from: u64, to: u64, step: u64, width: usize },
    Letters { from: u8, to: u8, step: u64 },
}

impl Choice {
    fn count(&self) -> u64 {
        match self {
            Choice::Numbers { from, to, step, .. } => ((to - from) / step).saturating_add(1),
            Choice::Letters { from, to, step } => u64::from(to - from) / step + 1,
        }
    }

    fn texts(&self) -> Vec<String> {
        let nth = |n: u64| match self {
            Choice::Numbers { from, step, width, .. } => {
                format!("{:0width$}", from + n * step, width = *width)
            }
            Choice::Letters { from, step, .. } => {
                char::from(from + u8::try_from(n * step).unwrap_or(0)).to_string()
            }
        };
        (0..self.count()).map(nth).collect()
    }
}

fn parts(word: &str) -> Result<Vec<Part<'_>>, Message> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(open) = rest.find('[') {
        let (head, tail) = rest.split_at(open);
        let Some(close) = tail.find(']') else {
            return Err(
                msg!(en: "\"{w}\" has a [ without ]", zh: "“{w}”中的 [ 没有对应的 ]", w = shown(word)),
            );
        };
        let inside = &tail[1..close];
        if inside.parse::<std::net::Ipv6Addr>().is_ok() {
            // An address in brackets.
            parts.push(Part::Text(&rest[..=open + close]));
        } else {
            parts.push(Part::Text(head));
            let choices: Option<Vec<Choice>> = inside.split(',').map(choice).collect();
            parts.push(Part::OneOf(choices.ok_or_else(|| {
                msg!(en: "\"[{r}]\" is not a range; write [1-3], [01-12] or [1-3,5]",
                     zh: "“[{r}]”不是范围；请写成 [1-3]、[01-12] 或 [1-3,5]", r = shown(inside))
            })?));
        }
        rest = &tail[close + 1..];
    }
    parts.push(Part::Text(rest));
    Ok(parts)
}

fn choice(text: &str) -> Option<Choice> {
    let text = text.trim();
    let mut ends = text.splitn(2, ['-', ':']).map(str::trim);
    let from = ends.next()?;
    let (to, step) = match ends.next() {
        None => (from, 1),
        Some(rest) => match rest.split_once(':') {
            Some((to, step)) => (to.trim(), step.trim().parse().ok().filter(|s| *s > 0)?),
            None => (rest, 1),
        },
    };
    let digits = |t: &str| !t.is_empty() && t.len() <= 18 && t.chars().all(|c| c.is_ascii_digit());
    if digits(from) && digits(to) {
        let width = if from.starts_with('0') { from.len() } else { 0 };
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        return (from <= to).then_some(Choice::Numbers { from, to, step, width });
    }
    match (from.as_bytes(), to.as_bytes()) {
        ([a], [b]) if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
            let same = a.is_ascii_lowercase() == b.is_ascii_lowercase();
            (a <= b && same).then_some(Choice::Letters { from: *a, to: *b, step })
        }
        _ => None,
    }
}
