#!/bin/sh
# Prepares one node for Kylin on EMR, as root, after bin/deploy and before bin/start. Copy the
# folder emr/ there. Can be run again: what is right stays as it is.
#   sudo sh emr/prepare-kylin-node.sh [--hbase-master NAME] [--hbase-conf FOLDER]
# The HBase cluster's configuration is copied from its master by ssh as the user hadoop (the
# variable MUSTER_SSH replaces the ssh command), or from a folder that holds a copy of its
# /etc/hbase/conf.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

master=${EMR_HBASE_MASTER:-$(recorded HBASE_MASTER)} from=''
while [ $# -gt 0 ]; do
    [ $# -gt 1 ] || fail "$1 needs a value" "sudo sh emr/prepare-kylin-node.sh [--hbase-master NAME] [--hbase-conf FOLDER]"
    case $1 in
    --hbase-master) master=$2 ;;
    --hbase-conf) from=$2 ;;
    *) fail "unknown word: $1" "sudo sh emr/prepare-kylin-node.sh [--hbase-master NAME] [--hbase-conf FOLDER]" ;;
    esac
    shift 2
done
[ "$(id -u)" = 0 ] || fail "this needs root" "sudo sh emr/prepare-kylin-node.sh"
conf=$EMR_KYLIN_HOME/conf
[ -r "$conf/kylin.properties" ] || fail "there is no $conf/kylin.properties" "deploy Kylin to this node first: bin/deploy"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
now=$(date -u +%Y%m%dT%H%M%SZ)

# The value of a property in a Hadoop configuration file, whatever its line breaks.
property() { # file, name
    tr '\n\t' '  ' <"$1" | sed -e 's/<!--[^>]*-->//g' -e 's/<property>/\n&/g' |
        sed -n "s|.*<name> *$2 *</name>.*<value> *\([^<]*[^< ]\) *</value>.*|\1|p" | tail -n 1
}
# A value of kylin.properties, as Java reads it.
of_kylin() { sed -n "s/^$1=//p" "$conf/kylin.properties" | tail -n 1 | sed 's/\\\(.\)/\1/g'; }
as_kylin() { runuser -u "$EMR_KYLIN_USER" -- "$@"; }

