//! Links: the one that holds the document, those of documentation pages, one step in a frame.

use super::tr;
use super::zh;
use model::Text;

texts! {
    // The dialog
    SHARE: "Share", "分享";
    SHARE_HINT: "A link that holds this document", "生成包含此文档的链接";
    SHARE_TITLE: "Share this document", "分享此文档";
    SHARE_SENTENCE: "The link holds the whole document: nodes, roles, choices, overrides, reasons. Whoever has the link can read them.", "链接包含整个文档：节点、角色、各项选择、覆盖项和理由。得到链接的人都能看到这些内容。";
    SHARE_SECRETS: "No secret is in it, only the names of variables. Everything stands behind the # of the address, which browsers send to no server.", "链接中没有密码等机密信息，只有变量名。内容全部位于地址的 # 之后，浏览器不会把这部分发送给任何服务器。";
    SHARE_LINK: "Link", "链接";
    SHARE_COPY: "Copy link", "复制链接";
    SHARE_SAVE: "Save cluster.toml", "保存 cluster.toml";
    SHARE_TOO_LONG: "The document is too large for a link: chats and mail cut off links of this length. Save cluster.toml and send the file; it opens by dropping it on the page.", "文档太大，无法放入链接：聊天工具和邮件会截断这样长的链接。请保存 cluster.toml 并发送文件，对方把文件拖到页面上即可打开。";
    LINK_NOT_MADE: "This browser cannot make the link. Save cluster.toml and send the file.", "此浏览器无法生成链接。请保存 cluster.toml 并发送文件。";
    // Opening a link
    OPENING_LINK: "Opening the link", "正在打开链接";
    THE_LINK: "the link", "链接";
    LINK_DAMAGED: "The link is damaged: a part of it is missing or was changed on the way. Copy it again, from the first character to the last. The open document is unchanged.", "链接已损坏：传递过程中缺失或改动了一部分。请重新从头到尾完整复制。当前文档未改动。";
    LINK_OF_OTHER_FORM: "The link was made by another version of Muster, in a form that this one does not know. Open it there, or ask for cluster.toml. The open document is unchanged.", "链接由其他版本的 Muster 生成，此版本不识别其格式。请在原处打开，或改用 cluster.toml。当前文档未改动。";
    LINK_TOO_MUCH: "The link unpacks to more than 1 MB, which no document in a link has. It was not opened, and the open document is unchanged.", "链接解压后超过 1 MB，链接中的文档不会有这么大，因此没有打开。当前文档未改动。";
    LINK_NOT_HERE: "This browser cannot unpack links. Use a newer browser, or ask for cluster.toml. The open document is unchanged.", "此浏览器无法解压链接。请使用较新的浏览器，或改用 cluster.toml。当前文档未改动。";
    LINK_HOLDS_NOTHING: "The link holds nothing of a cluster. The open document is unchanged.", "链接中没有集群配置。当前文档未改动。";
    LINK_NAMES_NOTHING: "The link names no product and no example that is there. The open document is unchanged.", "链接指定的产品和示例都不存在。当前文档未改动。";
    LINK_IN_PARTS: "Parts of the link could not be used.", "链接中有一部分无法使用。";
    LINK_UNKNOWN: "The parameter “{}” is not known. A link has preset, nodes, set.FIELD, lang and embed.", "未知参数“{}”。链接可用的参数：preset、nodes、set.FIELD、lang 和 embed。";
    LINK_TWICE: "“{}” is given twice; the first one counts.", "“{}”出现了两次，以第一个为准。";
    LINK_UNREADABLE: "“{}” cannot be read: what stands behind % is not UTF-8.", "无法读取“{}”：% 之后的内容不是 UTF-8。";
    LINK_LANGUAGE: "There is no language “{}”. The languages are en and zh.", "没有语言“{}”。可用的语言：en 和 zh。";
    // One step in a frame
    OPEN_WHOLE: "Open in Muster", "在 Muster 中打开";
}

/// "Opened x from the link. Undo brings back what was open before."
pub fn opened_from_link(name: &str, whole: bool, kept: bool) -> String {
    let mut text = match (zh(), whole) {
        (true, true) => format!("已从链接打开 {name}。撤销可恢复之前的文档。"),
        (true, false) => {
            format!("已从链接打开 {name}，但链接中有一部分无法使用。撤销可恢复之前的文档。")
        }
        (false, true) => {
            format!("Opened {name} from the link. Undo brings back what was open before.")
        }
        (false, false) => format!(
            "Opened {name} from the link, but parts of the link could not be used. Undo brings back \
             what was open before."
        ),
    };
    if kept {
        text.push_str(tr(const {
            Text::new(" It is also in the list of documents.", "它也保留在文档列表中。")
        }));
    }
    text
}

/// "1 322 characters".
pub fn characters(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    if zh() { format!("{grouped} 个字符") } else { format!("{grouped} characters") }
}
