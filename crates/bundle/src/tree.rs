//! The archive's tree: which files there are, and which nodes share them.

use crate::account::{account, node_folders, services};
use crate::archive::sha256_hex;
use crate::{cluster, node};
use formats::File;
use model::{ClusterSpec, Node, RowId, Text};
use rules::{Context, Product, Report};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It lies in the folder of each node that has it.
    Node,
    /// One for the cluster.
    Cluster,
}

/// One distinct content of a file.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The nodes that have it, in the document's order; empty for a file of the cluster.
    pub nodes: Vec<RowId>,
    /// The content, shared by all of them.
    pub file: Arc<File>,
    /// Of the text and the permissions: equal contents have equal hashes.
    pub hash: u64,
}

/// All contents of one file name.
#[derive(Clone, Debug)]
pub struct Group {
    /// The path inside the node's folder, or inside the archive.
    pub name: String,
    /// Whose it is.
    pub reach: Reach,
    /// One for a file of the cluster; otherwise one per distinct content, the most common first.
    pub variants: Vec<Variant>,
}

/// The archive without its checksums, which are made when it is packed.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The top folder: the cluster's name, made harmless.
    pub folder: String,
    /// The archive's id; see [`crate::archive_id`].
    pub archive: String,
    /// The product's files in its own order, then the other files of nodes, then the cluster's,
    /// each by name.
    pub groups: Vec<Group>,
    /// The folder below `nodes/` of every node.
    pub folders: BTreeMap<RowId, String>,
    /// What the manifest says beside the list of files.
    pub(crate) manifest: cluster::ManifestHead,
}

/// Groups under construction: equal contents become one.
#[derive(Default)]
struct Groups {
    all: Vec<Group>,
    by_name: BTreeMap<String, usize>,
    by_hash: BTreeMap<(usize, u64), Vec<usize>>,
    /// The variants by the address of their file, which the variant keeps alive.
    by_file: BTreeMap<(usize, *const File), usize>,
}

