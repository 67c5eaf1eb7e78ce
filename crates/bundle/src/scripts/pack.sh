#!/bin/sh
# Prints what bin/deploy brings to one node, its folder and the secrets that it needs, as a tar in
# base64: playbook.yml brings it the same way, so that nothing differs. It holds secrets: not for a
# screen.
#
#   bin/pack --node NAME [--without-secrets]
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
needs='base64 tar'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options=--without-secrets
parse "$@"
[ "$wanted_count" -eq 1 ] || fail "which node?" "see: $me -h"
[ "$extra" ] || check_secrets
wanted_nodes "$work/nodes"
read_node 3<"$work/nodes"
gather "$extra"
packed | base64
