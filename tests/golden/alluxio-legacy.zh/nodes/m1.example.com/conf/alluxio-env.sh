#!/usr/bin/env bash
# 本节点各进程所用的 Java 和堆内存；由 Alluxio 的脚本载入。
# 由 Muster 为集群“alluxio-legacy”（Alluxio 1.8.2）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。

# master 的堆内存；不设置时脚本使用 8 GiB。
ALLUXIO_MASTER_JAVA_OPTS+=" -Xms16384m -Xmx16384m"