copy_client() {
    if [ "$from" ]; then
        [ -d "$from" ] || fail "there is no folder $from" "copy /etc/hbase/conf of the HBase master there"
        cp -RL "$from" "$scratch/hbase"
    else
        [ "$master" ] || fail "the HBase master's name is not known here" "copy emr/state.env to this node, or: --hbase-master NAME"
        mkdir "$scratch/hbase"
        # shellcheck disable=SC2086
        ${MUSTER_SSH:-ssh} "hadoop@$master" 'tar -C /etc/hbase/conf -chf - .' >"$scratch/hbase.tar" ||
            fail "the configuration of $master can't be copied by ssh" "allow ssh as hadoop with the key pair $EMR_KEY, or copy /etc/hbase/conf here: --hbase-conf FOLDER"
        tar -C "$scratch/hbase" -xf "$scratch/hbase.tar"
    fi
    site=$scratch/hbase/hbase-site.xml
    [ -r "$site" ] || fail "there is no hbase-site.xml in what was copied" "it must be the whole of /etc/hbase/conf"
    root=$(property "$site" hbase.rootdir)
    fs=$(of_kylin kylin.storage.hbase.cluster-fs)
    case $root in
    "$fs"/*) say "hbase.rootdir $root is on kylin.storage.hbase.cluster-fs $fs" ;;
    *) fail "hbase.rootdir is ${root:-missing}, but kylin.storage.hbase.cluster-fs is ${fs:-not set}: region servers would refuse Kylin's files (Wrong FS)" "correct the HBase master's name in Muster or secrets.env, and deploy again" ;;
    esac
    # What is there beside it stays, and is no difference.
    if [ -d "$EMR_CONF_DIR" ] && ! diff -r "$scratch/hbase" "$EMR_CONF_DIR" 2>&1 | grep -vq "^Only in $EMR_CONF_DIR"; then
        say "$EMR_CONF_DIR is right already"
    else
        if [ -e "$EMR_CONF_DIR" ]; then
            cp -RL "$EMR_CONF_DIR" "$EMR_CONF_DIR.before-$now"
            say "$EMR_CONF_DIR.before-$now holds what was there"
        fi
        mkdir -p "$EMR_CONF_DIR"
        cp -R "$scratch/hbase/." "$EMR_CONF_DIR/"
        chmod -R a+rX "$EMR_CONF_DIR"
        say "$EMR_CONF_DIR holds the HBase cluster's configuration"
    fi
}

# Sets a property of a Hadoop configuration file in place; what else stands in it is kept.
set_property() { # file, name, value
    [ "$(property "$1" "$2")" != "$3" ] || return 0
    NAME=$2 VALUE=$3 awk '
        { all = all $0 "\n" }
        END {
            name = ENVIRON["NAME"]
            value = ENVIRON["VALUE"]
            gsub(/&/, "\\&amp;", value)
            gsub(/</, "\\&lt;", value)
            out = ""
            rest = all
            while ((at = index(rest, "<property>")) > 0) {
                end = index(rest, "</property>")
                if (end < at) break
                block = substr(rest, at, end + 11 - at)
                keep = substr(rest, 1, at - 1)
                rest = substr(rest, end + 11)
                inside = block
                gsub(/[ \t\n]/, "", inside)
                if (index(inside, "<name>" name "</name>") > 0) { sub(/[ \t]*$/, "", keep); sub(/^\n/, "", rest); out = out keep }
                else out = out keep block
            }
            all = out rest
            at = index(all, "</configuration>")
            if (at == 0) exit 1
            printf "%s", substr(all, 1, at - 1) "    <property>\n        <name>" name "</name>\n        <value>" value "</value>\n    </property>\n" substr(all, at)
        }' "$1" >"$scratch/xml" || fail "$1 is no Hadoop configuration" "take the file of Kylin's release again"
    [ -e "$1.before-muster" ] || cp -p "$1" "$1.before-muster"
    cat "$scratch/xml" >"$1"
    say "$1: $2=$3"
}

job_configuration() {
    site=${EMR_CONF_DIR:-/etc/hbase/conf}/hbase-site.xml
    [ -r "$site" ] || fail "there is no $site" "is HBase among the cluster's applications?"
    quorum=$(property "$site" hbase.zookeeper.quorum)
    [ "$quorum" ] || fail "$site has no hbase.zookeeper.quorum" "is that the configuration of an HBase cluster?"
    port=$(property "$site" hbase.zookeeper.property.clientPort)
    for file in kylin_job_conf.xml kylin_job_conf_inmem.xml kylin_job_conf_cube_merge.xml; do
        file=$conf/$file
        [ -e "$file" ] || continue
        set_property "$file" hbase.zookeeper.quorum "$quorum"
        case $port in '' | 2181) ;; *) set_property "$file" hbase.zookeeper.property.clientPort "$port" ;; esac
        if [ "$EMR_STORAGE" = s3 ]; then
            set_property "$file" io.file.buffer.size 65536
            set_property "$file" mapreduce.map.speculative false
            set_property "$file" mapreduce.reduce.speculative false
        fi
    done
}

folder() { # address
    as_kylin hadoop fs -test -d "$1" 2>/dev/null && as_kylin hadoop fs -touchz "$1/.muster" 2>/dev/null &&
        as_kylin hadoop fs -rm -skipTrash "$1/.muster" >/dev/null 2>&1 && { say "$1 is there and writable"; return 0; }
    owner=$EMR_KYLIN_USER
    ! id hadoop >/dev/null 2>&1 || owner=hadoop
    runuser -u "$owner" -- hadoop fs -mkdir -p "$1" ||
        fail "the folder $1 can't be made" "can this node reach that file system? sh emr/check-connectivity.sh says more"
    case $1 in
    hdfs:*) runuser -u "$owner" -- hadoop fs -chown "$EMR_KYLIN_USER" "$1" || fail "$1 can't be given to $EMR_KYLIN_USER" "do it as the superuser of that HDFS: hadoop fs -chown $EMR_KYLIN_USER $1" ;;
    esac
    say "$1 was made"
}

working_directories() {
    folder "$EMR_WORKING_DIR"
    fs=$(of_kylin kylin.storage.hbase.cluster-fs)
    case $fs in
    hdfs://*)
        path=${EMR_WORKING_DIR#hdfs://}
        folder "$fs/${path#*/}"
        ;;
    esac
}

