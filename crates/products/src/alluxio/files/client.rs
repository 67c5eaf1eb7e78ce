//! What users of the cluster take along: for Alluxio's own client, for Hadoop, for Spark.

use crate::alluxio::configure::{client_defaults, client_entries};
use crate::alluxio::services::home;
use crate::alluxio::versions::two;
use crate::common::properties;
use crate::common::text::{header, not_usable, one_line};
use ::rules::{ConfigFile, Context, Entry};
use formats::xml::escape;
use formats::{File, Origin};
use model::{Layer, Text, msg};

/// With 1.8 a client's defaults stand in its own file; with 2.x the masters hand them out. What is
/// set by hand for the whole cluster is for its clients too.
fn entries(cx: &Context) -> Vec<Entry> {
    let mut entries = client_entries(cx);
    if !two(cx) {
        entries.extend(client_defaults(cx));
    }
    let mut file = ConfigFile::new("", entries);
    for (property, text) in &cx.spec.overrides.cluster {
        let key = cx.present_name(property.key());
        let own = key.starts_with("alluxio.user.") && !two(cx)
            || ["alluxio.master.rpc.port", "alluxio.master.port"].contains(&key);
        if cx.file_of(property) == cx.main_file() && (own || file.get(key).is_some()) {
            file.set_by_hand(key, Layer::Cluster, property, text.trim());
        }
    }
    let default = |entry: &Entry| entry.text() == cx.catalogue().default_of(&entry.key);
    file.entries().iter().filter(|entry| !default(entry)).cloned().collect()
}

pub(super) fn properties(cx: &Context) -> File {
    const ABOUT: Text = Text::new(
        "For programs that use Alluxio's own client: into conf/ of the client's Alluxio, ~/.alluxio or /etc/alluxio.",
        "供使用 Alluxio 客户端的程序：放入客户端 Alluxio 的 conf/、~/.alluxio 或 /etc/alluxio。",
    );
    let config = ConfigFile::new("client/alluxio-site.properties", entries(cx));
    properties::write(cx, ABOUT, &config)
}

/// The client's jar in an installation.
fn jar(cx: &Context) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let version: String = cx.spec.version.trim().chars().filter(plain).collect();
    format!("{}/client/alluxio-{version}-client.jar", home(cx))
}

pub(super) fn core_site(cx: &Context) -> File {
    const ABOUT: Text = Text::new(
        "For Hadoop, Hive and MapReduce: these properties go into core-site.xml of the client.",
        "供 Hadoop、Hive 和 MapReduce 使用：把这些属性加入客户端的 core-site.xml。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    file.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let comment = |text: &str| format!("<!-- {} -->", one_line(text).replace("--", "- -"));
    let mut head = File::new(ABOUT);
    header(cx, "", &mut head);
    for line in head.lines() {
        file.line(comment(line.text.trim()));
    }
    let jar_words = msg!(
        en: "The client's jar must be on the class path of every compute node: {jar}",
        zh: "客户端 jar 必须在每个计算节点的 classpath 中：{jar}", jar = jar(cx));
    file.line(comment(&jar_words.render(lang)));
    file.line("<configuration>");
    let fixed = [
        (
            "fs.alluxio.impl",
            "alluxio.hadoop.FileSystem",
            msg!(en: "The class behind alluxio:// addresses.", zh: "alluxio:// 地址对应的类。"),
        ),
        (
            "fs.AbstractFileSystem.alluxio.impl",
            "alluxio.hadoop.AlluxioFileSystem",
            msg!(en: "The same for Hadoop's newer interface.", zh: "Hadoop 新接口对应的类。"),
        ),
    ];
    for (name, value, reason) in fixed {
        let origin = Origin { reason, places: vec![model::Place::Product] };
        file.because(property(name, value), origin);
    }
    for entry in entries(cx) {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        let text = match &entry.broken {
            None => property(&entry.key, entry.text()),
            Some(why) => comment(&not_usable(why, lang)),
        };
        file.because(text, origin);
    }
    file.line("</configuration>");
    file
}

fn property(name: &str, value: &str) -> String {
    format!("  <property><name>{}</name><value>{}</value></property>", escape(name), escape(value))
}

pub(super) fn spark(cx: &Context) -> File {
    const ABOUT: Text = Text::new(
        "For Spark: these lines go into conf/spark-defaults.conf. Addresses are alluxio:///folder.",
        "供 Spark 使用：把这些行加入 conf/spark-defaults.conf。地址写作 alluxio:///目录。",
    );
    let lang = cx.spec.language;
    let mut file = File::new(ABOUT);
    header(cx, "#", &mut file);
    let mut options: Vec<String> = Vec::new();
    let mut places = Vec::new();
    for entry in entries(cx) {
        // A word of a command line: what is no plain text cannot stand there.
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '\\' | '`' | '$');
        match &entry.broken {
            None if entry.text().chars().all(plain) => {
                options.push(format!("-D{}={}", entry.key, entry.text()));
            }
            None => {}
            Some(why) => file.line(format!("# {}", not_usable(why, lang))),
        }
        places.extend(entry.places);
    }
    let jar_origin = || Origin {
        reason: msg!(en: "The client's jar, on every machine that runs Spark.", zh: "客户端 jar，须在每台运行 Spark 的机器上。"),
        places: vec![model::Place::Setting("paths.home".to_owned())],
    };
    let how = || Origin {
        reason: msg!(en: "How the client finds the masters.", zh: "客户端如何找到 master。"),
        places: places.clone(),
    };
    for who in ["driver", "executor"] {
        file.because(format!("spark.{who}.extraClassPath {}", jar(cx)), jar_origin());
        file.because(format!("spark.{who}.extraJavaOptions {}", options.join(" ")), how());
    }
    file
}
