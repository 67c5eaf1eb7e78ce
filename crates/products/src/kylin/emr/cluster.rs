//! A cluster of EMR as the document wants it, and its JSON for the AWS CLI.

use super::{extra, glue, on_s3, root, split};
use crate::common::text::origin;
use ::rules::Context;
use formats::json::Json;
use model::value::{Count, shown};
use model::{Message, Place, msg};

/// What a cluster is for: the first part of its fields' keys, and of its files' names.
pub(crate) type Which = &'static str;
/// The cluster that builds, or the only one.
pub(crate) const MAIN: Which = "main";
/// The cluster that answers queries.
pub(crate) const HBASE: Which = "hbase";

/// Names of applications, with commas between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Applications(pub(crate) Vec<String>);

impl Applications {
    /// Reads them.
    pub(crate) fn parse(text: &str) -> Result<Applications, Message> {
        let names: Vec<String> =
            text.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
        let bad = names.iter().find(|n| !n.chars().all(|c| c.is_ascii_alphanumeric()));
        match bad {
            Some(bad) => {
                Err(msg!(en: "\"{n}\" is not the name of an application: Hadoop, HBase, Hive …",
                     zh: "“{n}”不是应用名称：Hadoop、HBase、Hive 等", n = shown(bad)))
            }
            None => Ok(Applications(names)),
        }
    }

    /// Whether one is among them.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|n| n.eq_ignore_ascii_case(name))
    }
}

/// Instances of one kind.
pub(super) struct Group {
    /// `MASTER`, `CORE` or `TASK`.
    pub(super) role: &'static str,
    /// Its name in the console.
    pub(super) name: &'static str,
    /// The instance type and its field.
    pub(super) kind: (String, String),
    /// How many, and the field that says so.
    pub(super) count: (u32, String),
}

/// A property of a program of the cluster, and the fields that cause it.
pub(super) struct Property {
    classification: String,
    key: String,
    value: String,
    fields: Vec<String>,
}

/// A cluster.
pub(crate) struct Cluster<'a, 'b> {
    cx: &'a Context<'b>,
    which: Which,
}

impl<'a, 'b> Cluster<'a, 'b> {
    /// The cluster that builds, or the one that answers queries.
    pub(crate) fn new(cx: &'a Context<'b>, which: Which) -> Cluster<'a, 'b> {
        Cluster { cx, which }
    }

    /// The key of one of its fields.
    pub(crate) fn key(&self, name: &str) -> String {
        format!("emr.{}_{name}", self.which)
    }

    /// Its name in the console.
    pub(crate) fn name(&self) -> String {
        let name = crate::common::text::one_line(self.cx.spec.name.trim());
        if split(self.cx) { format!("{name}-{}", self.which) } else { name }
    }

    /// Its applications.
    pub(crate) fn applications(&self) -> Applications {
        Applications::parse(&self.cx.text(&self.key("apps")))
            .unwrap_or_else(|_| Applications(Vec::new()))
    }

    /// How many core nodes it has.
    pub(crate) fn core_count(&self) -> u32 {
        self.cx.get::<Count>(&self.key("core_count")).map_or(0, |c| c.0)
    }

    /// What was added to its configuration by hand.
    pub(crate) fn added(&self) -> Vec<extra::Property> {
        extra::parse(&self.cx.text(&self.key("settings"))).unwrap_or_default()
    }

    /// Whether HBase runs on it.
    fn holds_hbase(&self) -> bool {
        self.which == HBASE || !split(self.cx)
    }

    /// Its machines: what they are, how many, of which type.
    pub(crate) fn machines(&self) -> Vec<(&'static str, u32, String)> {
        self.groups().into_iter().map(|g| (g.name, g.count.0, g.kind.0)).collect()
    }

    pub(super) fn groups(&self) -> Vec<Group> {
        let kind = |name: &str| (self.cx.text(&self.key(name)).into_owned(), self.key(name));
        let count = |name: &str| {
            let key = self.key(name);
            (self.cx.get::<Count>(&key).map_or(0, |c| c.0), key)
        };
        let mut groups = vec![
            Group {
                role: "MASTER",
                name: "Master",
                kind: kind("master_type"),
                count: (1, self.key("master_type")),
            },
            Group {
                role: "CORE",
                name: "Core",
                kind: kind("core_type"),
                count: count("core_count"),
            },
        ];
        if self.which == MAIN && count("task_count").0 > 0 {
            groups.push(Group {
                role: "TASK",
                name: "Task",
                kind: kind("task_type"),
                count: count("task_count"),
            });
        }
        groups
    }

    pub(super) fn disk(&self) -> (u32, String) {
        let key = self.key("disk");
        (self.cx.get::<Count>(&key).map_or(0, |c| c.0), key)
    }

