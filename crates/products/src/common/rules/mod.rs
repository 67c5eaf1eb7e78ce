//! Rules that several products share.

mod chroot;
mod connect_string;
mod disks;
mod ensemble;
mod ensemble_file;
mod ensemble_lines;
mod ensemble_ports;
mod floating;
mod hurried;
mod load_balancer;
mod pool;
mod refused;
mod session_access;
mod session_database;
mod session_given;
mod session_jars;
mod session_redis;
mod session_redis_cluster;
mod session_redis_file;
mod session_redis_members;
mod session_store;

use ::rules::Rule;

/// Rules about the disks of nodes.
pub static DISKS: &[&Rule] = &[&disks::OVERCOMMITTED];

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
    &ensemble_ports::PORTS_COLLIDE,
    &ensemble::LARGE,
    &ensemble::ONE_MACHINE,
    &connect_string::ONE_SERVER,
    &ensemble::SAME_NUMBER,
    &ensemble::SERVER_LINE,
    &ensemble::LINE_OF_ANOTHER,
    &ensemble_ports::SESSION_LIMITS,
    &refused::OF_ZOO_CFG,
    &ensemble_lines::OTHER_PORTS,
    &ensemble_file::GROUPS,
    &ensemble_file::TICKS,
    &ensemble_file::METRICS,
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
    &floating::NOWHERE_TO_GO,
    &floating::TAKEN,
    &floating::NAME,
    &load_balancer::LONG_IDLE,
    &pool::RESERVE,
    &hurried::CONNECT,
];

/// Rules about the store of sessions and what leads to it.
pub static SESSION: &[&Rule] = &[
    &session_jars::OLD_MANAGER,
    &session_jars::OLD_JEDIS,
    &session_jars::NO_MANAGER,
    &session_jars::OTHER_TOMCAT,
    &session_jars::RAW_VARIABLE,
    &session_redis::ONLY_FIRST,
    &session_access::IPV6,
    &session_access::LOOPBACK,
    &session_redis::SENTINEL_PORT,
    &session_redis::SENTINEL_COUNT,
    &session_redis_cluster::SMALL_CLUSTER,
    &session_redis_cluster::NO_REPLICAS,
    &session_redis::DATABASE,
    &session_redis_cluster::CLUSTER_PORT,
    &session_access::MADE_OPEN,
    &session_access::GIVEN_OPEN,
    &session_redis::SHORT_TIMEOUT,
    &session_access::OLD_KIND,
    &session_store::NO_NODE,
    &session_store::SINGLE,
    &session_store::ONE_NODE,
    &session_database::NOT_STICKY,
    &session_database::DRIVER,
    &session_database::TLS_UNSAID,
    &session_database::TIME_ZONE,
    &session_given::MASTER_NAME,
    &session_given::ANNOUNCED,
    &session_given::ROUTE,
    &session_redis_file::UNREACHABLE,
    &session_redis_file::FORGETS,
    &session_redis_file::FULL,
    &session_redis_file::DAEMON,
    &session_redis_file::QUORUM,
    &session_redis_file::OTHER_MODE,
    &refused::OF_REDIS_CONF,
    &refused::UNKNOWN_DIRECTIVE,
    &session_redis_members::ONE_PORT,
    &session_redis_members::DISAGREE,
    &hurried::ANSWER,
];
