# Functions that the scripts of this folder share. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # what is not defined here comes from settings.env or state.env

# shellcheck disable=SC1091
. "$here/settings.env"
state=$here/state.env # what was created: written by create-*.sh

say() { printf '%s\n' "$*"; }
fail() { # what is wrong, what to do
    printf '%s\n' "error: $1" >&2
    [ $# -lt 2 ] || printf '%s\n' "what to do: $2" >&2
    exit 1
}

# --- what was created ---

# The value of a line NAME=value; the last one counts.
recorded() { # name
    [ ! -r "$state" ] || sed -n "s/^$1=//p" "$state" | tail -n 1
}
record() { # name, value
    { [ ! -r "$state" ] || grep -v "^$1=" "$state" || :; printf '%s\n' "$1=$2"; } >"$state.new"
    mv "$state.new" "$state"
}
forget() { # name
    [ ! -r "$state" ] || { grep -v "^$1=" "$state" || :; } >"$state.new"
    [ ! -e "$state.new" ] || mv "$state.new" "$state"
}

# What exists by now and costs money.
left_behind() {
    ids="$(recorded HBASE_CLUSTER_ID) $(recorded MAIN_CLUSTER_ID)"
    case $ids in
    *j-*) printf '%s' "these clusters exist and cost money: $(echo $ids); keep them and run this again, or remove them: sh emr/shutdown.sh" ;;
    *) printf '%s' "nothing was created" ;;
    esac
}

# --- AWS ---

ask() { aws --region "$EMR_REGION" --output text "$@"; }

stop_here() { # what is wrong
    fail "$1" "the message of AWS is above; $(left_behind)"
}

# Everything that can be wrong is asked before the first machine is paid for.
check_account() {
    command -v aws >/dev/null || fail "the AWS CLI is not installed here" "install it, and log in: aws configure"
    ask sts get-caller-identity --query Account >/dev/null || stop_here "AWS does not know who you are"
    labels=$(ask emr list-release-labels --filters "Prefix=$EMR_RELEASE" --query 'ReleaseLabels[]') ||
        stop_here "the release labels can't be listed"
    echo "$labels" | tr '\t' '\n' | grep -Fqx "$EMR_RELEASE" ||
        fail "EMR has no release $EMR_RELEASE in $EMR_REGION" "choose another one in Muster: aws emr list-release-labels"
    ask ec2 describe-subnets --subnet-ids "$EMR_SUBNET" --query 'Subnets[0].VpcId' >/dev/null ||
        stop_here "there is no subnet $EMR_SUBNET in $EMR_REGION"
    ask ec2 describe-key-pairs --key-names "$EMR_KEY" --query 'KeyPairs[0].KeyName' >/dev/null ||
        stop_here "there is no key pair $EMR_KEY in $EMR_REGION"
    for bucket in $EMR_BUCKETS; do
        place=$(ask s3api get-bucket-location --bucket "$bucket" --query LocationConstraint) ||
            stop_here "the bucket $bucket can't be reached"
        [ "$place" != None ] || place=us-east-1
        [ "$place" = "$EMR_REGION" ] ||
            fail "the bucket $bucket is in $place, and the clusters are in $EMR_REGION" "take a bucket in $EMR_REGION"
    done
}

# An id of a running cluster of this name, of an earlier attempt that did not get as far as state.env.
find_cluster() { # name
    quoted=$(printf '%s' "$1" | sed "s/['\\\\]/\\\\&/g")
    found=$(ask emr list-clusters --active --query "Clusters[?Name=='$quoted'].Id | [0]") || return 1
    [ "$found" = None ] || printf '%s\n' "$found"
}

create() { # which: main or hbase; NAME for state.env, name of the cluster
    id=$(recorded "$2_CLUSTER_ID")
    if [ -z "$id" ]; then
        id=$(find_cluster "$3") || stop_here "the clusters can't be listed"
        [ -z "$id" ] || say "$3: a cluster of this name runs already and is used: $id"
    fi
    if [ -z "$id" ]; then
        protect=--no-termination-protected
        [ "$EMR_PROTECT" = no ] || protect=--termination-protected
        set -- "$@" --name "$3" --release-label "$EMR_RELEASE" --service-role "$EMR_SERVICE_ROLE" \
            --applications "file://$here/$1-applications.json" \
            --instance-groups "file://$here/$1-instance-groups.json" \
            --ec2-attributes "file://$here/$1-ec2-attributes.json" \
            --configurations "file://$here/$1-configurations.json" \
            --no-auto-terminate "$protect"
        [ -z "$EMR_LOG_URI" ] || set -- "$@" --log-uri "$EMR_LOG_URI"
        number=$2 name=$3
        shift 3
        id=$(ask emr create-cluster "$@" --query ClusterId) || stop_here "AWS did not create the cluster $name"
        case $id in j-*) ;; *) fail "AWS gave no id for the cluster $name, but: $id" "look for it: aws emr list-clusters --active" ;; esac
        set -- "" "$number" "$name"
        say "$3: $id is being created"
    fi
    record "$2_CLUSTER_ID" "$id"
    wait_until_running "$3" "$id"
}

wait_until_running() { # name, id
    say "$1: waiting until $2 runs; that takes 10 to 15 minutes"
    ask emr wait cluster-running --cluster-id "$2" || {
        ask emr describe-cluster --cluster-id "$2" --query 'Cluster.Status.[State,StateChangeReason.Message]' >&2 || :
        fail "$1: $2 does not run" "its state is above, more is in ${EMR_LOG_URI:-the console}; $(left_behind)"
    }
    say "$1: $2 runs"
}

# The master's name inside the VPC, as it stands in hbase.rootdir.
read_master() { # NAME for state.env, name of the cluster
    id=$(recorded "$1_CLUSTER_ID")
    master=$(ask emr list-instances --cluster-id "$id" --instance-group-types MASTER \
        --instance-states RUNNING --query 'Instances[0].PrivateDnsName') ||
        stop_here "$2: the master's name can't be read"
    case $master in
    *.*) ;;
    *) fail "$2: AWS gave no name of the master, but: $master" "look at the instances of $id in the console; $(left_behind)" ;;
    esac
    case $master in *[!a-zA-Z0-9.-]*) fail "$2: the master's name has strange characters: $master" "$(left_behind)" ;; esac
    record "$1_MASTER" "$master"
    say "$2: the master is $master"
}

# Puts the HBase master's name where the deployment of Kylin looks for it.
hand_over() {
    [ "$EMR_MASTER_VARIABLE" ] || return 0
    secrets=$here/../secrets.env master=$(recorded HBASE_MASTER)
    umask 077
    [ -e "$secrets" ] || cp "$here/../secrets.env.example" "$secrets" ||
        fail "secrets.env can't be written" "write $EMR_MASTER_VARIABLE=$master into it by hand"
    NAME=$EMR_MASTER_VARIABLE VALUE=$master awk '
        index($0, ENVIRON["NAME"] "=") == 1 { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"]; done = 1; next }
        { print }
        END { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"] }' "$secrets" >"$secrets.new" && mv "$secrets.new" "$secrets" ||
        fail "secrets.env can't be written" "write $EMR_MASTER_VARIABLE=$master into it by hand"
    say "secrets.env: $EMR_MASTER_VARIABLE=$master"
}

# The file system of HBase, once its master is known.
cluster_fs() {
    case $EMR_CLUSTER_FS in
    *'@{'*) printf 'hdfs://%s:8020' "${1:-$(recorded HBASE_MASTER)}" ;;
    *) printf '%s' "$EMR_CLUSTER_FS" ;;
    esac
}
