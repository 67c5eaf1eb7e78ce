//! What a product is: tables and small functions. One folder per product fills one of these in.

use crate::{
    Budget, Class, ConfigFile, ConfigKind, Context, Field, FileKind, Import, Picture, Process,
    Rule, ServerType, Site, Source, Survey, Transition,
};
use model::{Lang, Node, Text};

/// What a version's support rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Exported archives were deployed and the real product started with them.
    Booted,
    /// The product's own code read the exported files.
    ReadByCode,
    /// The catalogue of keys, made from the sources of that version.
    Catalogue,
}

impl Evidence {
    /// `booted`, `read-by-code` or `catalogue`, as in the manifest.
    pub fn id(self) -> &'static str {
        match self {
            Evidence::Booted => "booted",
            Evidence::ReadByCode => "read-by-code",
            Evidence::Catalogue => "catalogue",
        }
    }

    /// The evidence in one sentence.
    pub fn sentence(self) -> Text {
        match self {
            Evidence::Booted => {
                const {
                    Text::new(
                        "Booted: archives of this version start the real product in Muster's tests.",
                        "已实际启动：Muster 的测试用该版本的部署包启动了真实的产品。",
                    )
                }
            }
            Evidence::ReadByCode => {
                const {
                    Text::new(
                        "Read by the product's own code: its classes load the files in Muster's tests.",
                        "已由产品自身代码读取：Muster 的测试用产品的类加载了这些文件。",
                    )
                }
            }
            Evidence::Catalogue => {
                const {
                    Text::new(
                        "Catalogue only: keys and defaults come from this version's sources or manual; it was not started.",
                        "仅依据配置项目录：键和默认值来自该版本的源码或手册，未实际启动。",
                    )
                }
            }
        }
    }
}

/// A version that can be chosen.
pub struct Version {
    /// As written into the document.
    pub id: &'static str,
    /// When to take it.
    pub sentence: Text,
    /// What its support rests on.
    pub evidence: Evidence,
    /// Other releases of its family, for which it stands, by how they begin: `24` or `0.22`. Those of the
    /// same first two numbers need no word.
    pub also: &'static [&'static str],
}

/// A version that bears the product's name and is not configured: shown among the others, with why.
pub struct Refused {
    /// What stands in place of a version: `4.x`.
    pub id: &'static str,
    /// Why, and what to do instead.
    pub reason: Text,
}

/// What a step of the wizard is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Product, version, environment, name, presets.
    Product,
    /// The node list.
    Nodes,
    /// The role grid.
    Roles,
    /// Fields.
    Form,
    /// Findings, overrides, export.
    Review,
}

/// A step of the wizard.
pub struct Step {
    /// Its id.
    pub id: &'static str,
    /// Its heading.
    pub title: Text,
    /// The same for a narrow place: at most eight letters, of which a Chinese one counts for two.
    pub short: Text,
    /// One sentence below it.
    pub sentence: Text,
    /// What it is made of.
    pub kind: StepKind,
}

/// A role: one process, or one mode of it.
pub struct Role {
    /// As written into the document.
    pub id: &'static str,
    /// The column's head.
    pub title: Text,
    /// What such a node does.
    pub sentence: Text,
    /// What people call it in a node list, beside its id: everyday words in any language. Case,
    /// hyphens, underscores and blanks make no difference.
    pub words: &'static [&'static str],
    /// Roles of one group exclude each other; empty for none.
    pub group: &'static str,
    /// Whether the column is there for this document.
    pub shown: fn(&Context) -> bool,
    /// How many there should be: lowest number, and the words for it. A rule of the product
    /// reports what is missing.
    pub need: fn(&Context) -> (u32, Text),
}

/// Who talks, or is talked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// The nodes with one of these roles.
    Roles(Vec<&'static str>),
    /// People and programs that use the cluster.
    Clients,
    /// Something that exists outside: its name, and its addresses where they are known.
    Outside(Text, Vec<String>),
}

/// One line of the firewall sheet and of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Who opens it.
    pub from: Party,
    /// Who listens.
    pub to: Party,
    /// The TCP port; `None` when only the other side knows it.
    pub port: Option<u16>,
    /// The last one of a range of ports that begins with `port`; `None` for one port.
    pub last: Option<u16>,
    /// `HTTP`, `MySQL` …
    pub protocol: &'static str,
    /// What for.
    pub purpose: Text,
}

