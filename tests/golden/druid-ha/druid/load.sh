#!/bin/sh
# The first load, once after the first bin/start: says how many copies of each segment there shall be,
# loads three rows by a task, and shows them by a query. The data source muster_first stays; remove it
# in the console.
#
#   druid/load.sh [--dry-run] [--node NAME]...
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='ssh'
# shellcheck disable=SC1091
. "$(dirname "$0")/../bin/lib.sh"
me=druid/load.sh
parse "$@"
check_secrets
wanted_nodes "$work/nodes"
silent=' '
is_silent() { case $silent in *" $node "*) ;; *) return 1 ;; esac; }
# shellcheck disable=SC1091
. "$top/bin/verify-product.sh"

if [ "$dry" ]; then
    say "would ask for $DRUID_REPLICAS copies of each segment, load three rows into muster_first and query them"
    exit 0
fi
stand_on_a_node || fail "no node with Druid and curl can be reached" "install curl on one of them"
rules="[{\"type\":\"loadForever\",\"tieredReplicants\":{\"_default_tier\":$DRUID_REPLICAS}}]"
ask_one POST "$DRUID_COORDINATORS" /druid/coordinator/v1/rules/_default "$rules" ||
    fail "the cluster's rule could not be set: $(brief "$answer")" "is there a leading Coordinator? bin/verify says"
say "each segment is to have $DRUID_REPLICAS copies in _default_tier"
run_task "$(task_of muster_first)" ||
    fail "the task did not load the rows: $(brief "$answer")" "look at it in the console, and at log/ of the MiddleManagers"
say "three rows are loaded into muster_first"
rows_of muster_first ||
    fail "no query finds them: $(brief "$answer")" "look at log/ of the Historicals: can they read the deep storage?"
sql "SELECT city, SUM(visits) AS visits FROM muster_first GROUP BY city ORDER BY visits DESC" ||
    fail "the query failed: $(brief "$answer")" "look at log/ of the Brokers"
body_of "$answer"
say "${green}loaded${plain}"
