#!/bin/sh
# Stands before the real `aws`. moto knows no rule with a regular expression: those are judged by
# the command line alone, which then finds nobody at a closed port.
printf '%s\n' "$*" >>"$WORK/calls"
case "$*" in
*"-rule "*if-odd.json* | *"-rule "*if-open.json* | *"-rule "*if-internal.json*)
    said=$(AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_MAX_ATTEMPTS=1 "$REAL_AWS" "$@" 2>&1) && exit 0
    case $said in
    *"Could not connect"*) exit 0 ;;
    *) printf '%s\n' "$said" >&2; exit 254 ;;
    esac
    ;;
esac
exec "$REAL_AWS" "$@"