environment() {
    file=/etc/profile.d/kylin-emr.sh
    {
        echo "# Kylin on EMR: for people's shells; the service has the same from its unit."
        set -f
        for pair in $EMR_ENVIRONMENT; do printf "export %s='%s'\n" "${pair%%=*}" "${pair#*=}"; done
        set +f
        printf "export KYLIN_HOME='%s'\n" "$EMR_KYLIN_HOME"
    } >"$scratch/profile"
    cmp -s "$scratch/profile" "$file" || { cp "$scratch/profile" "$file" && chmod 0644 "$file" && say "$file was written"; }
}

# Kylin brings another version of these classes.
joda() {
    for jar in /usr/lib/hive/lib/jackson-datatype-joda-*.jar; do
        [ -e "$jar" ] || continue
        mv "$jar" "$jar.backup"
        say "$jar was set aside"
    done
}

spark_archive() {
    [ "$EMR_SPARK_ARCHIVE" ] || return 0
    if as_kylin hadoop fs -test -e "$EMR_SPARK_ARCHIVE" 2>/dev/null; then
        say "$EMR_SPARK_ARCHIVE is there already"
        return 0
    fi
    [ -d /usr/lib/spark/jars ] || fail "there is no Spark in /usr/lib/spark" "is Spark among the cluster's applications? Or switch Spark's jars off in Muster"
    mkdir "$scratch/jars"
    cp /usr/lib/spark/jars/*.jar "$scratch/jars/"
    cp -f /usr/lib/hbase/lib/*.jar "$scratch/jars/"
    rm -f "$scratch/jars/netty-3.9.9.Final.jar" "$scratch/jars/netty-all-4.1.8.Final.jar"
    jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
    command -v "$jar" >/dev/null || fail "there is no jar command here" "install a JDK, or set JAVA_HOME"
    "$jar" cf0 "$scratch/spark-libs.jar" -C "$scratch/jars" .
    chmod 0755 "$scratch"
    chmod 0644 "$scratch/spark-libs.jar"
    as_kylin hadoop fs -mkdir -p "${EMR_SPARK_ARCHIVE%/*}"
    as_kylin hadoop fs -put "$scratch/spark-libs.jar" "$EMR_SPARK_ARCHIVE" ||
        fail "$EMR_SPARK_ARCHIVE can't be written" "look at the message above"
    say "$EMR_SPARK_ARCHIVE was made"
}

command -v hadoop >/dev/null || fail "there is no hadoop command on this node" "take the build cluster's master, or copy its Hadoop clients here"
command -v hbase >/dev/null || fail "there is no hbase command on this node, and kylin.sh starts Kylin by it" "add HBase to the build cluster's applications, or copy the client here"
[ -z "$EMR_CONF_DIR" ] || copy_client
job_configuration
working_directories
environment
joda
spark_archive
# Kylin keeps what it found out about the clients for ever.
rm -f "$EMR_KYLIN_HOME"/bin/cached-*
if [ "$EMR_GLUE" = yes ]; then
    for jar in common hive2-client; do
        set -- "$EMR_KYLIN_HOME"/lib/aws-glue-datacatalog-*"$jar"*.jar
        [ -e "$1" ] || say "still missing: $EMR_KYLIN_HOME/lib has no Glue client ($jar); build it from awslabs/aws-glue-data-catalog-client-for-apache-hive-metastore"
    done
fi
say "next, as $EMR_KYLIN_USER on this node: sh emr/check-connectivity.sh"
