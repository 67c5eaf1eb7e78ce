#!/bin/sh
# sessions.sh DIR: the jars of session sharing, into DIR/packages: memcached-session-manager from Maven Central.
set -eu

fail() { echo "sessions.sh: $*" >&2; exit 1; }
[ $# -eq 1 ] || fail "usage: sessions.sh DIR"
command -v mvn >/dev/null || fail "the program mvn is missing; install it with: apt-get install maven"
for program in memcached:memcached redis-server:redis-server redis-cli:redis-tools xmllint:libxml2-utils; do
    command -v "${program%:*}" >/dev/null || fail "the program ${program%:*} is missing; install it with: apt-get install ${program#*:}"
done
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/packages"
MUSTER_LAB=$(cd "$1" && pwd) # settings.xml reads it
export MUSTER_LAB

for artifact in de.javakaffee.msm:memcached-session-manager:2.1.1 de.javakaffee.msm:memcached-session-manager-tc7:2.1.1 \
    net.spy:spymemcached:2.12.0 redis.clients:jedis:3.0.1 org.apache.commons:commons-pool2:2.6.2 org.slf4j:slf4j-api:1.7.26; do
    group=${artifact%%:*} rest=${artifact#*:}
    file=${rest%:*}-${rest#*:}.jar
    [ ! -e "$MUSTER_LAB/packages/$file" ] || continue
    log=$(mvn --quiet --batch-mode --settings "$here/maven/settings.xml" -Dmaven.repo.local="$MUSTER_LAB/m2" \
        org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get -Dtransitive=false -Dartifact="$artifact" 2>&1) ||
        fail "Maven could not fetch $artifact: $log"
    cp "$MUSTER_LAB/m2/$(printf '%s' "$group" | tr . /)/${rest%:*}/${rest#*:}/$file" "$MUSTER_LAB/packages/$file"
done

# ran-jit's manager is on no registry: a stand-in with its class names reads the same file, refuses what that one would
# ignore, and talks to a real Redis through the real Jedis.
jar=$MUSTER_LAB/packages/tomcat-cluster-redis-session-manager-3.0.4.jar
sources=$here/session-stand-in
inputs=$(cat "$sources"/*.java | sha256sum | cut -c1-64)
if [ "$(cat "$MUSTER_LAB/session-stand-in.complete" 2>/dev/null)" != "$inputs" ]; then
    command -v javac >/dev/null || fail "the program javac is missing; install it with: apt-get install openjdk-17-jdk-headless"
    build=$MUSTER_LAB/session-stand-in
    rm -rf "$build"
    mkdir -p "$build/tomcat" "$build/classes"
    tar xzf "$MUSTER_LAB"/packages/apache-kylin-3.1.3-bin-hbase1x.tar.gz -C "$build/tomcat" --wildcards --strip-components=2 \
        '*/tomcat/lib/*.jar' '*/tomcat/bin/tomcat-juli.jar'
    p=$MUSTER_LAB/packages
    javac -nowarn --release 8 -d "$build/classes" \
        -cp "$build/tomcat/lib/*:$build/tomcat/bin/tomcat-juli.jar:$p/jedis-3.0.1.jar:$p/commons-pool2-2.6.2.jar:$p/slf4j-api-1.7.26.jar" \
        "$sources"/*.java 2>"$build/log" || { cat "$build/log" >&2; fail "the stand-in can't be compiled"; }
    jar --create --file "$jar" -C "$build/classes" .
    rm -rf "$build"
    echo "$inputs" >"$MUSTER_LAB/session-stand-in.complete"
fi
