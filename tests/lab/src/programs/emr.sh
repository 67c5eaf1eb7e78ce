#!/bin/sh
# Runs the scripts of an archive's emr/ with the real AWS command line against moto.
# ARCHIVE WORK REAL_AWS KIND STORAGE REGION KEY SUBNET come from the environment.
set -eu
export LOG="$WORK/calls" WORK
fail() {
    echo "emr.sh: $*" >&2
    [ ! -r "$WORK/said" ] || sed 's/^/    /' "$WORK/said" >&2
    exit 1
}
real() { "$REAL_AWS" --region "$REGION" --output text "$@"; }
PATH=$WORK/bin:$PATH

fresh() {
    rm -rf "$WORK/archive"
    cp -r "$ARCHIVE" "$WORK/archive"
    sed -i "s/$SUBNET/$there/" "$WORK"/archive/emr/*.json "$WORK/archive/emr/settings.env"
    : >"$LOG"
}
try() { # the script, its words; what it says goes to $WORK/said
    : >"$LOG"
    sh "$WORK/archive/emr/$1" ${2:+"$2"} ${3:+"$3"} ${4:+"$4"} ${5:+"$5"} >"$WORK/said" 2>&1
}
calls() { grep -c -- "$1" "$LOG" || :; }
line() { grep -n -m 1 -- "$1" "$LOG" | cut -d: -f1; }
before() { # two calls in their order
    [ "$(line "$1")" -lt "$(line "$2")" ] || { cat "$LOG" >&2; fail "$2 came before $1"; }
}

# An account with what the document names.
there=$(real ec2 describe-subnets --query 'Subnets[0].SubnetId')
real ec2 create-key-pair --key-name "$KEY" >/dev/null
. "$ARCHIVE/emr/settings.env"
for bucket in $EMR_BUCKETS; do
    real s3api create-bucket --bucket "$bucket" --create-bucket-configuration "LocationConstraint=$REGION" >/dev/null
done
clusters=1
[ "$KIND" != split ] || clusters=2

# From nothing to clusters, in order.
fresh
try create-all.sh || fail "create-all.sh has failed"
calls=$(wc -l <"$LOG")
[ "$(calls 'emr create-cluster')" = "$clusters" ] || fail "not $clusters clusters were created"
before 'sts get-caller-identity' 'emr create-cluster'
before 'emr create-cluster' 'emr wait cluster-running'
before 'emr wait cluster-running' 'emr list-instances'
[ "$(real emr list-clusters --active --query 'length(Clusters)')" = "$clusters" ] || fail "moto has other clusters"
if [ "$KIND" = split ]; then
    before 'hbase-applications.json' 'main-applications.json'
    before 'emr list-instances' 'main-applications.json'
    if [ "$STORAGE" = hdfs ]; then
        id=$(sed -n 's/^HBASE_CLUSTER_ID=//p' "$WORK/archive/emr/state.env")
        name=$(real emr list-instances --cluster-id "$id" --instance-group-types MASTER --query 'Instances[0].PrivateDnsName')
        grep -qx "KYLIN_HBASE_MASTER=$name" "$WORK/archive/secrets.env" || fail "secrets.env has not the name $name"
        [ "$(stat -c %a "$WORK/archive/secrets.env")" = 600 ] || fail "secrets.env can be read by others"
    fi
fi

# A second run creates nothing.
try create-all.sh || fail "the second run has failed"
[ "$(calls 'emr create-cluster')" = 0 ] || fail "the second run created a cluster"

# Without saying so nothing ends.
if try shutdown.sh; then fail "shutdown.sh ends clusters without --yes"; fi
[ "$(wc -l <"$LOG")" = 0 ] || fail "shutdown.sh asked AWS without --yes"
if [ "$STORAGE" = hdfs ]; then
    if try shutdown.sh --yes; then fail "shutdown.sh loses cubes without --lose-cubes"; fi
    try shutdown.sh --yes --lose-cubes --backup s3://backup/kylin || fail "shutdown.sh has failed"
    before 's3-dist-cp' 'emr terminate-clusters'
else
    try shutdown.sh --yes || fail "shutdown.sh has failed"
    before 'disable_all_tables.sh' 'emr terminate-clusters'
fi
[ "$(real emr list-clusters --active --query 'length(Clusters)')" = 0 ] || fail "clusters still run"
[ "$(calls 'emr terminate-clusters')" = "$clusters" ] || fail "not every cluster was ended"

# A failure at each call: a clear message, what exists, and the next run goes on.
at=1
while [ "$at" -le "$calls" ]; do
    fresh
    if FAIL_AT=$at REPLAY=1 try create-all.sh; then fail "call $at failed, create-all.sh did not"; fi
    grep -q '^error: ' "$WORK/said" && grep -q '^what to do: ' "$WORK/said" || fail "no clear message at call $at"
    for id in $(sed -n 's/^[A-Z]*_CLUSTER_ID=//p' "$WORK/archive/emr/state.env" 2>/dev/null); do
        # The name of a cluster that exists stands in the message, unless a later script's own
        # check of what is there has stopped.
        grep -q "$id" "$WORK/said" || fail "the message at call $at does not name $id"
    done
    REPLAY=1 try create-all.sh || fail "the run after a failure at call $at has failed"
    at=$((at + 1))
done

# The cluster is created, but the answer is lost: the next run finds it by its name.
fresh
if LOSE='emr create-cluster' try create-all.sh; then fail "an answer was lost, and create-all.sh did not see it"; fi
grep -q 'did not create the cluster' "$WORK/said" || fail "no message about the lost answer"
try create-all.sh || fail "the run after the lost answer has failed"
[ "$(real emr list-clusters --active --query 'length(Clusters)')" = "$clusters" ] || fail "a cluster was created twice"
grep -q 'runs already and is used' "$WORK/said" || fail "the cluster was not found again"

# The stack: moto's own clusters of a stack can't be asked about, so the ids of those above stand in.
state=$WORK/archive/emr/state.env
hbase=$(sed -n 's/^HBASE_CLUSTER_ID=//p' "$state") main=$(sed -n 's/^MAIN_CLUSTER_ID=//p' "$state")
rm "$state"
real emr list-clusters --query 'length(Clusters)' >/dev/null
for pair in "HBaseCluster:$hbase" "MainCluster:$main"; do
    call="--region $REGION --output text cloudformation describe-stack-resource --stack-name $EMR_STACK --logical-resource-id ${pair%%:*} --query StackResourceDetail.PhysicalResourceId"
    printf '%s\n' "${pair#*:}" >"$WORK/answers/$(printf '%s' "$call" | sha256sum | cut -c1-32)"
done
real cloudformation deploy --stack-name "$EMR_STACK" --template-file "$WORK/archive/emr/template.json" >/dev/null || fail "CloudFormation refuses the template"
call="--region $REGION --output text cloudformation deploy --stack-name $EMR_STACK --template-file $WORK/archive/emr/template.json --no-fail-on-empty-changeset"
: >"$WORK/answers/$(printf '%s' "$call" | sha256sum | cut -c1-32)"
for call in "--region $REGION --output text emr wait cluster-running --cluster-id $hbase" "--region $REGION --output text emr wait cluster-running --cluster-id $main"; do
    : >"$WORK/answers/$(printf '%s' "$call" | sha256sum | cut -c1-32)"
done
REPLAY=1 try create-stack.sh || fail "create-stack.sh has failed"
grep -qx "MAIN_CLUSTER_ID=$main" "$state" || fail "create-stack.sh has not found the build cluster"

echo "all scripts do as they should: $calls calls of AWS"