impl Connection {
    /// Its port or ports in words; nothing when only the other side knows it.
    pub fn ports(&self) -> Option<String> {
        self.port.map(|port| ports_in_words(port, self.last))
    }
}

/// A port, or a range of them: `8100–8199`.
pub fn ports_in_words(first: u16, last: Option<u16>) -> String {
    match last {
        Some(last) if last > first => format!("{first}–{last}"),
        _ => first.to_string(),
    }
}

/// A piece of software that must be on a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// A short name: `kylin`, `mysql-driver`.
    pub id: &'static str,
    /// What it is.
    pub title: Text,
    /// Its version.
    pub version: String,
    /// `any`, or the architecture.
    pub architecture: &'static str,
    /// The file's name in `packages/`; empty for what the operating system brings.
    pub file: String,
    /// Where to get it.
    pub url: String,
    /// SHA-256 where known, else empty.
    pub sha256: &'static str,
    /// The services that need it.
    pub services: &'static [&'static str],
}

/// A secret that the archive needs by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    /// The variable's name.
    pub variable: String,
    /// What it is for.
    pub purpose: (&'static str, &'static str),
}

/// A program that runs on nodes with certain roles, with its own script and unit.
pub struct Service {
    /// `kylin`, `zookeeper`: also the names of the script and the unit.
    pub id: &'static str,
    /// What it is.
    pub title: Text,
    /// The roles whose nodes run it.
    pub roles: &'static [&'static str],
    /// Whether it runs on this node; only asked for nodes with one of the roles.
    pub applies: fn(&Context, &Node) -> bool,
    /// Its place in the start order; lower is earlier.
    pub order: u32,
    /// Its place in the order in which running services are restarted, where that is another one than
    /// the start order.
    pub rolling: Option<u32>,
    /// Its script: `sh service/<id>.sh preflight|install|render|start|stop|check`.
    pub script: &'static str,
    /// The configuration that it reads when it starts, by parts of the files' paths: a change of such
    /// a file needs a restart. Its unit and what stands in `node.env` are its own by their kind.
    pub reads: &'static [&'static str],
    /// Variables of its own for `node.env`, by name.
    pub variables: fn(&Context, &Node) -> Vec<(&'static str, String)>,
    /// Folders that must exist and belong to the service user.
    pub folders: fn(&Context, &Node) -> Vec<String>,
    /// The ids of the node's services after which systemd starts it at a boot; none: all those of a
    /// lower order.
    pub after: Option<&'static [&'static str]>,
    /// The systemd unit's text lines between `[Service]` and `[Install]` that are its own.
    pub unit: fn(&Context, &Node) -> Vec<String>,
    /// Files per open process and the like: lines for root-once.sh's limits file.
    pub limits: &'static [(&'static str, u32)],
    /// Settings of the kernel that it needs at least, which root-once.sh raises: `vm.max_map_count`.
    pub kernel: &'static [(&'static str, u32)],
}

/// Where a part of the runbook has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before the first preflight: what must be prepared.
    Before,
    /// Between the first deployment and the first start, as a step with a number.
    BeforeStart,
    /// After the steps.
    After,
}

/// A part of the runbook.
pub struct Runbook {
    /// Its place.
    pub when: When,
    /// Its heading.
    pub title: String,
    /// Its Markdown.
    pub body: String,
}

/// An example document.
pub struct Preset {
    /// Its id, beginning with the product's.
    pub id: &'static str,
    /// Its name.
    pub title: Text,
    /// What it is an example of.
    pub sentence: Text,
    /// The document.
    pub toml: &'static str,
}

/// An open product from which a closed one descends: what stands in its catalogue is read by the
/// closed one, too.
pub struct Relative {
    /// Its name, never translated.
    pub title: &'static str,
    /// Its catalogue of keys.
    pub catalogue: &'static str,
    /// The version of it whose keys count.
    pub version: &'static str,
}

