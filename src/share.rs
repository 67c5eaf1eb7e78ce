//! The form of a link that holds a document: `#s=1.…`, where 1 is the version of the form and the
//! rest is the text of `cluster.toml`, compressed (deflate without a frame) and written in base64's
//! letters for addresses. Only names of variables stand in it, as in the document.
//!
//! Forms are only added: a link opens for ever.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The version of the form that is written.
const FORM: &str = "1";

/// The longest link that is offered, in characters: chats and mail cut off longer ones.
pub const LONGEST: usize = 8 * 1024;

/// The most that a link may unpack to, in bytes: no document of a link is larger, and a few bytes can
/// unpack to any number.
pub const MOST: usize = 1024 * 1024;

/// Why a link could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It has a form of another version.
    Form,
    /// A part of it is missing or changed.
    Damaged,
    /// It unpacks to more than [`MOST`].
    TooLong,
    /// The browser can't unpack it.
    Browser,
}

/// The part of the address from `#` on that holds a document, of its compressed text.
pub fn write(compressed: &[u8]) -> String {
    format!("#s={FORM}.{}", URL_SAFE_NO_PAD.encode(compressed))
}

/// The compressed text in what stands behind `s=`.
///
/// # Errors
/// [`Unread::Form`] or [`Unread::Damaged`].
pub fn read(text: &str) -> Result<Vec<u8>, Unread> {
    let (form, packed) = text.split_once('.').ok_or(Unread::Damaged)?;
    if form != FORM {
        let number = !form.is_empty() && form.bytes().all(|b| b.is_ascii_digit());
        return Err(if number { Unread::Form } else { Unread::Damaged });
    }
    if packed.is_empty() {
        return Err(Unread::Damaged);
    }
    URL_SAFE_NO_PAD.decode(packed).map_err(|_| Unread::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        for length in 1..200_u8 {
            let bytes: Vec<u8> = (0..length).map(|n| n.wrapping_mul(37)).collect();
            let link = write(&bytes);
            assert_eq!(read(link.strip_prefix("#s=").expect("its beginning")), Ok(bytes));
            let letter = |c: char| c.is_ascii_alphanumeric() || "#=._-".contains(c);
            assert!(link.chars().all(letter), "{link}");
        }
    }

    #[test]
    fn anything_else_is_told_apart() {
        for form in ["2.AAAA", "0.AAAA", "10.AAAA", "01.AAAA"] {
            assert_eq!(read(form), Err(Unread::Form), "{form}");
        }
        for text in
            ["", ".", "1", "1.", ".AAAA", "x.AAAA", "1.A", "1.AA=", "1.A+/A", "1.AB", "1.节"]
        {
            assert_eq!(read(text), Err(Unread::Damaged), "{text}");
        }
    }
}
