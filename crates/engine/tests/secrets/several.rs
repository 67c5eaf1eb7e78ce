//! Secrets over several lines, and those that only a product's catalogue knows, in options of Java.

use crate::forms::secret;
use crate::plant::{Planted, keys};
use crate::{all_is_clean, clean, read};
use engine::Engine;
use model::Lang;
use protocol::{Ask, Body, Request};
use std::fmt::Write as _;

/// What stands around a secret in more than one line. `#` is the secret.
const LINES: &[&str] = &[
    "password: |\n  #",
    "password: >-\n  half\n  #\nx: y",
    "password:\n  #",
    "password:\n  - #",
    "passwords:\n  admin: #",
    "{\"password\":\n\"#\"}",
    "kinit a <<EOF\n#\nEOF",
    "<property>\n<value>#</value>\n<name>x.password</name>\n</property>",
];

/// The first preset of a product with overrides in a file of each kind that it has, and in none.
fn planted(preset: &str, files: &[&str], texts: &[(String, String)]) -> Planted {
    let mut out = preset.to_owned();
    let mut secrets = Vec::new();
    for file in files {
        let _ = match *file {
            "" => writeln!(out, "\n[overrides.cluster]"),
            file => writeln!(out, "\n[overrides.cluster.{file:?}]"),
        };
        for (key, text) in texts {
            let secret = secret(secrets.len());
            let _ = writeln!(out, "{key:?} = {:?}", text.replace('#', &secret));
            secrets.push(secret);
        }
    }
    Planted { toml: out, secrets }
}

#[test]
fn no_form_passes_over_several_lines() {
    for product in products::ALL {
        let texts = LINES.iter().enumerate();
        let texts: Vec<_> =
            texts.map(|(at, text)| (format!("k{at}"), (*text).to_owned())).collect();
        let planted = planted(product.presets[0].toml, &["", "conf/no-such-env.sh"], &texts);
        all_is_clean(&read(&planted), product);
    }
}

/// Each mark of each catalogue, in options, in a list of them, and as an option's own line.
#[test]
fn no_mark_passes_as_an_option_of_java() {
    for product in products::ALL {
        let mut texts = Vec::new();
        for (at, key) in keys(product).iter().enumerate() {
            texts.push((format!("a{at}.javaOpts"), format!("-Xmx1g -D{key}=# -Dx=y")));
            texts.push((format!("b{at}.javaOptsArray"), format!("[\"-Xmx1g\", \"-D{key}=#\"]")));
            texts.push((format!("c{at}.javaOpts"), format!("-Da.fork.property.{key}=u:#")));
            texts.push((format!("-D{key}"), "#".to_owned()));
        }
        let mut files = vec!["", "conf/no-such-env.sh"];
        let mut configs = product.configs.iter().map(|c| c.name);
        files.extend(configs.find(|name| name.ends_with("jvm.config")));
        let planted = planted(product.presets[0].toml, &files, &texts);
        all_is_clean(&read(&planted), product);
    }
}

/// The same in the files of a cluster.
#[test]
fn no_mark_passes_in_files_that_are_brought() {
    let mut engine = Engine::new(products::ALL);
    for (id, key) in [
        ("druid", "druid.azure.key"),
        ("druid", "druid.emitter.http.basicAuthentication"),
        ("druid", "druid.storage.sse.custom.base64EncodedKey"),
        ("alluxio", "alluxio.underfs.cephfs.auth.key"),
        ("kylin", "kylin.env.zookeeper.zk-auth"),
    ] {
        let secret = format!("digest:{}", secret(1));
        let line = format!("-D{key}={secret}");
        let shell =
            format!("export JAVA_OPTS=\"-Xmx1g {line}\"\nexport ALLUXIO_JAVA_OPTS=\"{line}\"\n");
        let properties = format!(
            "druid.service=x\ndruid.indexer.runner.javaOpts=-Xmx1g {line}\n\
            druid.indexer.runner.javaOptsArray=[\"{line}\"]\n\
            druid.indexer.fork.property.{key}={secret}\nx.q=password: |\\n  {secret}\n"
        );
        let files = match id {
            "druid" => vec![
                ("d1/middleManager/jvm.config", format!("-server\n{line}\n")),
                ("d1/middleManager/runtime.properties", properties),
            ],
            "alluxio" => vec![
                ("a1/conf/alluxio-site.properties", properties),
                ("a1/conf/alluxio-env.sh", shell),
            ],
            _ => vec![("k1/conf/kylin.properties", properties), ("k1/conf/setenv.sh", shell)],
        };
        let files =
            files.into_iter().map(|(path, text)| (format!("hosts/{path}"), text.into_bytes()));
        let ask = Ask::Import { files: files.collect() };
        let body = engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body;
        let Body::Imported(loaded, told, beside) = body else { panic!("{id}: {body:?}") };
        clean(key, &format!("{:?}", loaded.spec));
        clean(key, &format!("{told:?} {:?}", beside.drift));
        for original in &beside.originals {
            clean(&original.path, &original.text);
        }
    }
}
