//! `bin/inventory.ini` and `bin/playbook.yml`, for those who use Ansible: builtin modules only.

use super::Folders;
use crate::account::{account, login};
use formats::{File, Mode};
use model::Text;
use rules::Context;

/// The inventory: one line per node.
pub(super) fn inventory(cx: &Context, folders: &Folders) -> File {
    let mut file =
        File::new(const { Text::new("The nodes, for Ansible.", "供 Ansible 使用的节点清单。") });
    file.line("# ansible-playbook -i bin/inventory.ini bin/playbook.yml");
    file.line("[nodes]");
    for node in &cx.spec.nodes {
        let login = login(cx, node);
        let Some(folder) = folders.get(&node.row).filter(|_| !login.host.is_empty()) else {
            continue;
        };
        let mut line = format!(
            "{folder} ansible_host={} ansible_user={} ansible_port={} muster_account={}",
            login.host,
            login.user,
            login.port,
            account(cx, node).user
        );
        if !login.jump.is_empty() {
            line.push_str(&format!(" ansible_ssh_common_args='-J {}'", login.jump));
        }
        file.line(line);
    }
    file
}

/// The playbook: brings each node's folder as bin/deploy does, and runs the same install.sh.
pub(super) fn playbook(cluster: &str) -> File {
    let about = const {
        Text::new(
            "What bin/deploy does, as an Ansible playbook.",
            "与 bin/deploy 等效的 Ansible playbook。",
        )
    };
    let text = include_str!("../scripts/playbook.yml").replace("@CLUSTER@", cluster);
    File::fixed(about, Mode::Plain, &text)
}
