//! Rules that several products share.

mod chroot;
mod connect_string;
mod ensemble;
mod load_balancer;
mod pool;

use ::rules::Rule;

/// Rules about the ensemble, given or made.
pub static ZOOKEEPER: &[&Rule] = &[
    &ensemble::EVEN,
    &ensemble::SINGLE,
    &ensemble::NO_MEMBER,
    &connect_string::MALFORMED,
    &connect_string::SEPARATOR,
    &chroot::CHROOT_IN_THE_MIDDLE,
    &chroot::CHROOT_MUST_EXIST,
    &connect_string::NO_PORT,
    &connect_string::DUPLICATE,
    &connect_string::LOOPBACK,
    &connect_string::EMPTY_ENTRY,
    &chroot::CHROOT_FORM,
    &ensemble::PORTS_COLLIDE,
    &ensemble::LARGE,
    &ensemble::ONE_MACHINE,
    &connect_string::ONE_SERVER,
];

/// Rules about what stands in front of the nodes.
pub static LOAD_BALANCER: &[&Rule] = &[
    &pool::EMPTY,
    &pool::ONE,
    &pool::LOGIN_LOST,
    &pool::COARSE_HASH,
    &load_balancer::ANSWER_TIMEOUT,
    &load_balancer::NO_NODE,
    &load_balancer::PLAIN_HTTP,
    &load_balancer::NAME_OF_A_NODE,
    &load_balancer::LOOPBACK_NAME,
    &load_balancer::PRIVILEGED_PORT,
    &pool::NO_BALANCER,
    &load_balancer::SEVERAL,
    &load_balancer::CONNECT_TIMEOUT,
    &load_balancer::OPEN_INTERNAL,
];