/// A product.
pub struct Product {
    /// As written into the document.
    pub id: &'static str,
    /// Its name, never translated.
    pub title: &'static str,
    /// What it is, for who has to choose: one sentence.
    pub sentence: Text,
    /// Preferred first.
    pub versions: &'static [Version],
    /// Versions that are refused.
    pub refused: &'static [Refused],
    /// The wizard's steps, in order.
    pub steps: &'static [Step],
    /// The fields, in the order in which they are shown.
    pub fields: &'static [&'static [Field]],
    /// The roles, in the order of the columns.
    pub roles: &'static [Role],
    /// What admins call a machine with several of the roles; empty where they think in roles.
    pub server_types: &'static [ServerType],
    /// Its rules, those that it shares included.
    pub rules: &'static [&'static [&'static Rule]],
    /// Its catalogue of keys; see [`crate::Catalogue::read`].
    pub catalogue: &'static str,
    /// For a closed product, whose catalogue is made from its manual: the open one from which it
    /// descends. A manual never names all keys, so nothing is said to be ignored.
    pub relative: Option<&'static Relative>,
    /// The configuration files of its nodes, the product's main one first: overrides that name no
    /// file go there.
    pub configs: &'static [ConfigKind],
    /// How its files are known among foreign ones.
    pub import: &'static Import,
    /// Its programs by what they read, where several read different files or several of them: what
    /// [`Context::read_by`] asks. Empty for a product whose programs all read the main file alone.
    pub processes: &'static [Process],
    /// What the fields and roles write, for the nodes of one class. It sees the class and the
    /// cluster, never a node's name or address: equal classes have equal files.
    pub configure: fn(&Context, &Class) -> Vec<ConfigFile>,
    /// What a load balancer must know of it; nothing for a product without a web interface that
    /// one stands in front of.
    pub site: Option<&'static Site>,
    /// What takes the memory of its nodes.
    pub budget: &'static Budget,
    /// The major versions of Java that its programs on a node run on, the recommended one first; empty for
    /// a node whose programs need none, and for a product whose versions are not known.
    pub javas: fn(&Context, &Node) -> &'static [u32],
    /// Its files, the ones of nodes and the ones of the cluster.
    pub files: &'static [&'static [FileKind]],
    /// Its programs.
    pub services: &'static [&'static Service],
    /// Its kinds of changes for which a restart is not enough.
    pub transitions: &'static [&'static [Transition]],
    /// What its cluster does, and what that takes: for drills.
    pub survey: fn(&Context) -> Survey,
    /// The software that must be there.
    pub packages: fn(&Context) -> Vec<Package>,
    /// Who talks to whom.
    pub connections: fn(&Context) -> Vec<Connection>,
    /// How its picture is ordered.
    pub picture: &'static Picture,
    /// The secrets that are needed by name.
    pub secrets: fn(&Context) -> Vec<Secret>,
    /// Its parts of the runbook.
    pub runbook: fn(&Context, Lang) -> Vec<Runbook>,
    /// Lines of the product-specific verification: `NAME=value` for bin/, by name.
    pub verify: fn(&Context) -> Vec<(&'static str, String)>,
    /// A POSIX script with functions that `bin/verify` calls: `verify_plan` says what
    /// `verify_product` does; where there is a `verify_drill`, `--drill` may be said.
    pub verify_script: &'static str,
    /// Example documents; the first is the start page's.
    pub presets: &'static [Preset],
    /// Where its facts come from.
    pub sources: &'static [Source],
}

impl Product {
    /// All fields.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().flat_map(|f| f.iter())
    }

    /// All rules, the general ones included.
    pub fn all_rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        let own = self.rules.iter().flat_map(|r| r.iter().copied());
        crate::general::RULES.iter().copied().chain(own)
    }

    /// All kinds of files.
    pub fn all_files(&self) -> impl Iterator<Item = &'static FileKind> + use<> {
        self.files.iter().flat_map(|f| f.iter())
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.all_fields().find(|f| f.key == key)
    }

    /// What [`model::secret::is_marked`] needs to know the product's own secrets: the keys that its
    /// catalogue marks, whatever the version, and the fields that name a variable.
    pub fn secret_marks(&self) -> Vec<String> {
        let fields = self.all_fields().filter(|f| matches!(f.kind, crate::Kind::Secret));
        let mut marks = crate::catalogue::secret_marks(self.catalogue);
        marks.extend(fields.map(|f| f.key.to_owned()));
        marks.sort();
        marks.dedup();
        marks
    }

    /// The role with this id.
    pub fn role(&self, id: &str) -> Option<&'static Role> {
        self.roles.iter().find(|r| r.id == id)
    }

    /// The version with this id, or the preferred one.
    pub fn version(&self, id: &str) -> Option<&'static Version> {
        self.versions.iter().find(|v| v.id == id)
    }
}
