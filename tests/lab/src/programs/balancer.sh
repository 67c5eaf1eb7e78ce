#!/bin/sh
# One archive's load balancer on a host: installed by the archive's own scripts, then its program's own check, a start,
# a client's requests. Run by `cargo xtask programs`.
# ARCHIVE KIND NODES NAME PORT TLS CERTIFICATE KEY come from the environment, and CLOSED: what this product has to close
# beside the cache's calls.
set -eu

fail() { echo "balancer.sh: $*" >&2; exit 1; }
as_kylin() { setpriv --reuid kylin --regid kylin --init-groups env HOME=/home/kylin USER=kylin "$@"; }

work=$(mktemp -d /tmp/archive.XXXXXX)
cp -r "$ARCHIVE"/*/nodes "$work"
chmod -R a+rX "$work"
cd "$work"/nodes
config=$(ls -- */load-balancer/nginx.conf */load-balancer/haproxy.cfg */load-balancer/httpd.conf 2>/dev/null | head -n 1)
[ -n "$config" ] || fail "the archive has no file of a load balancer"
cd "${config%%/*}"

# Each name once: a name with many addresses is many servers to Nginx.
for node in $NODES $NAME; do grep -qxF "127.0.0.1 $node" /etc/hosts || echo "127.0.0.1 $node" >>/etc/hosts; done
if [ "$TLS" = true ]; then
    mkdir -p "$(dirname "$CERTIFICATE")" "$(dirname "$KEY")"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj "/CN=$NAME" \
        -addext "subjectAltName=DNS:$NAME" -keyout "$KEY" -out "$CERTIFICATE" 2>/dev/null
    chown kylin: "$KEY" "$CERTIFICATE"
fi

sh ./root-once.sh >/tmp/root-once.log 2>&1 || { cat /tmp/root-once.log >&2; exit 1; }
as_kylin sh ./install.sh >/tmp/install.log 2>&1 || { cat /tmp/install.log >&2; exit 1; }
target=$(awk -F '\t' -v source="load-balancer/${config##*/}" '$3 == source { print $4 }' files.tsv)
[ -f "$target" ] || fail "install.sh did not install ${config##*/}"

case $KIND in
nginx)
    as_kylin nginx -t -q -c "$target"
    as_kylin nginx -c "$target"
    ;;
httpd)
    modules=HTTPD_MODULES=/usr/lib/apache2/modules
    as_kylin "$modules" apache2 -t -f "$target" 2>/dev/null
    as_kylin "$modules" apache2 -f "$target" -k start
    ;;
haproxy)
    as_kylin haproxy -c -q -f "$target"
    as_kylin haproxy -D -f "$target" -p /tmp/haproxy.pid
    ;;
esac
stop() {
    case $KIND in
    nginx) as_kylin nginx -s stop -c "$target" ;;
    httpd) as_kylin "$modules" apache2 -f "$target" -k stop ;;
    haproxy) kill "$(cat /tmp/haproxy.pid)" ;;
    esac
    # The next archive, another cluster's, finds a fresh host.
    rm -rf "$work" "$(dirname "$target")" /var/lib/muster /etc/systemd/system/muster-*.service
}
trap stop EXIT

# httpd listens a moment after its command has returned; 7 is a refused connection.
for _ in 1 2 3 4 5 6 7 8 9 10; do
    heard=0
    curl --silent --max-time 5 --output /dev/null "http://127.0.0.1:$PORT/" || heard=$?
    [ "$heard" = 7 ] || break
    sleep 0.5
done

scheme=http
if [ "$TLS" = true ]; then
    scheme=https
    openssl s_client -connect "127.0.0.1:$PORT" -servername "$NAME" -verify_hostname "$NAME" -CAfile "$CERTIFICATE" \
        -verify_return_error -brief </dev/null 2>&1 | grep -q '^Verification: OK' ||
        fail "no TLS with the certificate on port $PORT"
fi

expect() { # statuses, path
    # --path-as-is: what a client could send, not what curl would tidy up
    status=$(curl --silent --path-as-is --max-time 30 --output /dev/null --write-out '%{http_code}' \
        --cacert "$CERTIFICATE" --resolve "$NAME:$PORT:127.0.0.1" "$scheme://$NAME:$PORT$2") || :
    case " $1 " in
    *" $status "*) ;;
    *) fail "$2 answers $status, not $1" ;;
    esac
}
expect 200 /lb-health
expect 302 /
expect 404 /elsewhere
# Nothing listens behind: the balancer says so, which shows that it would have asked.
expect '502 503 504' /kylin/
expect '502 503 504' /kylin/api/projects
expect '502 503 504' /kylin/api/cache/announce/cube/x/update
for path in /kylin/api/cache/all/all/update /kylin/api/cache//all/all/update /kylin//api/cache/all/all/update \
    '/kylin/api/cache;x/all/all/update' /kylin/api/%63ache/all/all/update '/kylin/api\cache/all/all/update' \
    /kylin/api/cache/announce/../all/all/update /kylin/api/cache/announce/%2e%2e/all/all/update $CLOSED; do
    expect 403 "$path"
done
echo "answers as it should"
