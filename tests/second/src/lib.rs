//! A made-up product that shares nothing with the real ones: two processes on one node, a YAML
//! file, a default computed from another field. It must pass check, render, export and the browser
//! without a change anywhere else.

mod rules_;

use formats::{File, Origin};
use model::value::{ByteSize, Value};
use model::{Lang, Node, Text, msg};
use rules::{
    Budget, Claim, Class, ConfigFile, ConfigKind, Connection, Context, Entry, Evidence, Field,
    FileKind, Formula, Install, Kind, Measured, Package, Party, Preset, Product, Reach, Role,
    Runbook, Scope, Secret, ServerType, Service, Source, Step, StepKind, Survey, Use, Version,
};

/// The product.
pub static PRODUCT: Product = Product {
    id: "tandem",
    title: "Tandem",
    sentence: Text::new("Two by two.", "两两成对。"),
    versions: &[Version {
        id: "1.0",
        sentence: Text::new("The only one.", "唯一的版本。"),
        evidence: Evidence::Catalogue,
        also: &[],
    }],
    refused: &[],
    steps: STEPS,
    fields: &[FIELDS],
    roles: ROLES,
    server_types: SERVER_TYPES,
    rules: &[rules_::RULES],
    catalogue: "tandem.port\tint\t9000\t\tsame\t\t\t\t\t\ntandem.threads\tint\t4\t1..1000\tsame\t\t\t\t\t\ntandem.token\ttext\t\t\tsame\t\t\tsecret\t\t\n",
    relative: None,
    configs: &[ConfigKind::of_product(TANDEM)],
    import: &rules::Import::NONE,
    processes: &[],
    configure,
    site: None,
    budget: &BUDGET,
    javas: |_, _| &[],
    files: &[FILES],
    services: &[&FRONT, &BACK],
    transitions: &[],
    survey: |_| Survey::default(),
    packages,
    connections,
    picture: &rules::Picture::PLAIN,
    secrets: |_| Vec::<Secret>::new(),
    runbook: |_, _: Lang| Vec::<Runbook>::new(),
    verify: |_| Vec::new(),
    verify_script: "verify_product() { :; }\n",
    presets: &[Preset {
        id: "tandem-two",
        title: Text::new("Two nodes", "两个节点"),
        sentence: Text::new("Front and back on each.", "每个节点上都有前端和后端。"),
        toml: include_str!("two.toml"),
    }],
    sources: &[Source::own("made up for the tests")],
};

/// The products of a build that has only this one.
pub static ONLY: &[&Product] = &[&PRODUCT];

static STEPS: &[Step] = &[
    Step {
        id: "product",
        title: Text::new("Product", "产品"),
        short: Text::new("Product", "产品"),
        sentence: Text::new("What is set up.", "要部署什么。"),
        kind: StepKind::Product,
    },
    Step {
        id: "nodes",
        title: Text::new("Nodes", "节点"),
        short: Text::new("Nodes", "节点"),
        sentence: Text::new("Where.", "部署在哪里。"),
        kind: StepKind::Nodes,
    },
    Step {
        id: "roles",
        title: Text::new("Roles", "角色"),
        short: Text::new("Roles", "角色"),
        sentence: Text::new("Who does what.", "谁做什么。"),
        kind: StepKind::Roles,
    },
    Step {
        id: "tuning",
        title: Text::new("Tuning", "调优"),
        short: Text::new("Tuning", "调优"),
        sentence: Text::new("How.", "如何运行。"),
        kind: StepKind::Form,
    },
    Step {
        id: "review",
        title: Text::new("Review", "检查"),
        short: Text::new("Review", "检查"),
        sentence: Text::new("Look once more.", "再看一遍。"),
        kind: StepKind::Review,
    },
];

static FIELDS: &[Field] = &[
    Field::new(
        "tuning.memory",
        "tuning",
        Text::new("Memory", "内存"),
        Text::new("Memory of a node", "节点内存"),
        Text::new("All of it.", "全部内存。"),
        Kind::Bytes,
    )
    .scope(Scope::Both)
    .measured(Measured::Memory)
    .default("8 GiB"),
    Field::new(
        "tuning.heap",
        "tuning",
        Text::new("Memory", "内存"),
        Text::new("Heap", "堆内存"),
        Text::new("A quarter is plenty.", "四分之一就足够。"),
        Kind::Bytes,
    )
    .scope(Scope::Both)
    .formula(&Formula::Part(&Formula::Field("tuning.memory"), 1, 4))
    .keys(&["tandem.heap"]),
];

static BUDGET: Budget = Budget {
    steps: &["tuning"],
    memory: "tuning.memory",
    claims: |cx, node| vec![heap(cx, node)],
    disks: None,
};

fn heap(cx: &Context, node: &Node) -> Claim {
    Claim {
        title: const { Text::new("heap", "堆内存") },
        bytes: cx.get_for::<ByteSize>(node, "tuning.heap").map_or(0, |heap| heap.0),
        place: cx.place_of_field(node, "tuning.heap"),
        kind: Use::Program,
    }
}

