#!/bin/sh
# Stands in for bin/kylin.sh where only the release's Tomcat is wanted: starts it as that one does, with a small page
# in place of kylin.war.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
tomcat=$home/tomcat
case ${1:-} in
start)
    [ ! -s "$home/pid" ] || ! kill -0 "$(cat "$home/pid")" 2>/dev/null || { echo "Kylin is running"; exit 1; }
    mkdir -p "$home/logs" "$tomcat/temp" "$tomcat/logs"
    nohup "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -Djava.util.logging.config.file="$tomcat/conf/logging.properties" \
        -Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager \
        -Djava.endorsed.dirs="$tomcat/endorsed" -Dcatalina.base="$tomcat" -Dcatalina.home="$tomcat" \
        -Djava.io.tmpdir="$tomcat/temp" -cp "$tomcat/bin/bootstrap.jar:$tomcat/bin/tomcat-juli.jar" \
        org.apache.catalina.startup.Bootstrap start >>"$home/logs/kylin.out" 2>&1 </dev/null &
    echo $! >"$home/pid"
    ;;
stop)
    pid=$(cat "$home/pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
    rm -f "$home/pid"
    ;;
*) exit 2 ;;
esac
