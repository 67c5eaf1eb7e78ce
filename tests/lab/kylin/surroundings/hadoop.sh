#!/bin/bash
# A machine of a Hadoop cluster, from the jars of the lab's Hadoop client. Run by bash as root on a host, with one of:
#
#   accounts                              the users hdfs and hbase, with the same numbers on all machines
#   client FS [NAME=VALUE]...             /etc/hadoop/conf with this default file system; what it is given goes into hdfs-site.xml
#   format                                a new file system, as its first name node
#   namenode | datanode                   starts it
#   kill NAME                             what was started, at once
#   active ID                             makes a standby name node the active one; the other one must be away
#   hbase-site NAME=VALUE...              /etc/hbase/conf/hbase-site.xml
#   hbase                                 HBase with its ZooKeeper, in one process; its settings are that file
#   wait-hdfs | wait-hbase                until it can be written to
#   fs ...                                Hadoop's file system shell, as its administrator
#
# The servers are the real ones; what starts them on a distribution is not on any registry.
set -euo pipefail

home=/opt/hadoop-client
hadoop=/etc/hadoop/conf
hbase=/etc/hbase/conf
data=/var/lib/hadoop
jvm="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xverify:none"

fail() { echo "hadoop.sh: $*" >&2; exit 1; }

site() { # file, NAME=VALUE...
    file=$1
    shift
    {
        echo '<configuration>'
        for pair; do printf '  <property><name>%s</name><value>%s</value></property>\n' "${pair%%=*}" "${pair#*=}"; done
        echo '</configuration>'
    } >"$file"
}

java_as() { # user, class path, heap, class and arguments
    user=$1 path=$2 heap=$3
    shift 3
    # shellcheck disable=SC2086
    setpriv --reuid "$user" --regid "$user" --init-groups \
        env HOME="/home/$user" USER="$user" HADOOP_USER_NAME="$user" "$JAVA_HOME/bin/java" "-Xmx$heap" $jvm -cp "$path" "$@"
}

# Nothing may hold this shell's output open.
in_background() { # name of its log, command
    log=/var/log/lab-$1.log
    shift
    setsid "$@" </dev/null >>"$log" 2>&1 &
    echo $! >"${log%.log}.pid"
}

# The artifact of HDFS has no pages; its servers look for their folders.
servers() { printf '%s' "$hadoop:$data/pages:$home/lib/*"; }

wait_until() { # what, log, command
    what=$1 log=/var/log/lab-$2.log
    shift 2
    for _ in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.2
    done
    tail -n 20 "$log" >&2
    fail "$what: not within a minute"
}

case ${1:-} in
accounts)
    groupadd --gid 7101 hdfs && useradd --uid 7101 --gid hdfs --create-home hdfs
    groupadd --gid 7102 hbase && useradd --uid 7102 --gid hbase --create-home hbase
    install -d -o hdfs -g hdfs "$data"
    install -d -o hbase -g hbase "$data/hbase"
    install -d "$data/pages/webapps/hdfs" "$data/pages/webapps/datanode"
    ;;
client)
    fs=$2
    shift 2
    mkdir -p "$hadoop"
    site "$hadoop/core-site.xml" "fs.defaultFS=$fs"
    site "$hadoop/hdfs-site.xml" "$@"
    site "$hadoop/mapred-site.xml"
    site "$hadoop/yarn-site.xml"
    printf '%s\n' 'log4j.rootLogger=WARN,console' \
        'log4j.logger.org.apache.hadoop.hbase.master.HMaster=INFO' \
        'log4j.appender.console=org.apache.log4j.ConsoleAppender' 'log4j.appender.console.target=System.err' \
        'log4j.appender.console.layout=org.apache.log4j.PatternLayout' \
        'log4j.appender.console.layout.ConversionPattern=%d %p %c{1}: %m%n' >"$hadoop/log4j.properties"
    ;;
format)
    java_as hdfs "$(servers)" 128m org.apache.hadoop.hdfs.server.namenode.NameNode -format -nonInteractive >/var/log/lab-format.log 2>&1 ||
        { tail -n 20 /var/log/lab-format.log >&2; fail "the file system can't be made"; }
    ;;
namenode) in_background namenode bash "$0" run hdfs 256m org.apache.hadoop.hdfs.server.namenode.NameNode ;;
datanode) in_background datanode bash "$0" run hdfs 192m org.apache.hadoop.hdfs.server.datanode.DataNode ;;
hbase) in_background hbase bash "$0" run hbase 512m org.apache.hadoop.hbase.master.HMaster start ;;
run)
    user=$2 heap=$3
    shift 3
    path=$(servers)
    [ "$user" != hbase ] || path=$hbase:$path
    java_as "$user" "$path" "$heap" "$@"
    ;;
kill) kill -9 -- "-$(cat "/var/log/lab-$2.pid")" ;;
active)
    wait_until "the name node $2" namenode java_as hdfs "$(servers)" 128m org.apache.hadoop.hdfs.tools.DFSHAAdmin -transitionToActive --forceactive "$2"
    ;;
hbase-site)
    shift
    mkdir -p "$hbase"
    site "$hbase/hbase-site.xml" "$@"
    ;;
wait-hdfs)
    wait_until HDFS namenode java_as hdfs "$(servers)" 128m org.apache.hadoop.fs.FsShell -touchz /.there
    ;;
fs)
    shift
    java_as hdfs "$(servers)" 128m org.apache.hadoop.fs.FsShell "$@"
    ;;
wait-hbase)
    wait_until HBase hbase grep -q 'Master has completed initialization' /var/log/lab-hbase.log
    ;;
*) fail "what? got: $*" ;;
esac