impl Groups {
    fn at(&mut self, name: &str, reach: Reach) -> usize {
        if let Some(at) = self.by_name.get(name) {
            return *at;
        }
        self.all.push(Group { name: name.to_owned(), reach, variants: Vec::new() });
        self.by_name.insert(name.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }

    /// Adds a node to the variant that it had before, found by its shared file.
    fn share(&mut self, name: &str, row: RowId, file: &Arc<File>) -> bool {
        let at = self.at(name, Reach::Node);
        let Some(index) = self.by_file.get(&(at, Arc::as_ptr(file))) else { return false };
        let variant = self.all.get_mut(at).and_then(|g| g.variants.get_mut(*index));
        variant.map(|v| v.nodes.push(row)).is_some()
    }

    /// Adds a file of a node and gives the one that it shares with its equals.
    fn add(&mut self, name: &str, row: RowId, file: File) -> Arc<File> {
        self.add_shared(name, row, Arc::new(file))
    }

    fn add_shared(&mut self, name: &str, row: RowId, file: Arc<File>) -> Arc<File> {
        let at = self.at(name, Reach::Node);
        let hash = file.content_hash();
        let candidates = self.by_hash.entry((at, hash)).or_default();
        let Some(group) = self.all.get_mut(at) else { return file };
        for index in candidates.iter() {
            if let Some(variant) = group.variants.get_mut(*index)
                && variant.file.same_content(&file)
            {
                variant.nodes.push(row);
                return Arc::clone(&variant.file);
            }
        }
        candidates.push(group.variants.len());
        self.by_file.insert((at, Arc::as_ptr(&file)), group.variants.len());
        group.variants.push(Variant { nodes: vec![row], file: Arc::clone(&file), hash });
        file
    }

    fn cluster(&mut self, name: &str, file: Arc<File>) {
        let at = self.at(name, Reach::Cluster);
        let hash = file.content_hash();
        if let Some(group) = self.all.get_mut(at) {
            group.variants = vec![Variant { nodes: Vec::new(), file, hash }];
        }
    }
}

/// The name of the top folder.
fn top_folder(cx: &Context) -> String {
    crate::account::folder_part(&cx.spec.name, "cluster")
}

/// Groups with a place for each of the product's own files of nodes.
fn own_groups(cx: &Context) -> Groups {
    let mut groups = Groups::default();
    for kind in cx.product.all_files() {
        if !matches!(kind.reach, rules::Reach::Cluster { .. }) {
            groups.at(kind.name, Reach::Node);
        }
    }
    groups
}

/// The product's own files of the cluster.
fn own_of_cluster(cx: &Context, groups: &mut Groups) {
    for kind in cx.product.all_files() {
        if let rules::Reach::Cluster { applies, render } = kind.reach
            && applies(cx)
        {
            groups.cluster(kind.name, Arc::new(render(cx)));
        }
    }
}

/// The groups in their order, those with files.
fn finished(cx: &Context, groups: Groups) -> Vec<Group> {
    let mut groups = groups.all;
    groups.retain(|g| !g.variants.is_empty());
    for group in &mut groups {
        group.variants.sort_by_key(|v| std::cmp::Reverse(v.nodes.len()));
    }
    sort(cx, &mut groups);
    groups
}

/// Whether a file is one of the product's own, which [`partial_tree`] makes anew.
pub fn is_own(product: &Product, name: &str) -> bool {
    product.all_files().any(|kind| kind.name == name)
}

/// The product's own files of a document, and all other files as they were in an older tree of it,
/// whose nodes must be the same rows: what a person sees at each key, in a part of the time.
pub fn partial_tree(cx: &Context, older: &Tree) -> Tree {
    let mut groups = own_groups(cx);
    let mut shared = BTreeMap::new();
    for (position, machine) in cx.spec.nodes.iter().enumerate() {
        let class = cx.class_of().get(position).copied().unwrap_or_default();
        product_files(cx, machine, class, &mut shared, &mut groups);
    }
    own_of_cluster(cx, &mut groups);
    let other = older.groups.iter().filter(|g| !is_own(cx.product, &g.name));
    groups.all.extend(other.cloned());
    let archive = crate::archive_id(cx.spec);
    Tree {
        folder: top_folder(cx),
        groups: finished(cx, groups),
        folders: node_folders(&cx.spec.nodes),
        manifest: cluster::ManifestHead::new(cx, &archive),
        archive,
    }
}

/// All files of a document: total, whatever stands in it.
pub fn tree(cx: &Context, report: &Report) -> Tree {
    let folders = node_folders(&cx.spec.nodes);
    let folder = top_folder(cx);
    let mut groups = own_groups(cx);
    let mut shared: BTreeMap<(usize, usize), Arc<File>> = BTreeMap::new();
    let secrets = cx.secrets();
    let name = Arc::new(node::archive(&crate::archive_id(cx.spec)));
    let mut mentions: BTreeMap<*const File, Rc<node::Mentions>> = BTreeMap::new();
    let mut lines = BTreeMap::new();
    for (position, machine) in cx.spec.nodes.iter().enumerate() {
        let class = cx.class_of().get(position).copied().unwrap_or_default();
        let mut own = product_files(cx, machine, class, &mut shared, &mut groups);
        for file in &mut own {
            let known = mentions.entry(Arc::as_ptr(&file.file));
            let mentions = known
                .or_insert_with(|| Rc::new(node::Mentions::of(&file.file, secrets, &mut lines)));
            file.mentions = Rc::clone(mentions);
        }
        let services = services(cx, machine);
        let site = node::Site {
            cx,
            node: machine,
            cluster: &folder,
            folder: folders.get(&machine.row).map_or("node", String::as_str),
            archive: &name,
            account: account(cx, machine),
            folders: services.iter().map(|s| (s.folders)(cx, machine)).collect(),
            services,
            files: &own,
            secrets,
        };
        for (name, file) in node::files(&site) {
            if !groups.share(&name, machine.row, &file) {
                groups.add_shared(&name, machine.row, file);
            }
        }
    }
    own_of_cluster(cx, &mut groups);
    let (files, archive) = cluster::files(cx, report, &folder, &folders);
    for (name, file) in files {
        groups.cluster(&name, file);
    }
    let manifest = cluster::ManifestHead::new(cx, &archive);
    Tree { folder, archive, groups: finished(cx, groups), folders, manifest }
}

/// The product's files in its own order, the other files of nodes, the cluster's.
fn sort(cx: &Context, groups: &mut [Group]) {
    let own: Vec<&str> = cx.product.all_files().map(|k| k.name).collect();
    groups.sort_by_cached_key(|group| {
        let place = own.iter().position(|n| *n == group.name).unwrap_or(own.len());
        (group.reach == Reach::Cluster, place, group.name.clone())
    });
}

/// The product's files of one node: a kind with reach `Class` is rendered once per class.
fn product_files(
    cx: &Context,
    machine: &Node,
    class: usize,
    shared: &mut BTreeMap<(usize, usize), Arc<File>>,
    groups: &mut Groups,
) -> Vec<node::OwnFile> {
    let mut own = Vec::new();
    for (index, kind) in cx.product.all_files().enumerate() {
        let (install, file) = match &kind.reach {
            rules::Reach::Cluster { .. } => continue,
            rules::Reach::Class { applies, render, install } => {
                if !applies(cx, machine) {
                    continue;
                }
                let known = shared.get(&(class, index)).cloned();
                let file = match known {
                    Some(file) if groups.share(kind.name, machine.row, &file) => file,
                    _ => {
                        let file = groups.add(kind.name, machine.row, render(cx, machine));
                        shared.insert((class, index), Arc::clone(&file));
                        file
                    }
                };
                (install, file)
            }
            rules::Reach::Node { applies, render, install } => {
                if !applies(cx, machine) {
                    continue;
                }
                (install, groups.add(kind.name, machine.row, render(cx, machine)))
            }
        };
        own.push(node::OwnFile {
            name: kind.name,
            file,
            to: (install.to)(cx, machine),
            mode: install.mode,
            render: install.render,
            mentions: Rc::default(),
        });
    }
    own
}

/// Where the nodes' folders lie in the archive.
pub(crate) const NODES: &str = "nodes/";

/// The path in the archive of a file, of a node or of the cluster.
pub fn path_of(tree: &Tree, _: &ClusterSpec, name: &str, node: Option<RowId>) -> String {
    match node.and_then(|row| tree.folders.get(&row)) {
        Some(folder) => format!("{NODES}{folder}/{name}"),
        None => name.to_owned(),
    }
}

/// Every file with its path below the top folder, sorted, the manifest and the checksums included.
pub fn entries(tree: &Tree, spec: &ClusterSpec) -> Vec<(String, Arc<File>)> {
    let mut files: BTreeMap<String, Arc<File>> = BTreeMap::new();
    for group in &tree.groups {
        for variant in &group.variants {
            if group.reach == Reach::Cluster {
                files.insert(group.name.clone(), Arc::clone(&variant.file));
            }
            for row in &variant.nodes {
                let path = path_of(tree, spec, &group.name, Some(*row));
                files.insert(path, Arc::clone(&variant.file));
            }
        }
    }
    let mut known: BTreeMap<*const File, (usize, String)> = BTreeMap::new();
    let mut sums: Vec<(String, usize, String)> = files
        .iter()
        .map(|(path, file)| {
            let (size, sum) = known.entry(Arc::as_ptr(file)).or_insert_with(|| {
                let text = file.to_text();
                (text.len(), sha256_hex(text.as_bytes()))
            });
            (path.clone(), *size, sum.clone())
        })
        .collect();
    let manifest = cluster::manifest(&tree.manifest, spec, &sums);
    let text = manifest.to_text();
    sums.push((cluster::MANIFEST.to_owned(), text.len(), sha256_hex(text.as_bytes())));
    sums.sort();
    files.insert(cluster::MANIFEST.to_owned(), Arc::new(manifest));
    let mut list = File::new(
        const {
            Text::new(
                "SHA-256 of every other file: `sha256sum -c SHA256SUMS`.",
                "其余所有文件的 SHA-256：`sha256sum -c SHA256SUMS`。",
            )
        },
    );
    for (path, _, sum) in &sums {
        list.line(format!("{sum}  {path}"));
    }
    files.insert(cluster::SHA256SUMS.to_owned(), Arc::new(list));
    files.into_iter().collect()
}
