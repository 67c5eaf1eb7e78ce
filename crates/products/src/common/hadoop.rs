//! Hadoop clients: how to find the name nodes of a highly available HDFS.

use super::text::{not_usable, one_line, origin};
use ::rules::Context;
use formats::File;
use formats::xml::escape;
use model::value::HostPort;
use model::{Message, Text, msg};

/// The port of a name node when none is given.
const NAMENODE_PORT: u16 = 8020;

/// Writes a client's `hdfs-site.xml` for one name service.
pub fn hdfs_client(
    cx: &Context,
    about: Text,
    service: &str,
    namenodes: &[Result<HostPort, Message>],
    fields: &[&str],
) -> File {
    let lang = cx.spec.language;
    let mut file = File::new(about);
    file.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let comment = |text: &str| format!("<!-- {} -->", one_line(text).replace("--", "- -"));
    let mut head = File::new(about);
    super::text::header(cx, "", &mut head);
    for line in head.lines() {
        file.line(comment(line.text.trim()));
    }
    file.line("<configuration>");
    for why in namenodes.iter().filter_map(|n| n.as_ref().err()) {
        file.line(comment(&not_usable(why, lang)));
    }
    let good: Vec<&HostPort> = namenodes.iter().filter_map(|n| n.as_ref().ok()).collect();
    let mut property = |name: String, value: &str, reason: Message| {
        file.because(
            format!(
                "  <property><name>{}</name><value>{}</value></property>",
                escape(&name),
                escape(value)
            ),
            origin(reason, fields),
        );
    };
    property(
        "dfs.nameservices".to_owned(),
        service,
        msg!(en: "The name service of the other cluster.", zh: "另一个集群的名称服务。"),
    );
    let names: Vec<String> = (1..=good.len()).map(|n| format!("nn{n}")).collect();
    property(
        format!("dfs.ha.namenodes.{service}"),
        &names.join(","),
        msg!(en: "Names for its name nodes.", zh: "其 NameNode 的代号。"),
    );
    for (name, node) in names.iter().zip(&good) {
        let port = node.port.map_or(NAMENODE_PORT, |p| p.0);
        let address = HostPort { host: node.host.clone(), port: Some(model::value::Port(port)) };
        property(
            format!("dfs.namenode.rpc-address.{service}.{name}"),
            &address.to_string(),
            msg!(en: "Where a name node listens.", zh: "NameNode 的监听地址。"),
        );
    }
    property(
        format!("dfs.client.failover.proxy.provider.{service}"),
        "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider",
        msg!(en: "Tries the name nodes until it meets the active one.", zh: "依次尝试各 NameNode，直到找到活动的那个。"),
    );
    file.line("</configuration>");
    file
}
