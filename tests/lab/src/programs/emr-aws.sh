#!/bin/sh
# Stands before the real `aws`. LOG gets a line per call; FAIL_AT names the call that fails, by
# number; LOSE the words of one that is made but whose answer is lost; REPLAY=1 gives the answer
# that the same call had before, without asking.
number=$(($(wc -l <"$LOG") + 1))
printf '%s\n' "$*" >>"$LOG"
if [ "$number" = "${FAIL_AT:-0}" ]; then
    echo "An error occurred (ServerError) when calling number $number: made to fail" >&2
    exit 254
fi
memory=$WORK/answers/$(printf '%s' "$*" | sha256sum | cut -c1-32)
case "$*" in
*"emr wait step-complete"* | *"s3-dist-cp"*) # moto runs no steps
    case "$*" in *add-steps*) echo s-1234567890ABC ;; esac
    exit 0
    ;;
esac
if [ "${REPLAY:-}" ]; then
    [ -r "$memory" ] || { echo "no answer is known for: $*" >&2; exit 253; }
    cat "$memory"
    exit 0
fi
answer=$("$REAL_AWS" "$@") || exit
mkdir -p "$WORK/answers"
printf '%s\n' "$answer" >"$memory"
case "$*" in
*"${LOSE:-nothing is lost}"*)
    echo "Connection was closed before we received a valid response" >&2
    exit 255
    ;;
esac
printf '%s\n' "$answer"
