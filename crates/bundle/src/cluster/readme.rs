//! `README.md`: the runbook, numbered steps to copy.

use super::{Folders, lists};
use crate::account::{account, login, services};
use crate::archive::{MUSTER_VERSION, archive_id};
use formats::File;
use model::{Lang, Text};
use rules::{Context, Report, Runbook, When};
use std::collections::BTreeSet;

/// The runbook in the document's language.
pub(super) fn file(cx: &Context, report: &Report, folder: &str, folders: &Folders) -> File {
    let mut page = Page {
        file: File::new(
            const {
                Text::new(
                    "The runbook: steps to copy, how to check each, how to go back.",
                    "部署手册：可直接复制的步骤、每步的检查方法与回退方法。",
                )
            },
        ),
        lang: cx.spec.language,
        step: 0,
    };
    head(cx, &mut page, folder);
    get_ready(cx, &mut page, folder);
    root_once(cx, &mut page);
    let parts = (cx.product.runbook)(cx, page.lang);
    let at = |when: When| parts.iter().filter(move |part| part.when == when);
    page.sections(at(When::Before));
    roll_out(&mut page, at(When::BeforeStart));
    page.sections(at(When::After));
    comes_back(&mut page);
    going_back(&mut page);
    without_ssh(cx, &mut page, folder, folders);
    appendix(&mut page);
    accepted(cx, report, &mut page);
    page.file
}

/// The whole list is in bin/nodes.tsv; a page of a thousand rows helps nobody.
const ROWS: usize = 50;

/// A page under construction.
struct Page {
    file: File,
    lang: Lang,
    step: u32,
}

impl Page {
    /// One empty line, however many parts ask for it.
    fn gap(&mut self) {
        if self.file.lines().next_back().is_none_or(|last| !last.text.is_empty()) {
            self.file.line("");
        }
    }

    fn text(&mut self, en: &'static str, zh: &'static str) {
        self.file.text(self.lang.pick(en, zh));
    }

    fn part(&mut self, en: &'static str, zh: &'static str) {
        self.gap();
        self.file.line(format!("## {}", self.lang.pick(en, zh)));
        self.gap();
    }

    /// The product's own parts.
    fn sections<'p>(&mut self, parts: impl Iterator<Item = &'p Runbook>) {
        for part in parts {
            self.gap();
            self.file.line(format!("## {}", part.title));
            self.gap();
            self.file.text(part.body.trim_end());
        }
    }

    /// A numbered step: what it is for, the commands, how to see that it worked.
    fn step(
        &mut self,
        title: (&'static str, &'static str),
        commands: &[String],
        seen: (&'static str, &'static str),
    ) {
        self.step += 1;
        self.gap();
        self.file.line(format!("### {}. {}", self.step, self.lang.pick(title.0, title.1)));
        self.gap();
        self.commands(commands);
        self.gap();
        let label = const { Text::new("Check:", "检查：") }.get(self.lang);
        let space = if self.lang == Lang::En { " " } else { "" };
        self.file.line(format!("{label}{space}{}", self.lang.pick(seen.0, seen.1)));
    }

    /// A part of the product's own that has its place among the numbered steps.
    fn own_step(&mut self, part: &Runbook) {
        self.step += 1;
        self.gap();
        self.file.line(format!("### {}. {}", self.step, part.title));
        self.gap();
        self.file.text(part.body.trim_end());
    }

    /// What the admin's machine runs.
    fn commands(&mut self, commands: &[String]) {
        self.fence("sh", commands);
    }

    fn fence(&mut self, language: &str, commands: &[String]) {
        self.file.line(format!("```{language}"));
        for command in commands {
            self.file.line(command);
        }
        self.file.line("```");
    }
}

fn own(commands: &[&str]) -> Vec<String> {
    commands.iter().map(|c| (*c).to_owned()).collect()
}

