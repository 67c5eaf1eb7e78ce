#!/bin/sh
# sessions.sh DIR: what sessions are shared with in the lab, after build.sh:
#
#   DIR/packages/*.jar                  memcached-session-manager and both generations of Jedis, from Maven Central
#   DIR/packages/tomcat-*-session-manager-*.jar   stand-ins for the two managers that are on no registry
#   DIR/page/apache-kylin-3.1.3-bin-hbase1x.tar.gz   the release's own Tomcat with a small page in place of kylin.war
set -eu

fail() { echo "sessions.sh: $*" >&2; exit 1; }
[ $# -eq 1 ] || fail "usage: sessions.sh DIR"
for program in mvn:maven memcached:memcached redis-server:redis-server redis-cli:redis-tools xmllint:libxml2-utils \
    javac:openjdk-17-jdk-headless; do
    command -v "${program%:*}" >/dev/null || fail "the program ${program%:*} is missing; install it with: apt-get install ${program#*:}"
done
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/packages"
MUSTER_LAB=$(cd "$1" && pwd) # settings.xml reads it
export MUSTER_LAB
packages=$MUSTER_LAB/packages
release=apache-kylin-3.1.3-bin-hbase1x

# commons-pool2 2.2 is what a manual of KAP puts beside Jedis 2.0.0, and does not go with it.
for artifact in de.javakaffee.msm:memcached-session-manager:2.1.1 de.javakaffee.msm:memcached-session-manager-tc7:2.1.1 \
    net.spy:spymemcached:2.12.0 redis.clients:jedis:3.0.1 org.apache.commons:commons-pool2:2.6.2 org.slf4j:slf4j-api:1.7.26 \
    redis.clients:jedis:2.0.0 commons-pool:commons-pool:1.5.5 org.apache.commons:commons-pool2:2.2; do
    group=${artifact%%:*} rest=${artifact#*:}
    file=${rest%:*}-${rest#*:}.jar
    [ ! -e "$packages/$file" ] || continue
    log=$(mvn --quiet --batch-mode --settings "$here/maven/settings.xml" -Dmaven.repo.local="$MUSTER_LAB/m2" \
        org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get -Dtransitive=false -Dartifact="$artifact" 2>&1) ||
        fail "Maven could not fetch $artifact: $log"
    cp "$MUSTER_LAB/m2/$(printf '%s' "$group" | tr . /)/${rest%:*}/${rest#*:}/$file" "$packages/$file"
done

sources=$here/session-stand-in
inputs=$(cd "$here" && cat "$MUSTER_LAB/kylin.complete" sessions.sh session-stand-in/*/* | sha256sum | cut -c1-64)
[ "$(cat "$MUSTER_LAB/sessions.complete" 2>/dev/null)" != "$inputs" ] || exit 0
build=$MUSTER_LAB/sessions.new
rm -rf "$build"
mkdir -p "$build"
tar xzf "$packages/$release.tar.gz" -C "$build" --exclude='*/kylin.war' "$release/tomcat" "$release/VERSION"
tomcat=$build/$release/tomcat

compile() { # folder of classes, class path, sources
    classes=$1 path=$2
    shift 2
    mkdir -p "$classes"
    javac -nowarn -Xlint:-options --release 8 -d "$classes" -cp "$tomcat/lib/*:$tomcat/bin/tomcat-juli.jar:$path" "$@" 2>"$build/log" ||
        { cat "$build/log" >&2; fail "the stand-ins can't be compiled"; }
}

# ran-jit's and jcoleman's managers: their class names, files and attributes, refusing what those would ignore.
compile "$build/ran-jit" "$packages/jedis-3.0.1.jar:$packages/commons-pool2-2.6.2.jar" "$sources"/common/*.java "$sources"/ran-jit/*.java
jar --create --file "$packages/tomcat-cluster-redis-session-manager-3.0.4.jar" -C "$build/ran-jit" .
compile "$build/jcoleman" "$packages/jedis-2.0.0.jar:$packages/commons-pool-1.5.5.jar" "$sources"/common/*.java "$sources"/jcoleman/*.java
jar --create --file "$packages/tomcat-redis-session-manager-1.2-tomcat-7-java-7.jar" -C "$build/jcoleman" .

compile "$tomcat/webapps/kylin/WEB-INF/classes" '' "$sources"/page/*.java
cp "$sources/page/web.xml" "$tomcat/webapps/kylin/WEB-INF/"
mkdir -p "$build/$release/bin" "$build/$release/conf" "$build/$release/ext" "$MUSTER_LAB/page"
cp "$sources/page/kylin.sh" "$build/$release/bin/"
chmod 755 "$build/$release/bin/kylin.sh"
tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$build" "$release" | gzip -1n >"$MUSTER_LAB/page/$release.tar.gz"
rm -rf "$build"
echo "$inputs" >"$MUSTER_LAB/sessions.complete"
