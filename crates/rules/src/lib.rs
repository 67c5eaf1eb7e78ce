//! The shared rules crate: what a product is, what a document means for it, and the rules.
//!
//! Rules never change the document; fixes are data. No I/O, no clock, no randomness.

mod apart;
mod beside;
mod binding;
mod budget;
#[cfg(not(feature = "without-examples"))]
mod by_override;
mod catalogue;
mod check;
mod config_kind;
mod context;
mod default;
mod effective;
#[cfg(not(feature = "without-examples"))]
mod example;
mod field;
mod foreign;
mod found;
mod machines;
mod nearest;
mod node_config;
mod overridden;
#[cfg(not(feature = "without-examples"))]
mod page;
mod pick;
mod picture;
mod present;
mod process;
mod product;
mod read;
mod rule;
mod server_type;
mod site;
mod symptoms;
mod transition;
mod tree;

pub mod drill;
pub mod formula;
pub mod general;

pub use apart::{Apart, apart};
pub use beside::{Beside, Hint, Reader};
pub use binding::Binding;
pub use budget::{Budget, Claim, Disk, Disks, OnDisk, Use, disk_of};
#[cfg(not(feature = "without-examples"))]
pub use by_override::{ByOverride, Reach as OverrideReach, beyond, overriding};
pub use catalogue::{Catalogue, Key, KeyType};
pub use check::{Checked, Report, check};
pub use config_kind::{ConfigKind, Format, Number};
pub use context::{Context, NodeHosts};
pub use default::Default;
pub use drill::{Ability, Drill, Holding, Need, State, Survey, drill, single_points};
pub use effective::{Class, ConfigFile, Entry, OfNode};
pub use field::{Among, Choice, Field, Kind, Own, Scope, Written};
pub use foreign::{Foreign, Import, Known, Named, Numbered, Stranger, Told, same_machine};
pub use formula::{Condition, Formula, Measure, Unit};
pub use found::Found;
pub use machines::{DiskNotation, Filled, Measured, fill};
pub use node_config::NodeConfig;
#[cfg(not(feature = "without-examples"))]
pub use page::page;
pub use pick::{Answer, Pick};
pub use picture::{Band, Frame, Members, Picture};
pub use process::{Process, Reads, defined_in};
pub use product::{
    Connection, Evidence, Package, Party, Preset, Product, Refused, Relative, Role, Runbook,
    Secret, Service, Step, StepKind, Version, When, ports_in_words,
};
pub use rule::{Example, Rule, Sink, Source, Symptom};
pub use server_type::ServerType;
pub use site::Site;
pub use symptoms::{Match, explain};
pub use transition::{Back, Moment, Move, Still, Task, Transition};
pub use tree::{FileKind, Install, PART, Reach};
