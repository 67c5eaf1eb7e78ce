#!/bin/sh
# One archive's load balancer on a host: its own check, a start, a client's requests. Run by `cargo xtask programs`.
# ARCHIVE KIND NODES NAME PORT TLS CERTIFICATE KEY come from the environment.
set -eu
cd "$ARCHIVE"/*/nodes
config=$(ls -- */load-balancer/nginx.conf */load-balancer/haproxy.cfg 2>/dev/null | head -n 1)
[ -n "$config" ] || { echo "no load balancer's file in the archive" >&2; exit 1; }
cd "${config%%/*}"

for node in $NODES $NAME; do echo "127.0.0.1 $node" >>/etc/hosts; done
if [ "$TLS" = true ]; then
    mkdir -p "$(dirname "$CERTIFICATE")" "$(dirname "$KEY")"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj "/CN=$NAME" \
        -addext "subjectAltName=DNS:$NAME" -keyout "$KEY" -out "$CERTIFICATE" 2>/dev/null
    chown kylin "$KEY"
fi

target=
while IFS='	' read -r mode _ source destination _; do
    case $source in
    load-balancer/*)
        mkdir -p "$(dirname "$destination")"
        install -m "$mode" "$source" "$destination"
        case $destination in */nginx.conf | */haproxy.cfg) target=$destination ;; esac
        ;;
    esac
done <files.tsv
[ -n "$target" ] || { echo "files.tsv does not install the load balancer's file" >&2; exit 1; }

# Users and folders, as an admin makes them; then everything as the service user.
sh ./root-once.sh >/dev/null
for file in "$target" ${TLS:+"$CERTIFICATE"}; do
    [ ! -e "$file" ] || chown kylin: "$file"
done
as_kylin() { setpriv --reuid kylin --regid kylin --init-groups "$@"; }

case $KIND in
nginx)
    as_kylin nginx -t -q -c "$target"
    as_kylin nginx -c "$target"
    ;;
haproxy)
    as_kylin haproxy -c -q -f "$target"
    as_kylin haproxy -D -f "$target" -p /tmp/haproxy.pid
    ;;
esac
stop() {
    case $KIND in
    nginx) as_kylin nginx -s stop -c "$target" ;;
    haproxy) kill "$(cat /tmp/haproxy.pid)" ;;
    esac
}
trap stop EXIT

scheme=http
if [ "$TLS" = true ]; then
    scheme=https
    openssl s_client -connect "127.0.0.1:$PORT" -servername "$NAME" -verify_hostname "$NAME" \
        -CAfile "$CERTIFICATE" -verify_return_error -brief </dev/null 2>&1 | grep -q '^Verification: OK' ||
        { echo "no TLS with the certificate on port $PORT" >&2; exit 1; }
fi
status() { # path
    curl --silent --max-time 20 --output /dev/null --write-out '%{http_code}' --cacert "$CERTIFICATE" \
        --resolve "$NAME:$PORT:127.0.0.1" "$scheme://$NAME:$PORT$1"
}
