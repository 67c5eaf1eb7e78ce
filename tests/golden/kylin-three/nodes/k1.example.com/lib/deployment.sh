# A deployment on this node: written down before it is done, finished or undone as a whole. Sourced
# by install.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # names come from install.sh and lib.sh, and some go there

# Each has a folder in $deployments, by number; the last one is what runs here.
#   archive      its name, its beginning, by whom, in which run over all nodes: name, tab, value
#   before/      what the state of the node was: installed.tsv, secrets.env, restart, node/ or no-node
#   unpacked     the services whose packages it unpacked
#   journal.tsv  what it does to files, complete before the first of them is touched: what, number,
#                mode and sum before, mode and sum after (or -), service, destination
#   old/ new/    the contents before and after, by number
#   next/        what the state will be
#   unfinished   is there until all of it is done
#   undoing      is there from the moment when it is taken back
#   files-back   is there when its files are as they were before
# Every step can be done again: a run that was killed anywhere is gone on with, or taken back.
deployments=$MUSTER_STATE/deployments
kept=10

all_deployments() { # their folders, the first one first: sh sorts names of equal length
    for each in "$deployments"/[0-9][0-9][0-9][0-9]; do
        [ ! -d "$each" ] || printf '%s\n' "$each"
    done
}
last_deployment() { all_deployments | tail -n 1; } # prints its folder; nothing when there is none

of_deployment() { # folder, name: prints the value
    awk -F '\t' -v name="$2" '$1 == name { print $2 }' "$1/archive" 2>/dev/null
}

named() { # folder: how people know it
    printf '%s' "$(of_deployment "$1" archive | cut -c1-12), begun $(of_deployment "$1" begun) by $(of_deployment "$1" by)"
}

# What is written is on the disk, whatever happens to the machine: on that of the state, and on every
# other one that has a file or a package of a deployment. Homes may be disks of their own, and so may
# folders in them.
# shellcheck disable=SC2086 # a word each
settle() { # folder of the deployment; nothing for the state alone
    {
        printf '%s\n' "$MUSTER_STATE"
        [ ! -e "${1:-}/journal.tsv" ] || cut -f 8 "$1/journal.tsv" | sed 's|/[^/]*$||'
        if [ -s "${1:-}/unpacked" ]; then
            printf '%s\n' $MUSTER_FOLDERS
            [ ! -r /proc/self/mounts ] || FOLDERS=$MUSTER_FOLDERS awk '
                BEGIN { n = split(ENVIRON["FOLDERS"], folder, " ") }
                { for (i = 1; i <= n; i++) if (index($2, folder[i] "/") == 1) print $2 }' /proc/self/mounts
        fi
    } | sort -u >"$work/disks"
    set --
    while IFS= read -r disk; do
        while [ ! -d "$disk" ]; do disk=$(dirname "$disk"); done
        set -- "$@" "$disk"
    done <"$work/disks"
    sync -f "$@" 2>/dev/null || sync
}

# The same of one file, before it takes the place of another one: what has its name is whole.
settle_file() { sync "$1" 2>/dev/null || sync; }

# Begins one, or goes on with one that had touched no file yet.
begin() {
    if [ -z "$MUSTER_DEPLOYMENT" ]; then
        last=$(last_deployment)
        # Numbers begin with zeros, which sh would read as octal.
        MUSTER_DEPLOYMENT=$deployments/$(printf '%s\n' "${last##*/}" | awk '{ printf "%04d", $1 + 1 }')
        new=$MUSTER_DEPLOYMENT.new
        rm -rf "$new"
        mkdir -p "$new/before/restart"
        printf 'archive\t%s\nbegun\t%s\nby\t%s\nrun\t%s\n' "$archive" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$by" "$run" >"$new/archive"
        : >"$new/unpacked"
        : >"$new/unfinished"
        [ ! -e "$installed" ] || cp -p "$installed" "$new/before/installed.tsv"
        [ ! -e "$MUSTER_STATE/secrets.env" ] || cp -p "$MUSTER_STATE/secrets.env" "$new/before/secrets.env"
        for mark in "$MUSTER_STATE"/restart/*; do
            [ ! -e "$mark" ] || : >"$new/before/restart/${mark##*/}"
        done
        [ -d "$MUSTER_STATE/node" ] || : >"$new/before/no-node"
        mv "$new" "$MUSTER_DEPLOYMENT"
    elif [ "$(of_deployment "$MUSTER_DEPLOYMENT" run)" != "$run" ]; then
        # What it will do to files is what this run wants.
        RUN=$run awk -F '\t' -v OFS='\t' '$1 != "run" { print } END { print "run", ENVIRON["RUN"] }' "$MUSTER_DEPLOYMENT/archive" >"$MUSTER_DEPLOYMENT/archive.new"
        mv "$MUSTER_DEPLOYMENT/archive.new" "$MUSTER_DEPLOYMENT/archive"
    fi
    export MUSTER_DEPLOYMENT
}