fn head(cx: &Context, page: &mut Page, folder: &str) {
    let lang = page.lang;
    let (title, version) = (cx.product.title, lists::plain(&cx.spec.version));
    page.file.line(format!("# {folder}: {title} {version}"));
    page.gap();
    let known = cx.product.version(&cx.spec.version);
    let evidence = known.map_or("", |v| v.evidence.sentence().get(lang));
    let nodes = cx.spec.nodes.len();
    page.file.line(match lang {
        Lang::En => format!(
            "{nodes} nodes. Archive {}, made by Muster {MUSTER_VERSION}. {evidence}",
            archive_id(cx.spec)
        ),
        Lang::Zh => format!(
            "共 {nodes} 个节点。部署包 {}，由 Muster {MUSTER_VERSION} 生成。{evidence}",
            archive_id(cx.spec)
        ),
    });
    page.gap();
    if !rules::general::example_places(cx).is_empty() {
        page.text(
            "**This is an example, not a cluster of yours:** its machines are nobody's. It shows what an archive looks like. Put your own values into cluster.toml, or start with your nodes, before you deploy.",
            "**这是示例，不是你的集群：**其中的机器并不存在，仅用于展示部署包的内容。部署之前，请在 cluster.toml 中换成自己的值，或从自己的节点列表开始。",
        );
        page.gap();
    }
    page.text(
        "Nobody edits a generated file: open cluster.toml in Muster, change it there, and deploy the new archive. Every script takes --dry-run, --node NAME and -h, and can be run again at any time.",
        "请勿修改生成的文件：用 Muster 打开 cluster.toml，在其中修改，再部署新的部署包。每个脚本都支持 --dry-run、--node NAME 和 -h，并且可以随时重复执行。",
    );
    page.gap();
    page.file.line("![](topology.svg)");
    page.gap();
    page.text("| node | services | reached as |", "| 节点 | 服务 | 登录方式 |");
    page.file.line("|---|---|---|");
    for node in cx.spec.nodes.iter().take(ROWS) {
        let ids: Vec<&str> = services(cx, node).iter().map(|s| s.id).collect();
        let login = login(cx, node);
        page.file.line(format!(
            "| {} | {} | {} |",
            lists::plain(node.name.trim()),
            ids.join(", "),
            lists::plain(&format!("{}@{}:{}", login.user, login.host, login.port))
        ));
    }
    if nodes > ROWS {
        let more = nodes - ROWS;
        page.gap();
        page.file.line(match lang {
            Lang::En => format!("and {more} more: bin/nodes.tsv"),
            Lang::Zh => format!("另有 {more} 个节点，见 bin/nodes.tsv"),
        });
    }
}

fn get_ready(cx: &Context, page: &mut Page, folder: &str) {
    page.part("Get ready", "准备");
    page.text(
        "All commands run on the admin's machine, in this folder: any machine that reaches the nodes and has sh, ssh (OpenSSH), tar, awk, sed, sha256sum or shasum and, for bin/fetch, curl or wget; those of GNU, BusyBox or macOS. A script that lacks one says so before it does anything.",
        "以下命令都在管理机上的本目录中执行。管理机须能连到各节点，并有 sh、ssh（OpenSSH）、tar、awk、sed、sha256sum 或 shasum；bin/fetch 还需要 curl 或 wget。GNU、BusyBox 或 macOS 的版本均可；缺少哪个，脚本会在开始前一并说明。",
    );
    page.step(
        ("Unpack and check the archive", "解压并校验部署包"),
        &[
            format!("tar xzf {folder}.tar.gz && cd {folder}"),
            "sha256sum -c --quiet SHA256SUMS".to_owned(),
        ],
        ("no output means that every file is whole.", "没有输出即表示所有文件完整。"),
    );
    page.step(
        ("Fill packages/", "填充 packages/"),
        &own(&["bin/fetch"]),
        (
            "it ends with “packages/ is complete”, or names what to put there by hand. Without a connection, run it elsewhere and carry packages/ over.",
            "最后一行是 “packages/ is complete”，否则会列出需要手工放入的文件。若管理机不能联网，可在别处执行后把 packages/ 拷贝过来。",
        ),
    );
    let secrets: BTreeSet<String> = cx.secrets().iter().map(|s| s.variable.clone()).collect();
    if !secrets.is_empty() {
        page.step(
            ("Fill in the secrets", "填写密码"),
            &own(&["(umask 077; cp secrets.env.example secrets.env)", "vi secrets.env"]),
            (
                "`ls -l secrets.env` begins with -rw-------. The file stays on this machine; each node gets only what it needs.",
                "`ls -l secrets.env` 以 -rw------- 开头。该文件只留在管理机上，每个节点只会收到自己需要的部分。",
            ),
        );
    }
}

