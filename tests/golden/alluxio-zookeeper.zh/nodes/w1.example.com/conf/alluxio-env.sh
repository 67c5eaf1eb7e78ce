#!/usr/bin/env bash
# 本节点各进程所用的 Java 和堆内存；由 Alluxio 的脚本载入。
# 由 Muster 为集群“alluxio-zookeeper”（Alluxio 2.9.6）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。

# worker 的堆内存与堆外内存；不设置时脚本各使用 4 GiB。
ALLUXIO_WORKER_JAVA_OPTS+=" -Xms8192m -Xmx8192m -XX:MaxDirectMemorySize=8192m"

# job worker 的堆内存。
ALLUXIO_JOB_WORKER_JAVA_OPTS+=" -Xms1024m -Xmx1024m"
