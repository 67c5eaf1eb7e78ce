//! What can go wrong when a document is read. The reader reports these; here stands what they mean.

use crate::{Example, Rule, Source};
use model::{Severity, Text};

const TOML: Source = Source::new("TOML 1.0", "https://toml.io/en/v1.0.0");
const READER: Source = Source::own("Muster: the reader of cluster.toml");
const CLEAN: Example =
    Example::Toml("schema = 1\nname = \"c\"\n\n[[nodes]]\nname = \"k1\"\nroles = [\"all\"]\n");

/// Not TOML.
pub(super) static SYNTAX: Rule = Rule {
    id: "DOC001",
    name: "syntax-error",
    severity: Severity::Error,
    title: Text::new("cluster.toml is valid TOML.", "cluster.toml 必须是合法的 TOML。"),
    why: Text::new(
        "What stands after the mistake could not be understood, so a part of the document may be missing. Mend the line that the message names; the open document is not replaced until you say so.",
        "错误之后的内容无法理解，文档可能缺失一部分。请修正提示信息所指的行；在你确认之前，当前打开的文档不会被替换。",
    ),
    sources: &[TOML, READER],
    symptoms: &[],
    fires: Example::Toml("schema = 1\nname = \"c\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// A key that the format does not have.
pub(super) static UNKNOWN_KEY: Rule = Rule {
    id: "DOC002",
    name: "unknown-document-key",
    severity: Severity::Warning,
    title: Text::new(
        "cluster.toml has only keys that the format has.",
        "cluster.toml 中只有格式定义的键。",
    ),
    why: Text::new(
        "The key is kept and written back as it was, but nothing reads it: it is a typo, or belongs to a newer version of Muster. Settings of the product stand under [settings], its properties under [overrides].",
        "该键会被保留并原样写回，但没有代码读取它：可能是拼写错误，或属于更新版本的 Muster。产品的设置放在 [settings] 下，产品的配置项放在 [overrides] 下。",
    ),
    sources: &[READER],
    symptoms: &[],
    fires: Example::Toml("schema = 1\nname = \"c\"\nnoodles = 3\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// A value of another type than the format has.
pub(super) static WRONG_TYPE: Rule = Rule {
    id: "DOC003",
    name: "wrong-document-type",
    severity: Severity::Error,
    title: Text::new(
        "Values in cluster.toml have the types of the format.",
        "cluster.toml 中值的类型符合格式定义。",
    ),
    why: Text::new(
        "A list where a text belongs, or the reverse, cannot be taken over; that part of the document is missing. The message says what is expected there.",
        "需要文本的位置写了列表，或相反，都无法读入，文档的这一部分会缺失。提示信息说明了应有的类型。",
    ),
    sources: &[READER],
    symptoms: &[],
    fires: Example::Toml("schema = 1\nname = \"c\"\nnodes = 7\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// Written by a later version.
pub(super) static NEWER_SCHEMA: Rule = Rule {
    id: "DOC004",
    name: "newer-schema",
    severity: Severity::Error,
    title: Text::new(
        "The document's schema is one that this version knows.",
        "文档的 schema 是本版本支持的版本。",
    ),
    why: Text::new(
        "A newer version of Muster wrote the document. It can be looked at, but saving it here would lose what this version does not know. Use the newer version.",
        "该文档由更新版本的 Muster 写出。可以查看，但在此保存会丢失本版本不认识的内容。请使用更新的版本。",
    ),
    sources: &[READER],
    symptoms: &[],
    fires: Example::Toml("schema = 99\nname = \"c\"\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// More than anyone writes.
pub(super) static TOO_LARGE: Rule = Rule {
    id: "DOC005",
    name: "document-too-large",
    severity: Severity::Error,
    title: Text::new("A document is at most 8 MB.", "文档不超过 8 MB。"),
    why: Text::new(
        "A cluster of ten thousand nodes takes about 2 MB. A larger file is usually another kind of file, and reading it would only block the page. Open the cluster.toml of an archive.",
        "一万个节点的集群大约占 2 MB。更大的文件通常不是这种文档，读取只会让页面失去响应。请打开部署包中的 cluster.toml。",
    ),
    sources: &[READER],
    symptoms: &[],
    fires: Example::Toml("# More than 8 MB, which no page can show.\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// An image, an archive.
pub(super) static NOT_A_TEXT: Rule = Rule {
    id: "DOC006",
    name: "not-a-text",
    severity: Severity::Error,
    title: Text::new("A document is a UTF-8 text.", "文档必须是 UTF-8 文本。"),
    why: Text::new(
        "The file has bytes that no UTF-8 text has: it is an image, an archive, or a text in another encoding. Open the cluster.toml that lies in the archive, or save the text as UTF-8.",
        "文件中含有 UTF-8 文本不会出现的字节：它是图片、压缩包，或使用其他编码的文本。请打开部署包中的 cluster.toml，或将文本另存为 UTF-8。",
    ),
    sources: &[TOML, READER],
    symptoms: &[],
    fires: Example::Toml("schema = 1\nname = \"a\u{0}b\"\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// A secret that stood in the document.
pub(super) static SECRET: Rule = Rule {
    id: "DOC007",
    name: "secret-taken-out",
    severity: Severity::Warning,
    title: Text::new(
        "A document holds names of variables in the place of secrets.",
        "文档中以变量名代替机密信息。",
    ),
    why: Text::new(
        "The text held a secret. Its value was taken out before anything was stored and replaced by the name of a variable; save it once as secrets.env, because it is not kept. Everybody who had the file knows the secret: change it.",
        "文本中含有机密信息。在保存任何内容之前，其值已被取出并替换为变量名；请将其另存为 secrets.env，因为 Muster 不会保留。凡是拿到过该文件的人都知道这个值，应当更换。",
    ),
    sources: &[
        READER,
        Source::new(
            "CWE-312: secrets in clear text",
            "https://cwe.mitre.org/data/definitions/312.html",
        ),
    ],
    symptoms: &[],
    fires: Example::Toml(
        "schema = 1\nname = \"c\"\n\n[overrides.cluster]\n\"a.password\" = \"hunter2\"\n",
    ),
    clean: Example::Toml(
        "schema = 1\nname = \"c\"\n\n[overrides.cluster]\n\"a.password\" = \"${A_PASSWORD}\"\n",
    ),
    check: |_, _| {},
};

/// Three bytes that Windows editors write.
pub(super) static BYTE_ORDER_MARK: Rule = Rule {
    id: "DOC008",
    name: "byte-order-mark",
    severity: Severity::Info,
    title: Text::new("A document begins without a byte-order mark.", "文档开头没有字节顺序标记。"),
    why: Text::new(
        "The mark was left out when the text was read; nothing is lost here. In other files it does harm: in a .properties file it becomes a part of the first key, which is then not found. Save texts as UTF-8 without it.",
        "读取时已跳过该标记，此处没有损失。但在其他文件中会造成问题：在 .properties 文件中，它会成为第一个键名的一部分，导致该键读不到。保存文本时请选择不带标记的 UTF-8。",
    ),
    sources: &[
        READER,
        Source::lab(
            "loader-byte-order-mark",
            "Oracle: a byte-order mark silently drops the first key",
        ),
    ],
    symptoms: &[],
    fires: Example::Toml("\u{FEFF}schema = 1\nname = \"c\"\n"),
    clean: CLEAN,
    check: |_, _| {},
};

/// An acceptance for a node that is not in the list.
pub(super) static ACCEPTANCE_OF_NOBODY: Rule = Rule {
    id: "DOC009",
    name: "acceptance-of-no-node",
    severity: Severity::Warning,
    title: Text::new(
        "An acceptance names a node of the list.",
        "“接受警告”的记录指向列表中的节点。",
    ),
    why: Text::new(
        "The warning was accepted for a node that is not in the list, so it holds for nothing and was left out. Name the node as it is called in the list.",
        "该警告是针对一个不在列表中的节点接受的，因此不起作用，已被忽略。请使用列表中的节点名称。",
    ),
    sources: &[READER],
    symptoms: &[],
    fires: Example::Toml(
        "schema = 1\nname = \"c\"\n\n[[nodes]]\nname = \"k1\"\n\n[[accepted]]\nrule = \"GEN017\"\nnode = \"k9\"\nreason = \"spare\"\n",
    ),
    clean: CLEAN,
    check: |_, _| {},
};