fn root_once(cx: &Context, page: &mut Page) {
    page.part("Once, as root", "仅需一次的 root 操作");
    page.text(
        "Each node's root-once.sh makes the user, the folders, the limits, the systemd units and the sudoers lines; read it, it is short. Running it again changes nothing. It has to be run again only when bin/preflight or bin/deploy says so.",
        "每个节点的 root-once.sh 负责创建用户、目录、资源限制、systemd 单元和 sudoers 条目；脚本很短，请先阅读。重复执行不会产生任何变化，只有 bin/preflight 或 bin/deploy 提示时才需要再次执行。",
    );
    let same = cx.spec.nodes.iter().any(|node| login(cx, node).user == account(cx, node).user);
    let key = if same { " --key ~/.ssh/id_ed25519.pub" } else { "" };
    page.step(
        ("Run root-once.sh on every node", "在每个节点上执行 root-once.sh"),
        &[format!("bin/root-once --dry-run{key}"), format!("bin/root-once{key}")],
        (
            "it ends with “root-once is done on all of these”. It logs in as root; where that is not allowed, add --login USER of one who may use sudo. Where no key lets in, ssh and sudo ask for the password.",
            "最后一行是 “root-once is done on all of these”。脚本以 root 登录；若不允许，请加 --login USER，指定可使用 sudo 的用户。没有密钥时，ssh 和 sudo 会询问密码。",
        ),
    );
    if same {
        page.gap();
        page.text(
            "With --key the owner of that public key may log in as the service user, which all other scripts of bin/ do; the user itself has no password. Name your own file if it is another one.",
            "使用 --key 后，该公钥的持有者即可以服务用户登录，bin/ 中其他脚本都需要这样登录；服务用户本身没有密码。若公钥是别的文件，请改成自己的。",
        );
    }
}

fn roll_out<'p>(page: &mut Page, before_start: impl Iterator<Item = &'p Runbook>) {
    page.part("Roll out", "部署");
    page.step(
        ("Look before anything is changed", "部署前检查"),
        &own(&["bin/preflight"]),
        (
            "it ends with “preflight is green”. What it found is in facts.json.",
            "最后一行是 “preflight is green”。检查到的信息写在 facts.json 中。",
        ),
    );
    page.step(
        ("Deploy", "部署文件"),
        &own(&["bin/deploy --dry-run", "bin/deploy"]),
        (
            "it ends with “deployed:” and all nodes. A second run says “nothing to do” for every node. However it stops half-way, run it again when the cause is mended: it goes on where it stopped. Another run at the same time is refused.",
            "最后一行以 “deployed:” 开头并列出所有节点。再执行一次，每个节点都会显示 “nothing to do”。无论因何中途停止，排除原因后重新执行即可，它会从停下的地方继续。同时进行的另一次部署会被拒绝。",
        ),
    );
    before_start.for_each(|part| page.own_step(part));
    page.step(
        ("Start", "启动"),
        &own(&["bin/start"]),
        (
            "every service gives its own word, and the last line is “started”. After a change of configuration: bin/start --restart.",
            "每个服务都给出自身的就绪信号，最后一行是 “started”。修改配置之后请用：bin/start --restart。",
        ),
    );
    page.step(
        ("Verify", "验证"),
        &own(&["bin/verify"]),
        (
            "it does a client's work on the cluster, says what it saw, and ends with “verified”.",
            "它会在集群上完成一次客户端操作并说明结果，最后一行是 “verified”。",
        ),
    );
}

