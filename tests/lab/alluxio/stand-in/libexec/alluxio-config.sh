# What the release's file of this name sets, with the jars of the lab. Sourced by bash.
# shellcheck shell=bash disable=SC1091,SC2034
ALLUXIO_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$ALLUXIO_HOME/libexec/version.sh"
ALLUXIO_CONF_DIR=${ALLUXIO_CONF_DIR:-$ALLUXIO_HOME/conf}
ALLUXIO_LOGS_DIR=${ALLUXIO_LOGS_DIR:-$ALLUXIO_HOME/logs}
[ ! -e "$ALLUXIO_CONF_DIR/alluxio-env.sh" ] || . "$ALLUXIO_CONF_DIR/alluxio-env.sh"
JAVA=${JAVA:-$(command -v java)}
case $("$JAVA" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p') in
1.8.* | 11.*) ;;
*)
    echo "Error: Alluxio requires Java 8 or Java 11"
    exit 1
    ;;
esac
ALLUXIO_JAVA_OPTS+=" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xverify:none"
ALLUXIO_JAVA_OPTS+=" -Dalluxio.home=$ALLUXIO_HOME -Dalluxio.conf.dir=$ALLUXIO_CONF_DIR -Dalluxio.logs.dir=$ALLUXIO_LOGS_DIR"
ALLUXIO_JAVA_OPTS+=" -Dalluxio.user.logs.dir=$ALLUXIO_LOGS_DIR/user -Dlog4j.configuration=file:$ALLUXIO_CONF_DIR/log4j.properties"
ALLUXIO_JAVA_OPTS+=" -Dorg.apache.jasper.compiler.disablejsr199=true -Djava.net.preferIPv4Stack=true"
ALLUXIO_JAVA_OPTS+=" -Dorg.apache.ratis.thirdparty.io.netty.allocator.useCacheForAllThreads=false -Dalluxio.web.ui.enabled=false"
ALLUXIO_MASTER_JAVA_OPTS+=$ALLUXIO_JAVA_OPTS
ALLUXIO_WORKER_JAVA_OPTS+=$ALLUXIO_JAVA_OPTS
ALLUXIO_JOB_MASTER_JAVA_OPTS+=$ALLUXIO_JAVA_OPTS
ALLUXIO_JOB_WORKER_JAVA_OPTS+=$ALLUXIO_JAVA_OPTS
ALLUXIO_PROXY_JAVA_OPTS+=$ALLUXIO_JAVA_OPTS
ALLUXIO_USER_JAVA_OPTS+="$ALLUXIO_JAVA_OPTS -Xmx256m"
ALLUXIO_SERVER_CLASSPATH="$ALLUXIO_CONF_DIR:/usr/lib/alluxio-lab/$VERSION/*"
ALLUXIO_CLIENT_CLASSPATH=$ALLUXIO_SERVER_CLASSPATH
