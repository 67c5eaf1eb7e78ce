//! Keys by their names: `Ctrl+Shift+Z`, `F8`, `ArrowDown`.

use anyhow::{Result, bail};
use thirtyfour::Key;

/// One stroke: what is held, and what is pressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub(crate) held: Vec<char>,
    pub(crate) key: char,
}

/// Reads a stroke.
pub(crate) fn stroke(text: &str) -> Result<Stroke> {
    let mut parts: Vec<&str> = text.split('+').collect();
    let last = parts.pop().unwrap_or_default();
    let held = parts.into_iter().map(named).collect::<Result<_>>()?;
    let mut letters = last.chars();
    let key = match (letters.next(), letters.next()) {
        (Some(one), None) => one.to_ascii_lowercase(),
        _ => named(last)?,
    };
    Ok(Stroke { held, key })
}

fn named(name: &str) -> Result<char> {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Tab" => Key::Tab,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Space" => return Ok(' '),
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "F6" => Key::F6,
        "F8" => Key::F8,
        _ => bail!("no key is called {name}"),
    };
    Ok(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes() {
        let read = |text| stroke(text).expect("a stroke");
        assert_eq!(read("F8"), Stroke { held: vec![], key: Key::F8.into() });
        assert_eq!(
            read("Ctrl+Shift+Z"),
            Stroke { held: vec![Key::Control.into(), Key::Shift.into()], key: 'z' }
        );
        assert_eq!(read("?"), Stroke { held: vec![], key: '?' });
        assert!(stroke("Hyper+X").is_err() && stroke("Nothing").is_err());
    }
}