static ROLES: &[Role] = &[
    Role {
        id: "front",
        title: Text::same("front"),
        sentence: Text::new("Takes requests.", "接收请求。"),
        words: &["gateway", "入口"],
        group: "",
        shown: |_| true,
        need: |_| (1, Text::new("at least 1", "至少 1 个")),
    },
    Role {
        id: "back",
        title: Text::same("back"),
        sentence: Text::new("Does the work.", "完成工作。"),
        words: &[],
        group: "",
        shown: |_| true,
        need: |_| (1, Text::new("at least 1", "至少 1 个")),
    },
    // Part of no server type.
    Role {
        id: "watch",
        title: Text::same("watch"),
        sentence: Text::new("Looks on.", "旁观。"),
        words: &[],
        group: "",
        shown: |_| true,
        need: |_| (0, Text::new("where wanted", "按需")),
    },
];

static SERVER_TYPES: &[ServerType] = &[
    ServerType {
        id: "whole",
        title: Text::new("Whole", "整机"),
        sentence: Text::new("Front and back on one machine.", "前端和后端在同一台机器上。"),
        words: &["tandem", "双机"],
        roles: &["front", "back"],
        shown: |_| true,
    },
    ServerType {
        id: "edge",
        title: Text::new("Edge", "边缘"),
        sentence: Text::new("A front without a back.", "只有前端，没有后端。"),
        words: &[],
        roles: &["front"],
        shown: |_| true,
    },
];

/// The one configuration file.
const TANDEM: &str = "conf/tandem.yaml";

fn configure(cx: &Context, class: &Class) -> Vec<ConfigFile> {
    let mut file = ConfigFile::new(TANDEM, Vec::new());
    let heap = class
        .settings
        .get("tuning.heap")
        .map_or_else(|| cx.text("tuning.heap").into_owned(), |t| t.trim().to_owned());
    let reason = msg!(en: "The heap of each process.", zh: "每个进程的堆内存。");
    file.set(match ByteSize::parse(&heap) {
        Ok(ByteSize(n)) => {
            Entry::new("tandem.heap", (n / ByteSize::MIB).to_string(), &["tuning.heap"], reason)
        }
        Err(why) => Entry::new("tandem.heap", heap, &["tuning.heap"], reason).broken(why),
    });
    vec![file]
}

static FILES: &[FileKind] = &[FileKind {
    name: "conf/tandem.yaml",
    reach: Reach::Class {
        applies: |_, node| !node.roles.is_empty(),
        render: yaml,
        install: Install {
            to: |_, _| "/opt/tandem/conf/tandem.yaml".to_owned(),
            mode: "0644",
            render: "",
        },
    },
}];

/// A mapping of double-quoted scalars, which JSON's escapes make safe.
fn yaml(cx: &Context, node: &Node) -> File {
    let mut file = File::new(Text::new("The configuration.", "配置文件。"));
    file.line("---");
    let Some(config) = cx.config_of(node.row) else { return file };
    for entry in config.entries() {
        let origin = Origin { reason: entry.reason.clone(), places: entry.places.clone() };
        let text = match &entry.broken {
            None => format!("{}: {:?}", entry.key, entry.text()),
            Some(why) => format!("# {}: {}", entry.key, why.render(cx.spec.language)),
        };
        file.because(text, origin);
    }
    file
}

static FRONT: Service = service("tandem-front", &["front"], 1);
static BACK: Service = service("tandem-back", &["back"], 0);

const fn service(id: &'static str, roles: &'static [&'static str], order: u32) -> Service {
    Service {
        id,
        title: Text::same("Tandem"),
        roles,
        applies: |_, _| true,
        order,
        rolling: None,
        after: None,
        reads: &["conf/"],
        script: "#!/bin/sh\nexit 0\n",
        variables: |_, _| vec![("TANDEM_HOME", "/opt/tandem".to_owned())],
        folders: |_, _| vec!["/opt/tandem".to_owned()],
        unit: |_, _| vec!["ExecStart=/opt/tandem/bin/tandem".to_owned()],
        limits: &[],
        kernel: &[],
    }
}

fn packages(_: &Context) -> Vec<Package> {
    vec![Package {
        id: "tandem",
        title: Text::same("Tandem"),
        version: "1.0".to_owned(),
        architecture: "any",
        file: "tandem-1.0.tar.gz".to_owned(),
        url: "https://tandem.example/tandem-1.0.tar.gz".to_owned(),
        sha256: "",
        services: &["tandem-front", "tandem-back"],
    }]
}

fn connections(_: &Context) -> Vec<Connection> {
    let line = |from, to: &'static str, port| Connection {
        from,
        to: Party::Roles(vec![to]),
        port: Some(port),
        last: None,
        protocol: "TCP",
        purpose: Text::new("requests", "请求"),
    };
    vec![line(Party::Clients, "front", 9000), line(Party::Roles(vec!["front"]), "back", 9001)]
}
