//! What a load balancer may take of its node's memory: the buffers of as many connections as its file
//! lets it serve at a time.

use ::rules::Context;

/// The connections that HAProxy serves at a time (`maxconn`).
pub(super) const HAPROXY_CONNECTIONS: u64 = 2000;
/// The connections that a worker of Nginx serves at a time (`worker_connections`).
pub(super) const NGINX_CONNECTIONS: u64 = 2048;

const KIB: u64 = 1 << 10;

/// In bytes. Nothing for httpd, whose file says no number, and for a balancer that no node runs.
///
/// HAProxy has two buffers for a connection, of 16 KiB each (`tune.bufsize`). Nginx counts both of its
/// sides as connections, and for a request has nine buffers of a page for the answer, 1 KiB for the
/// head and 16 KiB for the body (`proxy_buffers`, `proxy_buffer_size`, `client_header_buffer_size`,
/// `client_body_buffer_size`); one full worker is counted, more never meet at servers that answer some
/// hundred requests at a time. TLS takes more than the connection itself
/// (<https://www.haproxy.com/documentation/hapee/1-7r2/recommendations/sizing/>): it is counted twice.
pub(crate) fn memory(cx: &Context) -> u64 {
    let plain = match &*cx.text("lb.kind") {
        "haproxy" => HAPROXY_CONNECTIONS * 2 * 16 * KIB,
        "nginx" => NGINX_CONNECTIONS / 2 * (9 * 4 + 1 + 16) * KIB,
        _ => 0,
    };
    if cx.on("lb.tls") { 2 * plain } else { plain }
}
