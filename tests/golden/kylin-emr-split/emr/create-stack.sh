#!/bin/sh
# Creates the same clusters as a CloudFormation stack from template.json, instead of the other
# create-*.sh; then reads back the masters' names as they do. Can be run again at any time.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

[ $# -eq 0 ] || fail "this script takes no words" "sh emr/create-stack.sh"
[ -z "$(recorded HBASE_CLUSTER_ID)$(recorded MAIN_CLUSTER_ID)" ] || [ "$(recorded STACK)" ] ||
    fail "clusters exist already that no stack made" "go on with create-all.sh, or remove them: sh emr/shutdown.sh"
check_account
record STACK "$EMR_STACK"
ask cloudformation deploy --stack-name "$EMR_STACK" --template-file "$here/template.json" --no-fail-on-empty-changeset ||
    fail "the stack $EMR_STACK was not created" "look at its events: aws cloudformation describe-stack-events --stack-name $EMR_STACK; what it made is removed by: aws cloudformation delete-stack --stack-name $EMR_STACK"

take() { # NAME for state.env, name in the template, name of the cluster
    id=$(ask cloudformation describe-stack-resource --stack-name "$EMR_STACK" --logical-resource-id "$2" \
        --query StackResourceDetail.PhysicalResourceId) || stop_here "the stack $EMR_STACK can't be read"
    case $id in j-*) ;; *) fail "the stack $EMR_STACK has no $2, but: $id" "look at it in the console" ;; esac
    record "$1_CLUSTER_ID" "$id"
    wait_until_running "$3" "$id"
    read_master "$1" "$3"
}
if [ "$EMR_KIND" = split ]; then
    take HBASE HBaseCluster "$EMR_HBASE_NAME"
    hand_over
fi
take MAIN MainCluster "$EMR_MAIN_NAME"
say "next: the nodes' names must resolve to their machines (the master is $(recorded MAIN_MASTER)); then bin/deploy, and on every node of Kylin: emr/prepare-kylin-node.sh"