fn comes_back(page: &mut Page) {
    page.part("Crashes and power cuts", "崩溃与断电");
    page.text(
        "Where systemd runs, root-once.sh has enabled a unit for each service, muster-<service>.service. A process that dies is replaced after ten seconds, for as long as it takes. When machines lose their power, all of them or some, the cluster stands again by itself in whatever order they come back: what needs ZooKeeper, a database or name nodes waits until they answer. Nobody has to run bin/start; bin/verify shows that all is well, `journalctl -u muster-<service>` what a service waits for.",
        "在有 systemd 的机器上，root-once.sh 已为每个服务启用一个单元 muster-<服务>.service。进程退出后十秒会被重新拉起，失败则一直重试。机器断电（全部或部分）后，无论以什么顺序恢复，集群都会自行恢复：依赖 ZooKeeper、数据库或 NameNode 的服务会一直等到它们应答。无需执行 bin/start；用 bin/verify 确认一切正常，用 `journalctl -u muster-<服务>` 查看服务在等待什么。",
    );
    page.gap();
    page.text(
        "- bin/start and bin/stop go through the units, so the two never start a second process. What bin/stop has stopped stays so until the machine is booted; to keep it off after that, as root: `systemctl disable muster-<service>`.\n\
         - A process that is asked to end (SIGTERM, which a product's own stop script sends too) counts as stopped on purpose and is not replaced; one that crashes or is killed is.\n\
         - Left to their owners: the database, HDFS, DNS and network mounts have to come back by themselves. A mount that failed while its server was away is not tried again by systemd, unless its line in /etc/fstab says `x-systemd.automount`.\n\
         - Don't run a product's own start script while its unit is starting it: it looks for a running process at its beginning only, and its second process then takes over the pid file.",
        "- bin/start 和 bin/stop 都通过这些单元执行，因此不会出现第二个进程。bin/stop 停止的服务在机器重启之前保持停止；若重启后也不要启动，请以 root 执行：`systemctl disable muster-<服务>`。\n\
         - 收到结束请求（SIGTERM，产品自带的停止脚本也发送它）而退出的进程视为有意停止，不会被拉起；崩溃或被强制杀死的会被拉起。\n\
         - 以下由各自的负责人保证：数据库、HDFS、DNS 和网络挂载须能自行恢复。若挂载时其服务器尚未恢复，systemd 不会重试该挂载，除非 /etc/fstab 中该行写有 `x-systemd.automount`。\n\
         - 单元正在启动服务时，不要再执行产品自带的启动脚本：它只在一开始检查是否已有进程，第二个进程随后会占用 pid 文件。",
    );
}

fn going_back(page: &mut Page) {
    page.part("Go back", "回退");
    page.text(
        "bin/rollback takes the last deployment of this archive back, on the nodes where it did something: it puts back, byte for byte, what that replaced, and removes what it brought. Where another archive was deployed since, nothing is changed. Of an archive that was deployed twice, once for each change of a secret or of a file, the next bin/rollback takes back the deployment before. Data and logs stay. A hand edit made since then is never thrown away: it refuses and says where. Interrupted, it is run again.",
        "bin/rollback 撤销本部署包最近一次的部署，只涉及该次部署有所改动的节点：逐字节还原其替换的内容，并删除它带来的文件；如果某节点之后又部署了别的部署包，则不做改动。若同一部署包部署过两次（例如更换密码或文件后再次部署），再执行一次 bin/rollback 会撤销前一次部署。数据和日志保留。此后手工做的修改绝不会被丢弃：脚本会拒绝执行并指出位置。若被中断，重新执行即可。",
    );
    page.gap();
    page.commands(&own(&["bin/rollback --dry-run", "bin/rollback"]));
    page.gap();
    page.text(
        "Then what runs takes the older files. After the first deployment there are none, and nothing to start: the programs are gone.",
        "然后让运行中的服务改用旧文件。若回退的是首次部署，则没有旧文件，也没有可启动的服务：程序已被删除。",
    );
    page.gap();
    page.commands(&own(&["bin/start --restart"]));
}

