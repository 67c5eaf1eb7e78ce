#!/bin/bash
# Kylin 服务进程的 JVM 参数；由 bin/kylin.sh 载入。
# 由 Muster 为集群“kylin-split”（Apache Kylin 3.1.3）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。

# 服务进程的堆内存，初始值与发行包一致，最多 1 GiB；发行包自带的参数，仅 Java 8 接受；以及附加的参数。
export KYLIN_JVM_SETTINGS="-Xms1024m -Xmx16384m -Xss1024K -XX:MaxPermSize=512M -verbose:gc -XX:+PrintGCDetails -XX:+PrintGCDateStamps -Xloggc:$KYLIN_HOME/logs/kylin.gc.%p -XX:+UseGCLogFileRotation -XX:NumberOfGCLogFiles=10 -XX:GCLogFileSize=64M"

# 更多参数；重复时以最后一个为准，而这些位于最后。
export KYLIN_EXTRA_START_OPTS=""

# 否则 glibc 会为更多 arena 预留地址空间（HADOOP-7154）。
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-4}"

# On HDP the stack's version must be known to Hadoop's own settings.
if [[ -d /usr/hdp/current/hadoop-client ]]; then
    kylin_hdp=$(readlink /usr/hdp/current/hadoop-client)
    kylin_hdp=${kylin_hdp#/usr/hdp/}
    KYLIN_EXTRA_START_OPTS="-Dhdp.version=${kylin_hdp%%/*} $KYLIN_EXTRA_START_OPTS"
    if [[ -d /usr/hdp/current/hadoop-client/lib/native ]]; then
        export KYLIN_LD_LIBRARY_SETTINGS="${KYLIN_LD_LIBRARY_SETTINGS:--Djava.library.path=/usr/hdp/current/hadoop-client/lib/native}"
    fi
fi

KYLIN_EXTRA_START_OPTS="${KYLIN_JVM_SETTINGS:-} $KYLIN_EXTRA_START_OPTS"
if [[ -n "${KYLIN_DEBUG_SETTINGS:-}" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_DEBUG_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
if [[ -n "${KYLIN_LD_LIBRARY_SETTINGS:-}" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_LD_LIBRARY_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
