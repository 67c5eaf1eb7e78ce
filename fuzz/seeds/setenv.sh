#!/bin/bash
export A="x $B"
if [ -n "$C" ]; then D=1; fi
A="$A -Dy=z"
cat <<EOF
E=2
EOF
