#!/bin/sh
# Creates the clusters on EMR in their order.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

[ $# -eq 0 ] || fail "this script takes no words" "sh emr/create-all.sh"
if [ "$EMR_KIND" = split ] && [ -z "$EMR_HBASE_MASTER" ]; then sh "$here/create-hbase.sh"; fi
sh "$here/create-main.sh"
