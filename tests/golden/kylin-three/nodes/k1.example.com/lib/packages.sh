# Packages: unpacking them, what they brought, and taking it away again. Sourced by lib.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from lib.sh

# The lines of standard input that a file has not; a file that is not there has none.
not_in() { # file
    LIST=$1 awk 'BEGIN { while ((getline line < ENVIRON["LIST"]) > 0) seen[line] } !($0 in seen)'
}

# What is in a folder. What can't be looked into is not ours: the lost+found of a disk, or a folder that
# somebody else made there.
within() { # folder, words of find
    folder=$1
    shift
    [ ! -d "$folder" ] || (cd "$folder" && find . -mindepth 1 "$@" 2>/dev/null) || :
}

closed_folders() { # folder: those in it that can't be looked into
    within "$1" -type d | while IFS= read -r inner; do
        if [ ! -r "$1/$inner" ] || [ ! -x "$1/$inner" ]; then printf '%s\n' "$1/${inner#./}"; fi
    done
}

# What came into a folder since a list of it was made: files, then folders, the deepest first, so
# that they are empty when their turn comes.
brought() { # folder, list of what was there before
    within "$1" \( -type f -o -type l \) | LC_ALL=C sort | not_in "$2"
    within "$1" -type d | LC_ALL=C sort -r | not_in "$2"
}

# Unpacks a tarball, without its top folder, into a folder that is empty or ours. Remembers what it
# brought, so that a rollback removes exactly that, also when it was interrupted.
unpack() { # tarball, folder, name of the service
    [ -r "$1" ] || fail "the package $1 is missing" "fill packages/ (bin/fetch) and deploy again"
    notes=$MUSTER_STATE/unpacked/$3
    mkdir -p "$2" "$MUSTER_STATE/unpacked"
    # First the deployment knows that it unpacks, then the note of the service, then it is done.
    printf '%s\n' "$3" >>"$MUSTER_DEPLOYMENT/unpacked"
    if [ ! -e "$notes.begun" ]; then
        within "$2" | LC_ALL=C sort >"$notes.before"
        printf '%s\n' "$2" >"$notes.begun.new"
        mv "$notes.begun.new" "$notes.begun"
    fi
    # Owners and times of the archive do not matter; modes do.
    (umask 022 && tar -xzof "$1" -C "$2" --strip-components=1) ||
        fail "$1 can't be unpacked into $2" "look at the free space (df -h $2) and at the package (tar tzf $1)"
    # What the package brought where one of our files goes may be replaced: nobody wrote it.
    table | while IFS=$tab read -r _ _ _ to of; do
        if [ "$of" = "$3" ] && [ -f "$to" ]; then printf '%s\t%s\n' "$(sum_of "$to")" "$to"; fi
    done >"$notes.shipped"
    { printf '%s\n' "$2"; brought "$2" "$notes.before"; } >"$notes.tsv"
    rm -f "$notes.begun"
    rm -f "$notes.before" "$MUSTER_STATE/remains/$3"
}

# Removes what a package brought and nobody changed since; remembers and says what stays.
remove_package() { # service
    list=$MUSTER_STATE/unpacked/$1.tsv begun=$MUSTER_STATE/unpacked/$1.begun
    rm -f "$begun.new"
    if [ -r "$begun" ]; then
        # It was interrupted; what it brought so far goes.
        read -r home <"$begun"
        { printf '%s\n' "$home"; brought "$home" "${begun%.begun}.before"; } >"$list"
    fi
    if [ ! -r "$list" ]; then
        # It had not begun to unpack.
        rm -f "${begun%.begun}.before"
        return 0
    fi
    read -r home <"$list"
    if [ -d "$home" ]; then
        # The list is as old as the unpacking: what is younger was edited, and stays.
        within "$home" -type f -newer "$list" >"$work/edited"
        sed 1d "$list" | not_in "$work/edited" | while IFS= read -r path; do
            if [ -d "$home/$path" ] && [ ! -L "$home/$path" ]; then
                rmdir "$home/$path" 2>/dev/null || :
            else
                # In a folder that was given to somebody else it stays, and is counted below.
                rm -f "$home/$path" 2>/dev/null || :
            fi
        done
    fi
    left=$(remaining "$home" | wc -l)
    if [ "$left" -gt 0 ]; then
        # Logs and data that it made itself: they do not stand in the way of the next one.
        mkdir -p "$MUSTER_STATE/remains"
        { printf '%s\n' "$home"; remaining "$home"; } >"$MUSTER_STATE/remains/$1"
    fi
    rm -f "$list"
    rm -f "$begun"
    rm -f "${begun%.begun}.before" "${begun%.begun}.shipped"
    say "removed $1 from $home"
    [ "$left" -eq 0 ] || say "note: $left file(s) that $1 made itself or that somebody edited stay in $home"
    closed_folders "$home" | while IFS= read -r closed; do
        say "note: $closed can't be looked into by $MUSTER_USER and stays; it belongs to $(stat -c %U "$closed")"
    done
}

remaining() { # folder
    within "$1" \( -type f -o -type l \) | LC_ALL=C sort
}

# Whether a folder holds nothing but what an earlier installation of ours left: no other file, no
# other link. Several services may share the folder, and one of them has the note.
is_bare() { # folder
    others=$({
        for note in "$MUSTER_STATE"/remains/*; do
            if [ -r "$note" ] && [ "$(head -n 1 "$note")" = "$1" ]; then cat "$note"; fi
        done
        echo
        remaining "$1"
    } | awk 'after && !($0 in left) { print } !$0 { after = 1 } { left[$0] }' | head -n 1)
    [ -z "$others" ]
}

# Whether an installation of another version, or of somebody else, stands in the way.
check_home() { # folder, service, name of the product, wanted version, version that is there
    [ ! -e "$MUSTER_STATE/unpacked/$2.begun" ] || return 1
    if [ "$5" ]; then
        [ "$5" = "$4" ] || fail "$1 holds $3 $5, and this archive is for $4" "choose another folder in Muster, or move $1 away (as root), make it empty again and deploy"
        return 0
    fi
    is_bare "$1" || fail "$1 is not empty and holds no $3 $4" "choose another folder in Muster, or move its files away"
    return 1
}
