#!/bin/sh
# Prepares a node for Kylin on EMR, twice, and checks it; stand-ins for hadoop, hbase, hive and yarn.
# ARCHIVE KIND STORAGE CONF come from the environment.
set -eu
fail() {
    echo "emr-node.sh: $*" >&2
    [ ! -r /tmp/emr/said ] || tail -n 20 /tmp/emr/said >&2
    exit 1
}
rm -rf /tmp/emr /etc/kylin /etc/hbase
mkdir -p /tmp/emr/bin /tmp/emr/hdfs
cp -r "$ARCHIVE"/*/emr /tmp/emr/emr
chmod -R a+rX /tmp/emr
chmod 0777 /tmp/emr/hdfs
. /tmp/emr/emr/settings.env

# A file system in a folder: an address is a path below it.
cat >/tmp/emr/bin/hadoop <<'END'
#!/bin/sh
echo "hadoop $*" >>/tmp/emr/hdfs/.calls
at() { printf '/tmp/emr/hdfs/%s' "$(printf '%s' "$1" | sed -e 's,^\([a-z0-9]*\):///,\1://default/,' -e 's,://,/,')"; }
[ "$1" = distcp ] && { cp "$(at "$2")" "$(at "$3")"; exit; }
shift
case $1 in
-test) test "$2" "$(at "$3")" ;;
-mkdir) mkdir -p "$(at "$3")" && chmod 0777 "$(at "$3")" ;;
-chown) : ;;
-touchz) : >"$(at "$2")" ;;
-ls) ls "$(at "$2")" ;;
-put) cp "$2" "$(at "$3")" ;;
-rm) shift; for word; do case $word in -*) ;; *) rm -rf "$(at "$word")" ;; esac; done ;;
*) exit 1 ;;
esac
END
cat >/tmp/emr/bin/hbase <<'END'
#!/bin/sh
[ "$1" != shell ] || { cat >/dev/null; echo default; exit 0; }
sed -n 's|.*<value>\([a-z0-9]*://[^<]*\)</value>.*|\1|p' "${HBASE_CONF_DIR:-/etc/hbase/conf}/hbase-site.xml"
END
for name in hive yarn; do printf '#!/bin/sh\nexit 0\n' >"/tmp/emr/bin/$name"; done
printf '#!/bin/sh\n[ "$1" = cf0 ] && : >"$2"\n' >/tmp/emr/bin/jar
chmod 0755 /tmp/emr/bin/*
PATH=/tmp/emr/bin:$PATH
export PATH

fs=hdfs://hbase.example.com:8020
[ "$STORAGE" = hdfs ] || fs=s3://${EMR_HBASE_ROOT#s3://} fs=${fs%/*}
mkdir -p "$EMR_KYLIN_HOME/conf" "$EMR_KYLIN_HOME/bin" /usr/lib/spark/jars /usr/lib/hbase/lib /usr/lib/hive/lib
if [ "$KIND" = split ] || [ "$STORAGE" = s3 ]; then
    echo "kylin.storage.hbase.cluster-fs=$fs" | sed 's/:/\\:/g' >"$EMR_KYLIN_HOME/conf/kylin.properties"
else
    : >"$EMR_KYLIN_HOME/conf/kylin.properties"
fi
printf '<?xml version="1.0"?>\n<configuration>\n    <!-- keep me -->\n    <property>\n        <name>hbase.zookeeper.quorum</name>\n        <value>old</value>\n    </property>\n    <property><name>a</name><value>1 &amp; 2</value></property>\n</configuration>\n' >"$EMR_KYLIN_HOME/conf/kylin_job_conf.xml"
cp "$EMR_KYLIN_HOME/conf/kylin_job_conf.xml" "$EMR_KYLIN_HOME/conf/kylin_job_conf_inmem.xml"
: >"$EMR_KYLIN_HOME/bin/cached-hbase-dependency.sh"
: >/usr/lib/spark/jars/spark.jar
: >/usr/lib/hbase/lib/hbase.jar
: >/usr/lib/hive/lib/jackson-datatype-joda-2.4.6.jar
chown -R kylin: "$EMR_KYLIN_HOME"
mkdir -p "/tmp/emr/hdfs/hdfs/hbase.example.com:8020" /tmp/emr/hdfs/s3
chmod -R 0777 /tmp/emr/hdfs

site() { # folder, root
    mkdir -p "$1"
    printf '<configuration>\n<property>\n<name>hbase.rootdir</name>\n<value>%s</value>\n</property>\n<property><name>hbase.zookeeper.quorum</name><value>localhost</value></property>\n</configuration>\n' "$2" >"$1/hbase-site.xml"
}
set --
if [ "$KIND" = split ]; then
    mkdir -p "$CONF"
    echo old >"$CONF/hbase-env.sh"
    site /tmp/emr/other hdfs://another.example.com:8020/user/hbase
    if sh /tmp/emr/emr/prepare-kylin-node.sh --hbase-conf /tmp/emr/other >/tmp/emr/said 2>&1; then fail "another cluster's configuration was taken"; fi
    grep -q 'Wrong FS' /tmp/emr/said || fail "no clear message about the wrong file system"
    [ "$(cat "$CONF/hbase-env.sh")" = old ] || fail "what was there was changed all the same"
    site /tmp/emr/right "$fs/user/hbase"
    set -- --hbase-conf /tmp/emr/right
else
    site /etc/hbase/conf "$fs/hbase"
fi
sh /tmp/emr/emr/prepare-kylin-node.sh "$@" >/tmp/emr/said 2>&1 || fail "prepare-kylin-node.sh has failed"
job=$EMR_KYLIN_HOME/conf/kylin_job_conf.xml
xmllint --noout "$job" || fail "kylin_job_conf.xml is no XML any more"
[ "$(xmllint --xpath 'string(//property[name="hbase.zookeeper.quorum"]/value)' "$job")" = localhost ] || fail "the quorum is wrong"
[ "$(xmllint --xpath 'count(//property[name="hbase.zookeeper.quorum"])' "$job")" = 1 ] || fail "the quorum stands there twice"
[ "$(xmllint --xpath 'string(//property[name="a"]/value)' "$job")" = "1 & 2" ] || fail "another property was lost"
grep -q 'keep me' "$job" || fail "a comment was lost"
[ ! -e "$EMR_KYLIN_HOME/bin/cached-hbase-dependency.sh" ] || fail "cached-* is still there"
[ -e /usr/lib/hive/lib/jackson-datatype-joda-2.4.6.jar.backup ] || fail "the Joda jar is still there"
if [ "$STORAGE" = s3 ]; then
    [ "$(xmllint --xpath 'string(//property[name="mapreduce.map.speculative"]/value)' "$job")" = false ] || fail "speculation is on"
fi
if [ "$KIND" = split ]; then
    cmp -s /tmp/emr/right/hbase-site.xml "$CONF/hbase-site.xml" || fail "$CONF has not the right file"
    cat "$CONF".before-*/hbase-env.sh | grep -qx old || fail "there is no backup"
