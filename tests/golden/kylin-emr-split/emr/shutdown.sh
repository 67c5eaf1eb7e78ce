#!/bin/sh
# Shuts the clusters down in order: Kylin first, then what HBase holds in memory goes to S3, then
# the build cluster, then HBase.
#   sh emr/shutdown.sh --yes [--backup s3://bucket/folder] [--lose-cubes]
# --backup copies Kylin's working directory there first, when that is on HDFS.
# --lose-cubes is needed when HBase is on HDFS: its cubes and Kylin's metadata end with it.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

yes='' lose='' backup=''
while [ $# -gt 0 ]; do
    case $1 in
    --yes) yes=1 ;;
    --lose-cubes) lose=1 ;;
    --backup)
        [ $# -gt 1 ] || fail "--backup needs a folder" "--backup s3://bucket/folder"
        shift
        backup=$1
        ;;
    *) fail "unknown word: $1" "sh emr/shutdown.sh --yes [--backup s3://bucket/folder] [--lose-cubes]" ;;
    esac
    shift
done
[ "$yes" ] || fail "this ends the clusters" "if that is meant: sh emr/shutdown.sh --yes; stop Kylin before: bin/stop, and back its metadata up: bin/metastore.sh backup in KYLIN_HOME"
[ "$EMR_STORAGE" = s3 ] || [ "$lose" ] ||
    fail "HBase keeps its cubes and Kylin's metadata on the cluster's disks, which end with it" "back them up, then: sh emr/shutdown.sh --yes --lose-cubes"
case $backup in '' | s3://?*) ;; *) fail "$backup is not a folder on S3" "--backup s3://bucket/folder" ;; esac

main=$(recorded MAIN_CLUSTER_ID) hbase=$(recorded HBASE_CLUSTER_ID)
[ "$main$hbase" ] || fail "there is no record of clusters in emr/state.env" "aws emr list-clusters --active"
[ "$EMR_KIND" = split ] || hbase=$main

run_on() { # cluster, what it does, words of the command, with commas
    step=$(ask emr add-steps --cluster-id "$1" --query 'StepIds[0]' --steps \
        "Type=CUSTOM_JAR,Name=muster,ActionOnFailure=CONTINUE,Jar=command-runner.jar,Args=[$3]") ||
        fail "$2: $1 did not take the step" "the message of AWS is above; nothing was ended"
    say "$2: step $step of $1"
    ask emr wait step-complete --cluster-id "$1" --step-id "$step" ||
        fail "$2: step $step of $1 has failed" "look at its log in ${EMR_LOG_URI:-the console}; nothing was ended"
}
end() { # NAME for state.env, cluster
    ask emr modify-cluster-attributes --cluster-id "$2" --no-termination-protected ||
        stop_here "the protection of $2 can't be lifted"
    ask emr terminate-clusters --cluster-ids "$2" || stop_here "$2 can't be terminated"
    ask emr wait cluster-terminated --cluster-id "$2" || stop_here "$2 does not end"
    say "$2 has ended"
    forget "$1_CLUSTER_ID"
    forget "$1_MASTER"
}

case $EMR_WORKING_DIR in
hdfs:*)
    if [ "$backup" ]; then
        [ -z "$main" ] || run_on "$main" "copy of Kylin's working directory" "s3-dist-cp,--src=$EMR_WORKING_DIR,--dest=$backup"
        if [ "$EMR_KIND" = split ] && [ "$EMR_STORAGE" = hdfs ] && [ "$hbase" ]; then
            run_on "$hbase" "copy of what queries read" "s3-dist-cp,--src=$EMR_WORKING_DIR,--dest=$backup-hbase"
        fi
    else
        say "no --backup: $EMR_WORKING_DIR ends with its cluster"
    fi
    ;;
esac
if [ "$EMR_STORAGE" = s3 ] && [ "$hbase" ]; then
    run_on "$hbase" "HBase's memory goes to S3" "bash,/usr/lib/hbase/bin/disable_all_tables.sh"
fi
if [ "$(recorded STACK)" ]; then
    for id in $main $hbase; do
        ask emr modify-cluster-attributes --cluster-id "$id" --no-termination-protected || stop_here "the protection of $id can't be lifted"
    done
    ask cloudformation delete-stack --stack-name "$EMR_STACK" || stop_here "the stack $EMR_STACK can't be deleted"
    ask cloudformation wait stack-delete-complete --stack-name "$EMR_STACK" || stop_here "the stack $EMR_STACK is not gone"
    for name in MAIN_CLUSTER_ID MAIN_MASTER HBASE_CLUSTER_ID HBASE_MASTER STACK; do forget "$name"; done
    say "the stack $EMR_STACK is gone"
    exit 0
fi
[ -z "$main" ] || end MAIN "$main"
if [ "$hbase" ] && [ "$hbase" != "$main" ]; then end HBASE "$hbase"; fi