# --- before the first file is touched ---

journal_line() { # what, number, mode and sum before, mode and sum after, service, destination
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$MUSTER_DEPLOYMENT/journal.new"
}

# The folders that must be made for a file, the outer ones first, each once.
journal_folders() { # destination
    folder=$(dirname "$1") wanted_folders=''
    while [ ! -d "$folder" ]; do
        wanted_folders="$folder
$wanted_folders"
        folder=$(dirname "$folder")
    done
    printf '%s' "$wanted_folders" | while IFS= read -r folder; do
        awk -F '\t' -v to="$folder" '$1 == "folder" && $8 == to { f = 1 } END { exit !f }' "$MUSTER_DEPLOYMENT/journal.new" ||
            journal_line folder - - - - - - "$folder"
    done
}

# Writes down all that will be done, with the contents before and after, and the state after it.
prepare() {
    d=$MUSTER_DEPLOYMENT
    rm -rf "$d/old" "$d/new" "$d/next"
    mkdir "$d/old" "$d/new" "$d/next"
    : >"$d/journal.new"
    count=0
    while IFS=$tab read -r what mode content to of; do
        count=$((count + 1))
        sum_before=- mode_before=-
        if [ -f "$to" ]; then
            cp -p "$to" "$d/old/$count"
            sum_before=$(sum_of "$d/old/$count") mode_before=0$(mode_of "$to")
        fi
        case $what in
        new | change | strip)
            [ "$content" != - ] || fail "$to can't be written: its source is missing" "fill packages/ (bin/fetch) and deploy again"
            cp "$content" "$d/new/$count"
            journal_folders "$to"
            journal_line "$what" "$count" "$mode_before" "$sum_before" "$mode" "$(sum_of "$d/new/$count")" "$of" "$to"
            ;;
        mode) journal_line mode "$count" "$mode_before" "$sum_before" "$mode" "$sum_before" "$of" "$to" ;;
        known) journal_line known "$count" "$mode_before" "$sum_before" "$mode_before" "$sum_before" "$of" "$to" ;;
        remove | forget) journal_line "$what" "$count" "$mode_before" "$sum_before" - - "$of" "$to" ;;
        esac
    done <"$work/plan"
    next_installed >"$d/next/installed.tsv"
    if [ "$new_environment" ]; then
        if [ -s "$work/environment" ]; then
            cp "$work/environment" "$d/next/secrets.env"
        else
            : >"$d/next/no-secrets"
        fi
    fi
    [ -z "$new_folder" ] || cp -R "$here" "$d/next/node"
    # First the contents, then the name that makes them count.
    settle
    mv "$d/journal.new" "$d/journal.tsv"
    settle
}

# The list of what is installed, after it.
next_installed() {
    if [ -e "$installed" ]; then
        JOURNAL=$d/journal.new awk -F '\t' '
            BEGIN { while ((getline line < ENVIRON["JOURNAL"]) > 0) { split(line, c, "\t"); ours[c[8]] } }
            !($3 in ours)' "$installed"
    fi
    while IFS=$tab read -r what count _ _ mode sum _ to; do
        case $what in
        new | change | mode | known)
            # Of a file that is ours in part, only the part goes when an archive has it no more.
            content=$d/new/$count
            [ -e "$content" ] || content=$to
            if has_part "$content"; then mode=part; fi
            printf '%s\t%s\t%s\n' "$sum" "$mode" "$to"
            ;;
        esac
    done <"$d/journal.new"
}

# --- doing it, and doing it again ---

# What a file is like: before, after, between, gone, closed, when it can't be read, or other, which
# is an edit of somebody.
state_of() { # mode and sum before, mode and sum after, destination
    if [ -L "$5" ] || { [ -e "$5" ] && [ ! -f "$5" ]; }; then
        echo other
        return 0
    elif [ -e "$5" ] && [ ! -r "$5" ]; then
        echo closed
        return 0
    fi
    if [ -e "$5" ]; then there="0$(mode_of "$5") $(sum_of "$5")"; else there="- -"; fi
    case $there in
    "$3 $4") echo after ;;
    "$1 $2") echo before ;;
    "- -") echo gone ;;
    # Its content went before its mode.
    *" $4" | *" $2") echo between ;;
    *) echo other ;;
    esac
}

