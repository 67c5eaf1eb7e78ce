//! The files of an Application Load Balancer.

use crate::common::load_balancer::{Balancer, alb};
use crate::kylin::balancer::site;
use ::rules::{FileKind, Reach};
use formats::File;
use model::Text;

/// In the order in which they are shown.
pub(crate) static FILES: &[FileKind] = &[
    FileKind {
        name: "alb/settings.env",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |cx| alb::settings(cx, &Balancer::read(cx, site(cx))),
        },
    },
    FileKind {
        name: "alb/target-group.json",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |cx| alb::target_group(cx, site(cx)),
        },
    },
    FileKind {
        name: "alb/target-group-attributes.json",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |cx| alb::target_group_attributes(cx, &Balancer::read(cx, site(cx))),
        },
    },
    FileKind {
        name: "alb/load-balancer.json",
        reach: Reach::Cluster { applies: alb::chosen, render: alb::load_balancer },
    },
    FileKind {
        name: "alb/load-balancer-attributes.json",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |cx| alb::load_balancer_attributes(cx, &Balancer::read(cx, site(cx))),
        },
    },
    FileKind {
        name: "alb/listener.json",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |cx| alb::listener(cx, &Balancer::read(cx, site(cx))),
        },
    },
    FileKind {
        name: "alb/closed.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |_| alb::closed() },
    },
    FileKind {
        name: "alb/to-pages.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |cx| alb::to_pages(site(cx)) },
    },
    FileKind {
        name: "alb/if-odd.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |_| alb::if_odd() },
    },
    FileKind {
        name: "alb/if-open.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |cx| alb::if_open(site(cx)) },
    },
    FileKind {
        name: "alb/if-internal.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |cx| alb::if_internal(site(cx)) },
    },
    FileKind {
        name: "alb/if-bare.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |cx| alb::if_bare(site(cx)) },
    },
    FileKind {
        name: "alb/if-pages.json",
        reach: Reach::Cluster { applies: alb::chosen, render: |cx| alb::if_pages(site(cx)) },
    },
    FileKind {
        name: "alb/create-alb.sh",
        reach: Reach::Cluster {
            applies: alb::chosen,
            render: |_| {
                let about = const {
                    Text::new(
                        "Creates the load balancer with the AWS CLI.",
                        "用 AWS CLI 创建负载均衡。",
                    )
                };
                let script = include_str!("../../common/scripts/alb/create-alb.sh");
                File::fixed(about, formats::Mode::Executable, script)
            },
        },
    },
];
