//! From the bytes of a file to a text: what is not one gets a clear message.

use super::{Loaded, MAX_BYTES, Marks, Problem, read_with};
use model::{ClusterSpec, Message, SCHEMA, Severity, Span, Text, msg};

/// Reads the bytes of a file, which may be anything.
pub fn read_bytes(bytes: &[u8]) -> Loaded {
    read_bytes_with(bytes, &|_| Vec::new())
}

/// The same, with what the product's catalogue says about secrets.
pub fn read_bytes_with(bytes: &[u8], marks: Marks) -> Loaded {
    if bytes.len() > MAX_BYTES {
        return refused("DOC005", too_large(bytes.len()));
    }
    if let Some(kind) = kind_of(bytes) {
        return refused(
            "DOC006",
            msg!(en: "This is {kind}, not a cluster.toml.", zh: "这是{kind}，不是 cluster.toml。", kind = kind),
        );
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_with(text, marks),
        Err(error) if bytes.contains(&0) => refused("DOC006", broken(error.valid_up_to())),
        Err(error) => {
            // Most likely a text in another encoding, whose keys and host names are ASCII.
            let text = String::from_utf8_lossy(bytes);
            let mut loaded = read_with(&text, marks);
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let good = std::str::from_utf8(good).unwrap_or_default();
            loaded.problems.insert(
                0,
                Problem {
                    rule: "DOC006",
                    severity: Severity::Error,
                    path: String::new(),
                    message: broken(error.valid_up_to()),
                    span: Some(super::spots::Spots::new(good).at(good.len())),
                },
            );
            loaded.complete = false;
            loaded
        }
    }
}

fn broken(offset: usize) -> Message {
    msg!(en: "This is not UTF-8 text: byte {n} belongs to no character. Save the file as UTF-8.",
         zh: "这不是 UTF-8 文本：第 {n} 个字节不属于任何字符；请将文件保存为 UTF-8。", n = offset + 1)
}

pub(super) fn too_large(bytes: usize) -> Message {
    let mib = |n: usize| format!("{}.{} MiB", n >> 20, ((n % (1 << 20)) * 10) >> 20);
    msg!(en: "The file has {n}; a cluster.toml of more than {most} is not read.",
         zh: "文件大小为 {n}；超过 {most} 的 cluster.toml 不予读取。",
         n = mib(bytes), most = mib(MAX_BYTES))
}

/// A document of which nothing was read.
pub(super) fn refused(rule: &'static str, message: Message) -> Loaded {
    let span = Some(Span { line: 1, column: 1 });
    let problem = Problem { rule, severity: Severity::Error, path: String::new(), message, span };
    let spec = ClusterSpec { schema: SCHEMA, ..ClusterSpec::default() };
    Loaded { spec, problems: vec![problem], complete: false, ..Loaded::default() }
}

/// What a file that is no text is, by its first bytes.
fn kind_of(bytes: &[u8]) -> Option<Text> {
    let kinds: [(&[u8], Text); 11] = [
        (b"\x89PNG\r\n\x1a\n", const { Text::new("an image (PNG)", "一张图片（PNG）") }),
        (b"\xff\xd8\xff", const { Text::new("an image (JPEG)", "一张图片（JPEG）") }),
        (b"GIF8", const { Text::new("an image (GIF)", "一张图片（GIF）") }),
        (
            b"RIFF",
            const {
                Text::new("an image or a recording (RIFF)", "一个图片或音视频文件（RIFF）")
            },
        ),
        (b"%PDF", const { Text::new("a PDF document", "一个 PDF 文档") }),
        (b"PK\x03\x04", const { Text::new("a zip archive", "一个 zip 压缩包") }),
        (b"\x1f\x8b", const { Text::new("a gzip archive", "一个 gzip 压缩包") }),
        (b"\x7fELF", const { Text::new("a program", "一个程序") }),
        (b"\xca\xfe\xba\xbe", const { Text::new("a Java class", "一个 Java 类文件") }),
        (
            b"\xff\xfe",
            const {
                Text::new("text in UTF-16 (save it as UTF-8)", " UTF-16 文本（请保存为 UTF-8）")
            },
        ),
        (
            b"\xfe\xff",
            const {
                Text::new("text in UTF-16 (save it as UTF-8)", " UTF-16 文本（请保存为 UTF-8）")
            },
        ),
    ];
    kinds.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, text)| text)
}