fn without_ssh(cx: &Context, page: &mut Page, folder: &str, folders: &Folders) {
    page.part("Without ssh", "不使用 ssh");
    page.text(
        "A node's folder installs itself. Carry the whole archive, or nodes/<node>, packages/ and secrets.env, to the node, where the service user must be able to read them, and run root-once.sh as root. Then, shown for the first node; each service starts on all of its nodes before it is checked and before the next one:",
        "每个节点的目录可以自行安装。把整个部署包（或 nodes/<节点>、packages/ 和 secrets.env）带到节点上，服务用户须能读取，并以 root 执行 root-once.sh。然后执行以下命令（以第一个节点为例）；每个服务先在其所有节点上启动，再检查，之后才轮到下一个服务：",
    );
    page.gap();
    let Some(node) = cx.spec.nodes.first() else { return };
    let Some(own_folder) = folders.get(&node.row) else { return };
    let state = format!("/var/lib/muster/{folder}/{own_folder}/node/service");
    let mut commands = vec![format!(
        "sudo -u {} sh nodes/{own_folder}/install.sh --packages packages --secrets secrets.env",
        account(cx, node).user
    )];
    for service in services(cx, node) {
        commands.push(format!(
            "sudo -u {} sh {state}/{}.sh start",
            account(cx, node).user,
            service.id
        ));
        commands.push(format!(
            "sudo -u {} sh {state}/{}.sh check",
            account(cx, node).user,
            service.id
        ));
    }
    page.fence("", &commands);
    page.gap();
    page.text(
        "Ansible: `ansible-playbook -i bin/inventory.ini bin/playbook.yml` in place of bin/root-once and bin/deploy has the same result, with builtin modules only; where root can't log in, with `-e muster_root=NAME --ask-become-pass`. It needs ansible-core (tried with 2.19) here and Python on the nodes. `--check --diff` changes nothing, and bin/rollback takes back what it deployed. Like bin/deploy it holds the cluster's lock while it deploys, so that nobody else deploys at the same time.",
        "Ansible：用 `ansible-playbook -i bin/inventory.ini bin/playbook.yml` 代替 bin/root-once 和 bin/deploy，结果相同，只使用内置模块；root 不能登录时加上 `-e muster_root=用户名 --ask-become-pass`。本机需要 ansible-core（在 2.19 上验证过），节点上需要 Python。加 `--check --diff` 不做任何改动；用它部署的内容可用 bin/rollback 撤销。与 bin/deploy 一样，它在部署期间持有集群锁，防止他人同时部署。",
    );
}

fn appendix(page: &mut Page) {
    page.part("What is where", "文件说明");
    page.text(
        "- cluster.toml: the recipe; open it in Muster to continue\n\
         - nodes/<node>/: everything that goes onto that node; files.tsv says where to\n\
         - PACKAGES.tsv: the software that must be there\n\
         - FIREWALL.md: the ports to open\n\
         - FINDINGS.md: what the rules say about this cluster\n\
         - MANIFEST.json, SHA256SUMS: what this archive is, and every file's sum\n\
         - on a node: /var/lib/muster/<cluster>/<node>/ holds what was deployed there, and what bin/rollback puts back",
        "- cluster.toml：配方；用 Muster 打开即可继续编辑\n\
         - nodes/<节点>/：该节点上的全部文件，files.tsv 说明各自的安装位置\n\
         - PACKAGES.tsv：所需的软件\n\
         - FIREWALL.md：需要开放的端口\n\
         - FINDINGS.md：规则对本集群的检查结果\n\
         - MANIFEST.json、SHA256SUMS：部署包说明与每个文件的校验和\n\
         - 节点上：/var/lib/muster/<集群>/<节点>/ 保存已部署的内容，以及 bin/rollback 要还原的内容",
    );
}

fn accepted(cx: &Context, report: &Report, page: &mut Page) {
    let lines = lists::accepted(cx, report);
    if lines.is_empty() {
        return;
    }
    page.part("Accepted warnings", "已接受的警告");
    for line in lines {
        page.file.line(line);
    }
}
