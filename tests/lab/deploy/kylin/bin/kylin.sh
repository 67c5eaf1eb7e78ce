#!/bin/sh
# Stands in for Kylin in the tests of deployment: the same files, commands and answers where the
# archive's scripts look, in a second. The real Kylin is tried by `cargo xtask lab cluster`.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
case ${1:-} in
start)
    [ ! -s "$home/pid" ] || ! kill -0 "$(cat "$home/pid")" 2>/dev/null || { echo "Kylin is running"; exit 1; }
    grep -q '^kylin.server.mode=' "$home/conf/kylin.properties" || { echo "no kylin.server.mode"; exit 1; }
    mkdir -p "$home/logs"
    : >"$home/bin/cached-hadoop-conf-dir.sh"
    # By the name that Kylin's process has.
    # shellcheck disable=SC2016
    nohup perl -e 'exec { $^X } "java", @ARGV' "$home/bin/answer.pl" 7070 >>"$home/logs/kylin.log" 2>&1 </dev/null &
    # Kylin's own script writes it in the background as well, and may end before.
    { sleep 0.3; echo $! >"$home/pid"; } &
    echo "A new Kylin instance is started"
    ;;
stop)
    kill "$(cat "$home/pid")"
    rm -f "$home/pid"
    ;;
*) exit 2 ;;
esac
