#!/bin/sh
# packages.sh DIR: the packages of the tests of deployment in DIR/packages: a small stand-in for
# Kylin, the lab's ZooKeeper and the JDBC driver. DIR is the lab's folder of artifacts.
set -eu

fail() { echo "packages.sh: $*" >&2; exit 1; }

[ $# -eq 2 ] || fail "usage: packages.sh ARTIFACTS DIR"
command -v javac >/dev/null || fail "the program javac is missing; install it with: apt-get install openjdk-17-jdk-headless"
here=$(cd "$(dirname "$0")" && pwd)
top=$2/stand-in/apache-kylin-3.1.3-bin-hbase1x
rm -rf "$2/stand-in"
mkdir -p "$top/tomcat/webapps/kylin/WEB-INF/lib" "$top/ext" "$2/packages" "$2/stand-in/classes"
cp -R "$here/kylin/VERSION" "$here/kylin/bin" "$here/kylin/conf" "$top"
chmod 755 "$top/bin/kylin.sh"
javac --release 8 -Xlint:-options -d "$2/stand-in/classes" "$here"/kylin/java/*.java
(cd "$2/stand-in/classes" && jar cf "$top/tomcat/webapps/kylin/WEB-INF/lib/kylin-server-base-3.1.3.jar" org)
tar -C "$2/stand-in" -czf "$2/packages/apache-kylin-3.1.3-bin-hbase1x.tar.gz" "${top##*/}"
cp "$1"/packages/apache-zookeeper-*.tar.gz "$1"/packages/mysql-connector-*.jar "$2/packages"
