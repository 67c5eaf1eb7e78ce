# 追加到发行包自带 setenv.sh 末尾的内容；由部署脚本写入。
# 由 Muster 为集群“kap-plus”（KAP 2.5）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。
muster_options="-Xms1024m -Xmx8192m"
export KYLIN_JVM_SETTINGS="${KYLIN_JVM_SETTINGS:-} $muster_options"
export KYLIN_EXTRA_START_OPTS="${KYLIN_EXTRA_START_OPTS:-} $muster_options"
