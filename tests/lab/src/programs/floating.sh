#!/bin/sh
# Two hosts with the generated keepalived files; the address moves when the load balancer of the
# first no longer answers, comes back, and moves when the host loses its power.
# HOSTS ARCHIVE ADDRESS come from the environment.
set -eu
fail() {
    echo "floating.sh: $*" >&2
    for host in 1 2; do "$HOSTS" sh "$host" sh -c 'ip -br addr show eth0; tail -n 20 /tmp/keepalived.log' >&2 || :; done
    exit 1
}
# What root-once.sh and install.sh leave on a host, and a small web server as its load balancer.
# The unit's rights stand in for systemd, which does not run on the lab's hosts.
prepare='
set -eu
cp -r "$ARCHIVE"/*/nodes/balancer$HOST.* /tmp/node
chmod -R a+rX /tmp/node
cd /tmp/node
rm -f /etc/systemd/system/muster-*.service # of the cluster before
sh ./root-once.sh >/tmp/root-once.log 2>&1 || { cat /tmp/root-once.log >&2; exit 1; }
setpriv --reuid kylin --regid kylin --init-groups env HOME=/home/kylin USER=kylin sh ./install.sh >/tmp/install.log 2>&1 || { cat /tmp/install.log >&2; exit 1; }
state=$(sed -n "s/^MUSTER_STATE=//p" node.env | tr -d "\047")
. ./node.env
keepalived -t -f "$KEEPALIVED_CONFIG"
mkdir /tmp/web
echo ok >/tmp/web/lb-health
cd /tmp/web
/usr/bin/python3 -m http.server 8080 >/tmp/web.log 2>&1 </dev/null &
echo $! >/tmp/web.pid
rights=+net_admin,+net_raw,+net_broadcast
setpriv --reuid kylin --regid kylin --init-groups --inh-caps=$rights --ambient-caps=$rights \
    env HOME=/home/kylin USER=kylin sh "$state/node/service/keepalived.sh" run >/tmp/keepalived.log 2>&1 </dev/null &
'
for host in 1 2; do
    "$HOSTS" sh "$host" env ARCHIVE="$ARCHIVE" HOST="$host" sh -c "$prepare" || fail "host $host can't be prepared"
done
ip=${ADDRESS%/*}
holds() { "$HOSTS" sh "$1" ip -o addr show dev eth0 2>/dev/null | grep -qF " $ip/"; }
wait_for() { # host, seconds, what happened
    waited=0
    until holds "$1"; do
        sleep 1
        waited=$((waited + 1))
        [ "$waited" -le "$2" ] || fail "$3: after $2 s host $1 has not the address"
    done
}
wait_for 1 15 "both have started"
if holds 2; then fail "both hosts have the address"; fi
curl -fs -m 5 -o /dev/null "http://$ip:8080/lb-health" || fail "nothing answers at the address"
"$HOSTS" sh 1 sh -c 'kill "$(cat /tmp/web.pid)"'
wait_for 2 15 "the load balancer of host 1 has stopped"
if holds 1; then fail "host 1 keeps the address"; fi
"$HOSTS" sh 1 sh -c 'cd /tmp/web && /usr/bin/python3 -m http.server 8080 >/tmp/web.log 2>&1 </dev/null &'
wait_for 1 20 "the load balancer of host 1 is back"
"$HOSTS" kill 1
wait_for 2 10 "host 1 has lost its power"
curl -fs -m 5 -o /dev/null "http://$ip:8080/lb-health" || fail "nothing answers at the address after the move"
echo "the address moves as it should"