fi
sh -n /etc/profile.d/kylin-emr.sh
(. /etc/profile.d/kylin-emr.sh && [ "$HIVE_HOME" = /usr/lib/hive ] && [ "$KYLIN_HOME" = "$EMR_KYLIN_HOME" ]) || fail "the environment is wrong"

state() { find "$EMR_KYLIN_HOME" /etc/profile.d /tmp/emr/hdfs /etc/kylin /etc/hbase -type f ! -name .calls -exec sha256sum {} + 2>/dev/null | sort; }
state >/tmp/emr/before
sh /tmp/emr/emr/prepare-kylin-node.sh "$@" >/tmp/emr/said 2>&1 || fail "the second run has failed"
state >/tmp/emr/after
cmp -s /tmp/emr/before /tmp/emr/after || { diff /tmp/emr/before /tmp/emr/after >&2 || :; fail "the second run changed something"; }

checks() { setpriv --reuid kylin --regid kylin --init-groups env PATH="$PATH" sh /tmp/emr/emr/check-connectivity.sh >/tmp/emr/said 2>&1; }
if checks; then fail "ZooKeeper is not there, and the check passes"; fi
[ "$(grep -c '^fail' /tmp/emr/said)" = 1 ] && grep -q '^fail  ZooKeeper of HBase' /tmp/emr/said || fail "other checks fail than that of ZooKeeper"
[ -z "$(find /tmp/emr/hdfs -name '.muster*')" ] || fail "the checks left something behind"
echo "the node is prepared"
