//! Files that a program holds itself, compressed.

use flate2::read::GzDecoder;
use std::io::{self, Read as _};

/// A file of the site, held ready as a browser takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Its path below the site's begin, as `app-0123456789abcdef.js`.
    pub name: &'static str,
    /// Its bytes, compressed with brotli.
    pub brotli: &'static [u8],
    /// Its bytes, compressed with gzip.
    pub gzip: &'static [u8],
}

/// How a body is written, as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
    /// As it is.
    Plain,
}

impl Coding {
    /// The value of `Content-Encoding`.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// The smallest that a client takes, by its `Accept-Encoding`.
    pub(crate) fn best(accepted: &str) -> Self {
        let takes = |name: &str| {
            accepted.split(',').any(|one| {
                let mut parts = one.split(';').map(str::trim);
                let named = parts.next().is_some_and(|given| given.eq_ignore_ascii_case(name));
                // `q=0`, `q=0.000`: not at all.
                let refused = parts.any(|part| {
                    let quality = part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="));
                    quality.is_some_and(|q| q.trim().parse() == Ok(0.0_f32))
                });
                named && !refused
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }
}

impl Stored {
    /// The body in this form.
    pub(crate) fn body(&self, coding: Coding) -> io::Result<Vec<u8>> {
        match coding {
            Coding::Brotli => Ok(self.brotli.to_vec()),
            Coding::Gzip => Ok(self.gzip.to_vec()),
            Coding::Plain => {
                let mut plain = Vec::new();
                GzDecoder::new(self.gzip).read_to_end(&mut plain)?;
                Ok(plain)
            }
        }
    }

    /// The bytes of the file itself.
    ///
    /// # Errors
    /// When what is held is no gzip.
    pub fn plain(&self) -> io::Result<Vec<u8>> {
        self.body(Coding::Plain)
    }
}

#[cfg(test)]
mod tests {
    use super::Coding;

    #[test]
    fn a_client_gets_the_smallest_that_it_takes() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, deflate", Coding::Gzip),
            ("br;q=0, gzip;q=0.5", Coding::Gzip),
            ("BR; q=1.0", Coding::Brotli),
            ("br;q=0.000,gzip; q=0", Coding::Plain),
            ("brotli, xgzip, *", Coding::Plain),
            ("", Coding::Plain),
        ] {
            assert_eq!(Coding::best(accepted), coding, "{accepted}");
        }
    }
}
