#!/bin/sh
# Creates the build cluster on EMR, or the only one, and reads back the name of its master. With
# two clusters the HBase cluster comes first. Can be run again at any time.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

[ $# -eq 0 ] || fail "this script takes no words" "sh emr/create-main.sh"
if [ "$EMR_KIND" = split ] && [ -z "$(recorded HBASE_MASTER)$EMR_HBASE_MASTER" ]; then
    fail "the HBase cluster is not there yet" "sh emr/create-hbase.sh"
fi
check_account
create main MAIN "$EMR_MAIN_NAME"
read_master MAIN "$EMR_MAIN_NAME"
say "next: the nodes' names must resolve to their machines (the master is $(recorded MAIN_MASTER)); then bin/deploy, and on every node of Kylin: emr/prepare-kylin-node.sh"
