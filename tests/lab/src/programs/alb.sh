#!/bin/sh
# Runs an archive's alb/create-alb.sh twice against moto. ALB WORK REAL_AWS come from the environment.
set -eu
export WORK
. "$ALB/settings.env"
fail() {
    echo "alb.sh: $*" >&2
    sed 's/^/    /' "$WORK/said" >&2 || :
    exit 1
}
real() { "$REAL_AWS" --region "$ALB_REGION" --output text "$@"; }
PATH=$WORK/bin:$PATH
rm -rf "$WORK/alb"
cp -r "$ALB" "$WORK/alb"

# An account with what the document names.
vpc=$(real ec2 describe-vpcs --query 'Vpcs[0].VpcId')
group=$(real ec2 describe-security-groups --query 'SecurityGroups[0].GroupId')
certificate=$(real acm request-certificate --domain-name "$ALB_ADDRESS" --query CertificateArn)
subnet() { real ec2 describe-subnets --query "Subnets[$1].SubnetId"; }
set -- "$(subnet 0)" "$(subnet 1)"
sed -i -e "s/vpc-0a1b2c3d/$vpc/; s/sg-0a1b2c3d/$group/; s/subnet-0a1b2c3d/$1/; s/subnet-0a1b2c3e/$2/" \
    -e "s|arn:aws:acm[^\"]*|$certificate|" "$WORK"/alb/*.json

for run in first second; do
    : >"$WORK/calls"
    sh "$WORK/alb/create-alb.sh" >"$WORK/said" 2>&1 || fail "the $run run has failed"
    [ "$(grep -c 'wait load-balancer-available' "$WORK/calls")" = 1 ] || fail "it does not wait"
    created=$(grep -c 'elbv2 create-\(target-group\|load-balancer\|listener\)' "$WORK/calls" || :)
    case $run in
    first) [ "$created" = 3 ] || fail "$created things were created" ;;
    second) [ "$created" = 0 ] || fail "the second run created $created things" ;;
    esac
done
balancer=$(real elbv2 describe-load-balancers --names "$ALB_NAME" --query 'LoadBalancers[0].LoadBalancerArn')
idle=$(real elbv2 describe-load-balancer-attributes --load-balancer-arn "$balancer" --query "Attributes[?Key=='idle_timeout.timeout_seconds'].Value | [0]")
[ "$idle" = 330 ] || fail "the idle timeout is $idle"
targets=$(real elbv2 describe-target-groups --names "$ALB_NAME" --query 'TargetGroups[0].TargetGroupArn')
[ "$(real elbv2 describe-target-health --target-group-arn "$targets" --query 'length(TargetHealthDescriptions)')" = "$(echo "$ALB_TARGETS" | wc -w)" ] || fail "not every node is registered"
sticky=$(real elbv2 describe-target-group-attributes --target-group-arn "$targets" --query "Attributes[?Key=='stickiness.enabled'].Value | [0]")
[ "$sticky" = true ] || fail "clients do not stay at their node"
listener=$(real elbv2 describe-listeners --load-balancer-arn "$balancer" --query 'Listeners[0].ListenerArn')
[ "$(real elbv2 describe-rules --listener-arn "$listener" --query "Rules[?Priority=='40'].Actions[0].Type | [0]")" = redirect ] || fail "the bare name leads nowhere"
[ "$(real elbv2 describe-rules --listener-arn "$listener" --query "Rules[?Priority=='50'].Actions[0].Type | [0]")" = forward ] || fail "the pages are not forwarded"

# A failure says what exists.
: >"$WORK/calls"
mkdir -p "$WORK/broken"
printf '#!/bin/sh\ncase "$*" in *register-targets*) echo "made to fail" >&2; exit 254 ;; esac\nexec "$WORK/bin/aws" "$@"\n' >"$WORK/broken/aws"
chmod 0755 "$WORK/broken/aws"
if PATH=$WORK/broken:$PATH sh "$WORK/alb/create-alb.sh" >"$WORK/said" 2>&1; then fail "a failure was not seen"; fi
grep -q '^error: the nodes were not registered' "$WORK/said" && grep -q "there is the target group $targets" "$WORK/said" || fail "no clear message about the failure"
echo "the load balancer is as it should be"
