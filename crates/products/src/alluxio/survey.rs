//! What Alluxio does, and what it takes: seen in the lab, where masters lost their power.

use super::choice::{Topology, jobs};
use super::effective::topology;
use super::roles::{MASTER, PROXY, WORKER};
use super::versions::two;
use crate::common::survey::ensemble;
use ::rules::{Ability, Context, Holding, Need, Survey};
use model::{RowId, Text, msg};

pub(crate) fn survey(cx: &Context) -> Survey {
    let leads = if two(cx) {
        msg!(en: "another one leads: within a minute when the machine lost its power, and a file can be read one to two minutes after; 23 s and 28 to 45 s when only the process died",
            zh: "由另一个接任：断电时一分钟内，一到两分钟后可以读取文件；仅进程退出时为 23 秒和 28 到 45 秒")
    } else {
        msg!(en: "another one leads, but workers and clients of 1.8 wait for a machine without power as long as alluxio.user.network.socket.timeout says, 10 minutes by default",
            zh: "由另一个接任，但 1.8 的 worker 和客户端会一直等待断电的机器，时长由 alluxio.user.network.socket.timeout 决定，默认 10 分钟")
    };
    let title = const { Text::same("master") };
    let master = match topology(cx) {
        Topology::Embedded => Need::most_of(
            cx,
            MASTER,
            const { Text::new("masters' majority", "master 多数成员") },
            leads,
        ),
        Topology::ZooKeeper | Topology::Single => Need::one_of(cx, &[MASTER], title, leads),
    };
    let quorum = if topology(cx) == Topology::ZooKeeper { ensemble(cx) } else { None };
    let worker = Need::one_of(
        cx,
        &[WORKER],
        const { Text::same("worker") },
        msg!(en: "what it had cached is read from the under storage again", zh: "其缓存的内容会重新从底层存储读取"),
    );
    let proxy = Need::one_of(
        cx,
        &[PROXY],
        const { Text::new("proxy", "代理（proxy）") },
        msg!(en: "clients that used it need another one's address", zh: "使用该节点的客户端须改用另一台的地址"),
    );
    let files: Vec<Need> = [master, quorum, worker].into_iter().flatten().collect();
    let mut abilities = vec![Ability {
        title: const { Text::new("Files are read and written", "读写文件") },
        needs: files.clone(),
    }];
    if jobs(cx) {
        abilities.push(Ability {
            title: const {
                Text::new("Files are written through in the background", "后台持久化文件")
            },
            needs: files.clone(),
        });
    }
    if let Some(proxy) = proxy {
        let needs = files.into_iter().chain([proxy]).collect();
        abilities.push(Ability {
            title: const { Text::new("REST and S3 clients", "REST 与 S3 客户端") },
            needs,
        });
    }
    Survey { abilities, holdings: holdings(cx) }
}

fn holdings(cx: &Context) -> Vec<Holding> {
    let rows =
        |role: &str| -> Vec<RowId> { cx.with_roles(&[role]).iter().map(|n| n.row).collect() };
    let mut all = vec![Holding {
        rows: rows(WORKER),
        copies: 1,
        lost: msg!(en: "What was written to a dead worker with MUST_CACHE, or not written through yet, is lost; all else lies in the under storage",
            zh: "以 MUST_CACHE 写入故障 worker、或尚未持久化的内容会丢失；其余内容都在底层存储中"),
    }];
    if topology(cx) == Topology::Single {
        all.push(Holding {
            rows: rows(MASTER),
            copies: 1,
            lost: msg!(en: "The journal lies on the one master, unless its folder is a shared one: with its disk the order of the files, pins and permissions is lost",
                zh: "Journal 只在唯一的 master 上（除非其目录是共享的）：若磁盘损坏，目录结构、固定（pin）和权限随之丢失"),
        });
    }
    all
}
