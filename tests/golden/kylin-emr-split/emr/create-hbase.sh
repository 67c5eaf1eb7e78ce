#!/bin/sh
# Creates the HBase cluster on EMR with the AWS CLI, waits for it, reads back the name of its
# master, and writes that into secrets.env for the deployment. Can be run again at any time.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

[ $# -eq 0 ] || fail "this script takes no words" "sh emr/create-hbase.sh"
check_account
create hbase HBASE "$EMR_HBASE_NAME"
read_master HBASE "$EMR_HBASE_NAME"
hand_over
say "next: sh emr/create-main.sh"