    /// Its configuration by classification. What was added by hand comes last, and wins.
    pub(super) fn properties(&self) -> Vec<(String, Vec<Property>)> {
        let mut all: Vec<Property> = Vec::new();
        let mut add = |classification: &str, key: &str, value: String, fields: &[&str]| {
            all.push(Property {
                classification: classification.to_owned(),
                key: key.to_owned(),
                value,
                fields: fields.iter().map(|f| (*f).to_owned()).collect(),
            });
        };
        if let Some(root) = root(self.cx).filter(|_| self.holds_hbase()) {
            add("hbase", "hbase.emr.storageMode", "s3".to_owned(), &["emr.hbase_storage"]);
            add("hbase-site", "hbase.rootdir", root.to_string(), &["emr.hbase_root"]);
            add("hbase-site", "hbase.rpc.timeout", "3600000".to_owned(), &["emr.hbase_storage"]);
        }
        if glue(self.cx) && self.which == MAIN {
            add(
                "hive-site",
                "hive.metastore.client.factory.class",
                "com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory"
                    .to_owned(),
                &["emr.metadata"],
            );
        }
        let settings = self.key("settings");
        for p in self.added() {
            add(&p.classification, &p.key, p.value, &[&settings]);
        }
        let mut grouped: Vec<(String, Vec<Property>)> = Vec::new();
        for property in all {
            let at = grouped.iter().position(|(c, _)| *c == property.classification);
            let at = at.unwrap_or_else(|| {
                grouped.push((property.classification.clone(), Vec::new()));
                grouped.len() - 1
            });
            if let Some((_, group)) = grouped.get_mut(at) {
                group.retain(|p| p.key != property.key);
                group.push(property);
            }
        }
        grouped
    }

    /// A value caused by fields, with the first one's name as the reason.
    pub(super) fn because(&self, value: Json, fields: &[&str]) -> Json {
        let place = Place::Setting(fields.first().map_or_else(String::new, |f| (*f).to_owned()));
        value.because(origin(self.cx.label(&place), fields))
    }

    /// The text of a field, when it is not empty.
    pub(super) fn text(&self, name: &str, key: &str) -> Option<(String, Json)> {
        let text = self.cx.text(key);
        (!text.is_empty())
            .then(|| (name.to_owned(), self.because(Json::text(text.into_owned()), &[key])))
    }

    /// For `--applications`.
    pub(super) fn applications_json(&self) -> Json {
        let names = self.applications().0;
        let names = names.into_iter().map(|n| Json::object([("Name", Json::text(n))]));
        self.because(Json::List(names.collect()), &[&self.key("apps")])
    }

    /// For `--configurations`; `properties` is what the properties are called: the CLI and
    /// `CloudFormation` differ.
    pub(super) fn configurations_json(&self, properties: &str) -> Json {
        let one = |(classification, group): (String, Vec<Property>)| {
            let values = group.into_iter().map(|p| {
                let fields: Vec<&str> = p.fields.iter().map(String::as_str).collect();
                (p.key, self.because(Json::text(p.value), &fields))
            });
            Json::object([
                ("Classification", Json::text(classification)),
                (properties, Json::Object(values.collect())),
            ])
        };
        Json::List(self.properties().into_iter().map(one).collect())
    }

    /// One group of instances; `CloudFormation` has the role in the name of the group.
    pub(super) fn group_json(&self, group: &Group, with_role: bool) -> Json {
        let mut parts = vec![("Name".to_owned(), Json::text(group.name))];
        if with_role {
            parts.push(("InstanceGroupType".to_owned(), Json::text(group.role)));
        }
        let (kind, kind_key) = &group.kind;
        let (count, count_key) = &group.count;
        let (size, size_key) = self.disk();
        let volume = Json::object([
            ("SizeInGB", self.because(Json::Number(u64::from(size)), &[&size_key])),
            ("VolumeType", Json::text("gp2")),
        ]);
        let device = Json::object([
            ("VolumeSpecification", volume),
            ("VolumesPerInstance", Json::Number(1)),
        ]);
        parts.extend([
            ("InstanceType".to_owned(), self.because(Json::text(kind.as_str()), &[kind_key])),
            (
                "InstanceCount".to_owned(),
                self.because(Json::Number(u64::from(*count)), &[count_key]),
            ),
            (
                "EbsConfiguration".to_owned(),
                Json::object([("EbsBlockDeviceConfigs", Json::List(vec![device]))]),
            ),
        ]);
        Json::Object(parts)
    }

    /// For `--instance-groups`.
    pub(super) fn groups_json(&self) -> Json {
        Json::List(self.groups().iter().map(|g| self.group_json(g, true)).collect())
    }

    /// For `--ec2-attributes`.
    pub(super) fn attributes_json(&self) -> Json {
        let parts = [
            self.text("KeyName", "emr.key"),
            self.text("SubnetId", "emr.subnet"),
            self.text("InstanceProfile", "emr.instance_profile"),
            self.text("EmrManagedMasterSecurityGroup", "emr.sg_master"),
            self.text("EmrManagedSlaveSecurityGroup", "emr.sg_core"),
            self.text("ServiceAccessSecurityGroup", "emr.sg_service"),
        ];
        Json::Object(parts.into_iter().flatten().collect())
    }

    /// Whether HBase keeps files here on disks that end with the cluster.
    pub(crate) fn keeps_cubes_on_disks(&self) -> bool {
        self.holds_hbase() && !on_s3(self.cx)
    }
}
