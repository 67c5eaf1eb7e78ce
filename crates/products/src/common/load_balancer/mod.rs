//! What stands in front of the nodes: Nginx, HAProxy, Apache httpd, or something that exists already.
//!
//! What it must never let through are the paths that nodes use among themselves without a login.
//! A path can be written in many ways that the web server behind takes for the same one: with
//! `%2F`, with `//`, with `;x=y` after any part, and, where it is told so, with a backslash. So
//! the paths are compared decoded, and what holds a `;` or a backslash is refused altogether.

pub mod alb;
mod balancer;
pub mod fields;
pub mod floating;
mod haproxy;
mod httpd;
mod memory;
mod nginx;
mod service;
mod sheet;

pub use ::rules::Site;
pub use balancer::{Balancer, Member, Method};
pub use floating::{is_keepalived, keepalived};
pub use haproxy::haproxy;
pub use httpd::httpd;
pub(crate) use memory::memory;
pub use nginx::nginx;
pub use service::{
    AFTER, ROLE, folder, folders, haproxy_unit, haproxy_variables, httpd_unit, httpd_variables,
    is_haproxy, is_httpd, is_load_balancer, is_nginx, nginx_unit, nginx_variables, package,
};
pub use sheet::sheet;
