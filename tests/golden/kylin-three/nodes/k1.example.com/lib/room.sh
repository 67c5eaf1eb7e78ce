# How much room a deployment needs on a node, and whether it is there. Sourced by install.sh, by
# preflight.sh, and by bin/ for the sizes; never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from lib.sh and install.sh

# The packages in a folder: name, KiB as it lies there, KiB when it is unpacked. A gzip file ends with
# the size of what it holds in four bytes; one that is smaller than the file went round once.
package_sizes() { # folder
    for package in "$1"/*; do
        [ -f "$package" ] || continue
        packed=$(wc -c <"$package")
        case $package in
        *.tar.gz | *.tgz) tail -c 4 "$package" | od -An -tu1 ;;
        *) echo ;;
        esac | NAME=${package##*/} awk -v packed="$packed" '
            {
                size = $1 + 256 * ($2 + 256 * ($3 + 256 * $4))
                while (size < packed) size += 4294967296
                if (!NF) size = packed
                printf "%s\t%.0f\t%.0f\n", ENVIRON["NAME"], packed / 1024 + 1, size / 1024 + 1
                exit
            }'
    done
}

size_of() { # package, 2 for packed or 3 for unpacked: KiB; 0 when it is not known
    awk -F '\t' -v name="$1" -v which="$2" '$1 == name { kib = $which } END { print kib + 0 }' "$sizes"
}

need_room() { printf '%s\t%s\t%s\n' "$2" "${3:-2}" "$1" >>"$work/room"; } # folder, KiB, files

# What the packages of services take that are not here yet, and the node's folder.
room_of_packages() { # services
    need_room "$MUSTER_STATE" $((2 * $(du -sk "$here" | cut -f 1))) $((2 * $(find "$here" | wc -l)))
    for each in $1; do
        sh "$here/service/$each.sh" package </dev/null >"$work/package"
        while IFS=$tab read -r file home; do
            [ "$file" ] || continue
            # A twentieth more: files end within a block. How many there are would take reading all of it;
            # one in 256 KiB is about what products have.
            need_room "${home:-$MUSTER_STATE}" $(($(size_of "$file" 3) * 21 / 20 + 1024)) $(($(size_of "$file" 3) / 256 + 16))
            room_to_bring "$file"
        done <"$work/package"
    done
}

# A package that bin/deploy brings is kept on the node.
room_to_bring() { # file
    [ -e "$MUSTER_STATE/packages/$1" ] || [ "$MUSTER_PACKAGES" != "$MUSTER_STATE/packages" ] ||
        need_room "$MUSTER_STATE" "$(size_of "$1" 2)"
}

# What the files of the plan take: each new content beside the one that it replaces, and both of them
# in the deployment's own folder.
room_of_plan() {
    while IFS=$tab read -r what _ content to _; do
        case $what in new | change | strip | remove) ;; *) continue ;; esac
        kib=64
        if [ -e "$content" ]; then
            kib=$(($(wc -c <"$content") / 1024 + 4))
        elif awk -F '\t' -v p="$MUSTER_PACKAGES/${to##*/}" '$3 == p { f = 1 } END { exit !f }' "$work/table"; then
            kib=$(size_of "${to##*/}" 2)
            room_to_bring "${to##*/}"
        fi
        [ "$what" = remove ] || need_room "${to%/*}" "$kib"
        [ ! -f "$to" ] || kib=$((kib + $(wc -c <"$to") / 1024 + 4))
        need_room "$MUSTER_STATE" "$kib"
    done <"$work/plan"
}

# One line per file system: where it is mounted, KiB that are needed, KiB that are free, the folders.
rooms() { spaces -Pk 1; }

# The same of files; some file systems make room for them as they come, and say nothing.
files_rooms() { spaces -Pi 2; }

spaces() { # option of df, number of the column in the list
    flag=$1
    awk -F '\t' -v c="$2" '{ sum[$3] += $c } END { for (folder in sum) printf "%.0f\t%s\n", sum[folder], folder }' "$work/room" |
        LC_ALL=C sort -t "$tab" -k 2 |
        while IFS=$tab read -r kib folder; do
            place=$folder
            while [ ! -d "$place" ]; do place=$(dirname "$place"); done
            { df "$flag" "$place" 2>/dev/null </dev/null || :; } | FOLDER=$folder awk -v kib="$kib" '
                NR == 2 {
                    for (i = NF; i > 3; i--) if ($i ~ /^[0-9]+%$/) break
                    mount = $(i + 1)
                    for (k = i + 2; k <= NF; k++) mount = mount " " $k
                    # Some file systems do not know what is free.
                    if (i > 3 && $(i - 1) ~ /^[0-9]+$/) printf "%s\t%s\t%s\t%s\n", mount, kib, $(i - 1), ENVIRON["FOLDER"]
                }'
        done |
        awk -F '\t' '
            { if (!($1 in need)) order[++count] = $1; need[$1] += $2; free[$1] = $3; folders[$1] = folders[$1] (folders[$1] ? ", " : "") $4 }
            END { for (i = 1; i <= count; i++) { at = order[i]; printf "%s\t%.0f\t%s\t%s\n", at, need[at], free[at], folders[at] } }'
}

# Says of each file system that has too little how much is needed and how much is free.
room_is_there() {
    rooms >"$work/rooms"
    awk -F '\t' '$2 > $3' "$work/rooms" >"$work/full"
    while IFS=$tab read -r mount need free folders; do
        printf '%s\n' "$MUSTER_NODE: on $mount $((need / 1024 + 1)) MiB are needed and $((free / 1024)) MiB are free, for $folders" >&2
    done <"$work/full"
    files_rooms >"$work/rooms"
    awk -F '\t' '$2 > $3' "$work/rooms" >"$work/full.files"
    while IFS=$tab read -r mount need free folders; do
        printf '%s\n' "$MUSTER_NODE: on $mount $need files are to be made and it has room for $free (df -i), for $folders" >&2
    done <"$work/full.files"
    [ ! -s "$work/full" ] && [ ! -s "$work/full.files" ]
}
