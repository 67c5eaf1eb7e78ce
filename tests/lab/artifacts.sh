#!/bin/sh
# artifacts.sh DIR: everything that the lab is made of, into DIR, once: Java 8 comes from Debian while the products
# come from the Maven repository. Does nothing when all of it is there.
set -eu

[ $# -eq 1 ] || { echo "usage: artifacts.sh DIR" >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
"$here/java.sh" "$1" &
java=$!
status=0
for part in kylin/build.sh kylin/sessions.sh alluxio/build.sh druid/build.sh; do
    "$here/$part" "$1" || status=1
done
wait "$java" || status=1
exit "$status"
