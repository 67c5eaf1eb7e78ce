# What was changed on a host of hosts.sh: its upper layer, compared with the machine's own files. Sourced, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from hosts.sh

touched() { # host; one line per file, link or removal: path, kind, size, time of the last change
    (cd "$LAB_DIR/h$1/up" && find . \( -type f -o -type l -o -type c \) -printf '%P\t%y %s %m %U:%G %T@\n' | LC_ALL=C sort)
}

mark() { touched "$1" >"$LAB_DIR/h$1/mark"; }

# A new file of the upper layer is a change where the machine has one at that path and the host can see it.
changes() { # host
    covered=$(hidden)
    news "$1" | while read -r kind path; do
        if [ "$kind" = added ] && [ -e "$path" ]; then
            kind=changed
            for folder in $covered; do case $path in "/$folder/"*) kind=added ;; esac; done
        fi
        echo "$kind $path"
    done
}

news() { # host
    touched "$1" | awk -F '\t' -v seen="$LAB_DIR/h$1/mark" '
        BEGIN { while ((getline line < seen) > 0) { split(line, f, FS); before[f[1]] = f[2] } }
        { now[$1] = 1
          if ($2 ~ /^c /) { if (before[$1] != $2) print "removed /" $1 }
          else if (!($1 in before)) print "added /" $1
          else if (before[$1] != $2) print "changed /" $1 }
        END { for (path in before) if (!(path in now)) print "removed /" path }' | LC_ALL=C sort -k 2
}

tree() { # host
    (cd "$LAB_DIR/h$1/up" && find . -type f -printf '%m %U:%G %s %P\n' | LC_ALL=C sort -k 4 |
        while read -r mode owner size path; do
            printf '%s %s %s %s /%s\n' "$mode" "$owner" "$size" "$(sha256sum <"$path" | cut -c1-64)" "$path"
        done)
}
