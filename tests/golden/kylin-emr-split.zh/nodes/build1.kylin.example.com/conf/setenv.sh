#!/bin/bash
# Kylin 服务进程的 JVM 参数；由 bin/kylin.sh 载入。
# 由 Muster 为集群“kylin-emr-split”（Apache Kylin 3.1.3）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。
# 仅适用于 Java 8：更高版本不接受 MaxPermSize 和 GC 日志参数。

# 服务进程的最大堆内存；初始值最多 1 GiB，与发行包一致。
kylin_heap="-Xms1024m -Xmx8192m"
# 附加的 JVM 参数。
kylin_extra=""
export KYLIN_JVM_SETTINGS="$kylin_heap -Xss1024K -XX:MaxPermSize=512M -verbose:gc -XX:+PrintGCDetails -XX:+PrintGCDateStamps -Xloggc:$KYLIN_HOME/logs/kylin.gc.%p -XX:+UseGCLogFileRotation -XX:NumberOfGCLogFiles=10 -XX:GCLogFileSize=64M${kylin_extra:+ $kylin_extra}"

# glibc would reserve address space for many more arenas (HADOOP-7154).
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-4}

# On HDP the stack's version must be known to Hadoop's own settings.
export KYLIN_EXTRA_START_OPTS=""
if [[ -d /usr/hdp/current/hadoop-client ]]; then
    kylin_hdp=$(readlink /usr/hdp/current/hadoop-client)
    kylin_hdp=${kylin_hdp#/usr/hdp/}
    export KYLIN_EXTRA_START_OPTS="-Dhdp.version=${kylin_hdp%%/*}"
    if [[ -d /usr/hdp/current/hadoop-client/lib/native ]]; then
        export KYLIN_LD_LIBRARY_SETTINGS="-Djava.library.path=/usr/hdp/current/hadoop-client/lib/native"
    fi
fi

KYLIN_EXTRA_START_OPTS="$KYLIN_JVM_SETTINGS $KYLIN_EXTRA_START_OPTS"
if [[ -n "$KYLIN_DEBUG_SETTINGS" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_DEBUG_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi
if [[ -n "$KYLIN_LD_LIBRARY_SETTINGS" ]]; then
    KYLIN_EXTRA_START_OPTS="$KYLIN_LD_LIBRARY_SETTINGS $KYLIN_EXTRA_START_OPTS"
fi

# 在 EMR 上，Hive 的类必须先于 HBase 自带的类。
export HBASE_CLASSPATH_PREFIX="${hive_dependency:-}:$HBASE_CLASSPATH_PREFIX"
