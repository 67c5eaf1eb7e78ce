#!/bin/sh
# Creates the Application Load Balancer with the AWS CLI: target group, load balancer, listener and
# rules. Run again, it changes what differs. Credentials must be allowed to use elasticloadbalancing.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC1091
. "$here/settings.env"

say() { printf '%s\n' "$*"; }
fail() { # what is wrong, what to do
    printf '%s\n' "error: $1" >&2
    [ $# -lt 2 ] || printf '%s\n' "what to do: $2" >&2
    exit 1
}
made=''
stop_here() { fail "$1" "the message of AWS is above; ${made:-nothing was created}; mend it and run this again"; }
ask() { aws --region "$ALB_REGION" --output text "$@"; }
# The answer to a question about something that may not be there.
find_one() { # words of the question …
    if found=$(ask "$@" 2>"$scratch/error"); then
        [ "$found" = None ] || printf '%s' "$found"
    elif ! grep -q NotFound "$scratch/error"; then
        cat "$scratch/error" >&2
        return 1
    fi
}

[ $# -eq 0 ] || fail "this script takes no words" "sh alb/create-alb.sh"
command -v aws >/dev/null || fail "the AWS CLI is not installed here" "install it, and log in: aws configure"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ask sts get-caller-identity --query Account >/dev/null || stop_here "AWS does not know who you are"

# Targets are private IPv4 addresses.
set --
for host in $ALB_TARGETS; do
    case $host in
    *[!0-9.]*)
        ip=$(getent ahostsv4 "$host" | awk '{ print $1; exit }')
        [ "$ip" ] || fail "the node $host can't be resolved here" "give it its private address in Muster, or run this inside the VPC"
        ;;
    *) ip=$host ;;
    esac
    set -- "$@" "Id=$ip,Port=$ALB_NODE_PORT"
done
[ $# -gt 0 ] || fail "no node answers queries" "give a node such a role in Muster"

group=$(find_one elbv2 describe-target-groups --names "$ALB_NAME" --query 'TargetGroups[0].TargetGroupArn') || stop_here "the target groups can't be listed"
[ "$group" ] || group=$(ask elbv2 create-target-group --cli-input-json "file://$here/target-group.json" --query 'TargetGroups[0].TargetGroupArn') ||
    stop_here "the target group was not created"
made="there is the target group $group"
ask elbv2 modify-target-group-attributes --target-group-arn "$group" --attributes "file://$here/target-group-attributes.json" >/dev/null ||
    stop_here "the target group does not take its attributes"
ask elbv2 register-targets --target-group-arn "$group" --targets "$@" || stop_here "the nodes were not registered"
say "target group $ALB_NAME: $*"

balancer=$(find_one elbv2 describe-load-balancers --names "$ALB_NAME" --query 'LoadBalancers[0].LoadBalancerArn') || stop_here "the load balancers can't be listed"
[ "$balancer" ] || balancer=$(ask elbv2 create-load-balancer --cli-input-json "file://$here/load-balancer.json" --query 'LoadBalancers[0].LoadBalancerArn') ||
    stop_here "the load balancer was not created"
made="$made and the load balancer $balancer, which costs money"
ask elbv2 modify-load-balancer-attributes --load-balancer-arn "$balancer" --attributes "file://$here/load-balancer-attributes.json" >/dev/null ||
    stop_here "the load balancer does not take its attributes"
ask elbv2 wait load-balancer-available --load-balancer-arns "$balancer" || stop_here "the load balancer does not become available"

listener=$(ask elbv2 describe-listeners --load-balancer-arn "$balancer" --query "Listeners[?Port==\`$ALB_PORT\`].ListenerArn | [0]") || stop_here "the listeners can't be listed"
new=''
if [ "$listener" = None ]; then
    new=1
    listener=$(ask elbv2 create-listener --load-balancer-arn "$balancer" --cli-input-json "file://$here/listener.json" --query 'Listeners[0].ListenerArn') ||
        stop_here "the listener was not created"
fi

rule() { # priority, conditions, actions
    there=None
    [ "$new" ] || there=$(ask elbv2 describe-rules --listener-arn "$listener" --query "Rules[?Priority=='$1'].RuleArn | [0]") || stop_here "the rules can't be listed"
    if [ "$there" = None ]; then
        ask elbv2 create-rule --listener-arn "$listener" --priority "$1" --conditions "file://$here/$2" --actions "$3" >/dev/null || stop_here "the rule of $2 was not created"
    else
        ask elbv2 modify-rule --rule-arn "$there" --conditions "file://$here/$2" --actions "$3" >/dev/null || stop_here "the rule of $2 was not changed"
    fi
}
# What is closed comes first: for a moment a new listener answers 404, never too much.
forward="Type=forward,TargetGroupArn=$group"
if [ "$ALB_CLOSE" = yes ]; then
    rule 10 if-odd.json "file://$here/closed.json"
    [ "$ALB_OPEN" = no ] || rule 20 if-open.json "$forward"
    rule 30 if-internal.json "file://$here/closed.json"
fi
rule 40 if-bare.json "file://$here/to-pages.json"
rule 50 if-pages.json "$forward"
name=$(ask elbv2 describe-load-balancers --load-balancer-arns "$balancer" --query 'LoadBalancers[0].DNSName') || stop_here "the load balancer's name can't be read"
say "load balancer $ALB_NAME: $name"
say "next: let $ALB_ADDRESS lead to it (an alias record, or a CNAME), then: bin/verify"
