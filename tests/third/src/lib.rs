//! A made-up product of a third shape: three processes on one node, two files for each of them, one
//! file that they all read, keys that repeat in several files, sizes that follow from the machine.
//! It must pass check, render and export without a change anywhere else.

mod configure;
mod fields;
mod files;
mod ports;
mod services;
mod steps;

use model::{Lang, Text};
use rules::{Evidence, Preset, Process, Product, Reads, Runbook, Secret, Source, Survey, Version};

/// The product.
pub static PRODUCT: Product = Product {
    id: "trio",
    title: "Trio",
    sentence: Text::new("Three by three.", "三三成组。"),
    versions: &[Version {
        id: "2.0",
        sentence: Text::new("The only one.", "唯一的版本。"),
        evidence: Evidence::Catalogue,
        also: &[],
    }],
    refused: &[],
    steps: steps::STEPS,
    fields: &[fields::FIELDS],
    roles: steps::ROLES,
    server_types: steps::SERVER_TYPES,
    rules: &[&[&ports::TAKEN]],
    catalogue: include_str!("catalogue.tsv"),
    relative: None,
    configs: configure::CONFIGS,
    import: &rules::Import::NONE,
    processes: PROCESSES,
    configure: configure::configure,
    budget: &fields::BUDGET,
    javas: |_, _| &[17],
    site: None,
    files: &[files::FILES],
    services: &[&services::GATE, &services::KEEPER, &services::STORE],
    transitions: &[],
    survey: |_| Survey::default(),
    packages: services::packages,
    connections: services::connections,
    picture: &rules::Picture::PLAIN,
    secrets: |_| Vec::<Secret>::new(),
    runbook: |_, _: Lang| Vec::<Runbook>::new(),
    verify: |_| Vec::new(),
    verify_script: "verify_product() { :; }\n",
    presets: &[Preset {
        id: "trio-three",
        title: Text::new("Three nodes", "三个节点"),
        sentence: Text::new(
            "A store on each, the rest on two.",
            "每个节点都有 store，其余在两个节点上。",
        ),
        toml: include_str!("three.toml"),
    }],
    sources: &[Source::own("made up for the tests")],
};

/// The products of a build that has only this one.
pub static ONLY: &[&Product] = &[&PRODUCT];

/// What each process reads: the common file, its own, and the options of its JVM, which win.
static PROCESSES: &[Process] = &[
    process(
        "gate",
        &["gate"],
        &[
            Reads::Keys(configure::COMMON),
            Reads::Keys(configure::GATE),
            Reads::Options(configure::GATE_JVM),
        ],
    ),
    process(
        "keeper",
        &["keeper"],
        &[
            Reads::Keys(configure::COMMON),
            Reads::Keys(configure::KEEPER),
            Reads::Options(configure::KEEPER_JVM),
        ],
    ),
    process(
        "store",
        &["store"],
        &[
            Reads::Keys(configure::COMMON),
            Reads::Keys(configure::STORE),
            Reads::Options(configure::STORE_JVM),
        ],
    ),
];

const fn process(
    id: &'static str,
    roles: &'static [&'static str],
    reads: &'static [Reads],
) -> Process {
    Process { id, roles, reads }
}
