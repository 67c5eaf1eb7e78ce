//! Files of an existing cluster: what the page is given beside the document.

use crate::clean;
use crate::forms::{FORMS, MARKER, secret, text};
use engine::Engine;
use model::Lang;
use protocol::{Ask, Body, Request};

/// What a secret's text is in a properties file, a shell's file, and options of Java.
fn planted(at: usize) -> Vec<(String, Vec<u8>)> {
    let form = |n: usize| text(at + n, at + n).replace('\n', " ");
    let escaped = |n: usize| form(n).replace('\\', "\\\\");
    let split = secret(at).chars().map(String::from).collect::<Vec<_>>().join("\\\n  ");
    let unicode: Vec<String> =
        secret(at).chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let unicode = unicode.concat();
    let properties = format!(
        "# {}\n#{}\n! x.password={}\n#druid.x.password : {}\nmy.own={}\nmy.other : {}\nmy.password={}\nits.password {split}\nan.password=a\\\n   {}\nx.secret.key = {unicode}\n",
        escaped(0),
        escaped(1),
        secret(at),
        secret(at + 1),
        escaped(2),
        escaped(3),
        secret(at + 2),
        secret(at + 3),
    );
    let shell = format!(
        "# export OLD_PASSWORD={}\nexport DB_PASSWORD=\"{}\"\nMY_OPTS=\"-Da=b\n  -Dx.password={}\"\n# {}\n",
        MARKER,
        MARKER,
        MARKER,
        form(4),
    );
    let options =
        format!("-server\n-Dx.password={}\n#-Dold.password={}\n", secret(at), secret(at + 1));
    let kylin = |host: &str| {
        (format!("hosts/{host}/conf/kylin.properties"), properties.clone().into_bytes())
    };
    vec![
        kylin("k1"),
        kylin("k2"),
        ("hosts/k1/conf/setenv.sh".to_owned(), shell.clone().into_bytes()),
        ("hosts/d1/_common/common.runtime.properties".to_owned(), properties.clone().into_bytes()),
        ("hosts/d1/broker/jvm.config".to_owned(), options.into_bytes()),
        ("hosts/d1/broker/runtime.properties".to_owned(), properties.clone().into_bytes()),
        ("hosts/a1/conf/alluxio-site.properties".to_owned(), properties.into_bytes()),
        ("hosts/a1/conf/alluxio-env.sh".to_owned(), shell.into_bytes()),
    ]
}

#[test]
fn no_form_passes_in_files_that_are_brought() {
    let mut engine = Engine::new(products::ALL);
    // Each has four forms more than its number.
    for at in (0..FORMS.len()).step_by(4) {
        let all = planted(at);
        for product in ["kylin", "druid", "alluxio"] {
            let of = |path: &str| match product {
                "kylin" => path.contains("/k"),
                "druid" => path.contains("/d1"),
                _ => path.contains("/a1"),
            };
            let files: Vec<_> = all.iter().filter(|(path, _)| of(path)).cloned().collect();
            let brought = files.len();
            let ask = Ask::Import { files };
            let body = engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body;
            let Body::Imported(loaded, told, beside) = body else { panic!("{product}: {body:?}") };
            clean("document", &format!("{:?}", loaded.spec));
            clean("told", &format!("{told:?}"));
            clean("drift", &format!("{:?}", beside.drift));
            assert!(!beside.originals.is_empty() && beside.originals.len() <= brought);
            for original in &beside.originals {
                clean(&format!("{product}, form {at}, {}", original.path), &original.text);
                // Neither spelled otherwise.
                let spelled: String = original.text.split("\\\n").map(str::trim_start).collect();
                clean("over several lines", &spelled);
                assert!(
                    !original.text.contains("\\u0073\\u0065\\u006b"),
                    "escaped: {}",
                    original.text
                );
            }
        }
    }
}
