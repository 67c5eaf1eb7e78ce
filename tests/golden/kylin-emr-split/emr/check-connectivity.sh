#!/bin/sh
# Checks on a node of Kylin that everything it needs can be reached; with --core, on a core node of
# the build cluster, what its tasks need. Run it as Kylin's user. It leaves nothing behind.
set -u
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

core=''
case ${1:-} in
'') ;;
--core) core=1 ;;
*) fail "unknown word: $1" "sh emr/check-connectivity.sh [--core]" ;;
esac
set -f
for pair in $EMR_ENVIRONMENT; do export "${pair?}"; done
set +f
failed=0
check() { # what it is, what to do, command …
    what=$1 todo=$2
    shift 2
    if said=$("$@" 2>&1 </dev/null); then
        printf 'ok    %s\n' "$what"
    else
        failed=$((failed + 1))
        printf 'fail  %s\n' "$what"
        printf '%s\n' "$said" | tail -n 3 | sed 's/^/      /'
        printf '      what to do: %s\n' "$todo"
    fi
}
# shellcheck disable=SC2016
port() { timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2"' sh "$1" "$2"; }
tables() { echo list_namespace | hbase shell -n; }
copied() { # from, to
    hadoop distcp "$1" "$2" && hadoop fs -test -e "$2"
}
root_is_right() {
    root=$(hbase org.apache.hadoop.hbase.util.HBaseConfTool hbase.rootdir 2>/dev/null | tail -n 1)
    case $root in "$fs"/*) ;; *) echo "hbase.rootdir is $root, cluster-fs is $fs"; return 1 ;; esac
}

properties=$EMR_KYLIN_HOME/conf/kylin.properties
fs=$(cluster_fs "${EMR_HBASE_MASTER:-}")
if [ -r "$properties" ]; then
    fs=$(sed -n 's/^kylin.storage.hbase.cluster-fs=//p' "$properties" | tail -n 1 | sed 's/\\\(.\)/\1/g')
fi
open="open the security groups between the two clusters, and from Kylin's nodes to both (FIREWALL.md)"
name=.muster-probe-$$
hadoop fs -touchz "$EMR_WORKING_DIR/$name" >/dev/null 2>&1 || :
trap 'hadoop fs -rm -r -f -skipTrash "$EMR_WORKING_DIR/$name" ${probe:+"$probe"} >/dev/null 2>&1' EXIT
probe=''

check "working directory $EMR_WORKING_DIR can be written" "sudo sh emr/prepare-kylin-node.sh" hadoop fs -test -e "$EMR_WORKING_DIR/$name"
case $fs in
hdfs://*)
    path=${EMR_WORKING_DIR#hdfs://}
    there=$fs/${path#*/}
    probe=$there/$name-copy
    check "HBase's file system $fs can be read" "$open: 8020 and 50010" hadoop fs -ls "$fs/"
    check "$there can be written" "sudo sh emr/prepare-kylin-node.sh" hadoop fs -touchz "$there/$name"
    hadoop fs -rm -skipTrash "$there/$name" >/dev/null 2>&1 || :
    check "files are copied to $there by tasks of the build cluster" "$open, from core and task nodes too: 8020 and 50010" copied "$EMR_WORKING_DIR/$name" "$probe"
    ;;
esac
site=${EMR_CONF_DIR:-/etc/hbase/conf}/hbase-site.xml
if [ -r "$site" ]; then
    quorum=$(tr '\n\t' '  ' <"$site" | sed 's/<property>/\n&/g' | sed -n 's|.*<name> *hbase.zookeeper.quorum *</name>.*<value> *\([^< ]*\) *</value>.*|\1|p')
else
    quorum=$(recorded HBASE_MASTER)
fi
[ "$quorum" ] || { failed=$((failed + 1)); printf 'fail  %s\n' "the HBase cluster's ZooKeeper is not known here"; }
for host in $(echo "$quorum" | tr ',' ' '); do
    check "ZooKeeper of HBase, $host:2181" "$open: 2181" port "${host%:*}" 2181
done
if [ -z "$core" ]; then
    check "HBase answers" "look at $site, and $open: 2181, 16000, 16020" tables
    [ -z "$fs" ] || check "hbase.rootdir is on $fs" "correct kylin.storage.hbase.cluster-fs in Muster, or emr/prepare-kylin-node.sh copied another cluster's configuration" root_is_right
    check "Hive answers" "is Hive among the build cluster's applications, and its client here?" hive -e 'show databases'
    check "YARN answers" "is this node's Hadoop client that of the build cluster?" yarn application -list
    say "the same from a core node of the build cluster, where the tasks run: copy emr/ there, then: sh emr/check-connectivity.sh --core"
fi
[ "$failed" = 0 ] || fail "$failed checks have failed" "see above"