# Whether every file is as it was before or as it will be: nobody edited one in between.
check_journal() { # folder, what became of it
    while IFS=$tab read -r what _ mode1 sum1 mode2 sum2 _ to; do
        case $what in folder | known | forget) continue ;; esac
        case $(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to") in
        other) conflict "$to" "was edited since $2; move it away first: mv $to $to.mine" /nonexistent ;;
        closed) conflict "$to" "$(closed_to_us "$to")" /nonexistent ;;
        esac
    done <"$1/journal.tsv"
}

# What is left to do of a journal, in the form of a plan.
journal_plan() { # folder
    while IFS=$tab read -r what _ mode1 sum1 mode2 sum2 of to; do
        [ "$(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to")" = after ] ||
            printf '%s\t%s\t-\t%s\t%s\n' "$what" "$mode2" "$to" "$of"
    done <"$1/journal.tsv"
}

write() { # content, mode, destination
    if ! { cp "$1" "$3.muster-new" && chmod "$2" "$3.muster-new" && settle_file "$3.muster-new" && mv -f "$3.muster-new" "$3"; }; then
        rm -f "$3.muster-new"
        fail "$3 can't be written" "look at the free space and the owner of its folder: df -h ${3%/*}; ls -ld ${3%/*}. Then run this again, or take it back: install.sh --rollback"
    fi
}

apply() {
    d=$MUSTER_DEPLOYMENT
    while IFS=$tab read -r what count mode1 sum1 mode2 sum2 _ to; do
        case $what in
        folder)
            # Folders and files that others may look at keep the modes that they have in the table.
            if [ ! -d "$to" ] && ! (umask 022 && mkdir "$to"); then
                fail "the folder $to can't be made" "is it on a full or read-only disk? df -h ${to%/*}"
            fi
            ;;
        new | change | strip)
            [ "$(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to")" = after ] || write "$d/new/$count" "$mode2" "$to"
            ;;
        mode) chmod "$mode2" "$to" ;;
        remove) rm -f "$to" ;;
        *) ;;
        esac
    done <"$d/journal.tsv"
    touched=''
    changed_services "$d" >"$work/touched"
    if [ -e "$d/next/secrets.env" ] || [ -e "$d/next/no-secrets" ]; then echo - >>"$work/touched"; fi
    while IFS= read -r of; do
        if [ "$of" != - ]; then
            touch_service "$of"
        else
            for each in $MUSTER_SERVICES; do touch_service "$each"; done
        fi
    done <"$work/touched"
    for service in $touched; do
        if [ -e "$here/service/$service.sh" ]; then sh "$here/service/$service.sh" changed; fi
    done
}

changed_services() { # folder: those whose files change, - for all
    awk -F '\t' '$1 ~ /^(new|change|remove|strip)$/ && !($7 in seen) { seen[$7]; print $7 }' "$1/journal.tsv"
}

touch_service() { # name: it runs with what was before, until it is started again
    has_word "$touched" "$1" || touched="$touched $1"
    mkdir -p "$MUSTER_STATE/restart"
    : >"$MUSTER_STATE/restart/$1"
}

finish() {
    d=$MUSTER_DEPLOYMENT
    if [ -d "$d/next/node" ]; then
        # A service that moved away is stopped by its own script, while that is still here.
        for script in "$MUSTER_STATE"/node/service/*.sh; do
            [ -e "$script" ] && [ ! -e "$d/next/node/service/${script##*/}" ] || continue
            sh "$script" stop
            say "note: $(basename "$script" .sh) is no longer on this node; run root-once.sh as root again to remove its unit"
        done
        if [ -d "$MUSTER_STATE/node" ] && [ ! -d "$d/before/node" ]; then mv "$MUSTER_STATE/node" "$d/before/node"; fi
        mv "$d/next/node" "$MUSTER_STATE/node"
    fi
    if [ -e "$d/next/secrets.env" ]; then mv -f "$d/next/secrets.env" "$MUSTER_STATE/secrets.env"; fi
    if [ -e "$d/next/no-secrets" ]; then rm -f "$MUSTER_STATE/secrets.env"; fi
    if [ -e "$d/next/installed.tsv" ]; then mv -f "$d/next/installed.tsv" "$installed"; fi
    settle "$d"
    rm -f "$d/unfinished"
    rm -rf "$d/new" "$d/next" "$d/journal.new"
    # Older ones than can be gone back to.
    all_deployments | sort -r | sed "1,${kept}d" | while IFS= read -r old; do rm -rf "$old"; done
}
