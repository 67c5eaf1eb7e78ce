# A deployment on this node: written down before it is done, finished or undone as a whole. Sourced
# by install.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # names come from install.sh and lib.sh, and some go there

# Each has a folder in $deployments, by number; the last one is what runs here.
#   archive      its name, its beginning, by whom: name, tab, value
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

# What is written is on the disk, whatever happens to the machine.
settle() { sync -f "$MUSTER_STATE" 2>/dev/null || sync; }

# Begins one, or goes on with one that had touched no file yet.
begin() {
    if [ -z "$MUSTER_DEPLOYMENT" ]; then
        last=$(last_deployment)
        # Numbers begin with zeros, which sh would read as octal.
        MUSTER_DEPLOYMENT=$deployments/$(printf '%s\n' "${last##*/}" | awk '{ printf "%04d", $1 + 1 }')
        new=$MUSTER_DEPLOYMENT.new
        rm -rf "$new"
        mkdir -p "$new/before/restart"
        printf 'archive\t%s\nbegun\t%s\nby\t%s\n' "$archive" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$by" >"$new/archive"
        : >"$new/unpacked"
        : >"$new/unfinished"
        [ ! -e "$installed" ] || cp -p "$installed" "$new/before/installed.tsv"
        [ ! -e "$MUSTER_STATE/secrets.env" ] || cp -p "$MUSTER_STATE/secrets.env" "$new/before/secrets.env"
        for mark in "$MUSTER_STATE"/restart/*; do
            [ ! -e "$mark" ] || : >"$new/before/restart/${mark##*/}"
        done
        [ -d "$MUSTER_STATE/node" ] || : >"$new/before/no-node"
        mv "$new" "$MUSTER_DEPLOYMENT"
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

# What a file is like: before, after, gone, or other, which is an edit of somebody.
state_of() { # mode and sum before, mode and sum after, destination
    if [ -L "$5" ] || { [ -e "$5" ] && [ ! -f "$5" ]; }; then
        echo other
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
        [ "$(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to")" != other ] ||
            conflict "$to" "was edited since $2; move it away first: mv $to $to.mine" /nonexistent
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
    if ! { cp "$1" "$3.muster-new" && chmod "$2" "$3.muster-new" && mv -f "$3.muster-new" "$3"; }; then
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
    settle
    rm -f "$d/unfinished"
    rm -rf "$d/new" "$d/next" "$d/journal.new"
    # Older ones than can be gone back to.
    all_deployments | sort -r | sed "1,${kept}d" | while IFS= read -r old; do rm -rf "$old"; done
}

# --- taking it back ---

undo() { # folder
    d=$1
    : >"$d/undoing"
    # What was not here before does not run afterwards.
    stopped=''
    for script in "$here"/service/*.sh "$MUSTER_STATE"/node/service/*.sh; do
        service=$(basename "$script" .sh)
        if [ -e "$script" ] && ! has_word "$stopped" "$service"; then
            if ! was_here "$service" || grep -qxF "$service" "$d/unpacked"; then sh "$script" stop; fi
            stopped="$stopped $service"
        fi
    done
    # Once only: what a package brought is restored before the package goes.
    if [ -e "$d/journal.tsv" ] && [ ! -e "$d/files-back" ]; then
        # The last change is undone first.
        sed '1!G;h;$!d' "$d/journal.tsv" >"$work/undo"
        while IFS=$tab read -r what count mode1 sum1 mode2 sum2 _ to; do
            rm -f "$to.muster-new"
            case $what in
            new)
                [ ! -e "$to" ] || say "removed $to"
                rm -f "$to"
                ;;
            change | strip | remove)
                if [ "$(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to")" != before ]; then
                    [ -d "${to%/*}" ] || mkdir -p "${to%/*}"
                    # With the times that it had.
                    cp -p "$d/old/$count" "$to.muster-new"
                    mv -f "$to.muster-new" "$to"
                    say "restored $to"
                fi
                ;;
            mode) [ ! -e "$to" ] || chmod "$mode1" "$to" ;;
            folder) rmdir "$to" 2>/dev/null || : ;;
            esac
        done <"$work/undo"
    fi
    : >"$d/files-back"
    for service in $(sort -u "$d/unpacked"); do remove_package "$service"; done
    put_back installed.tsv "$installed"
    put_back secrets.env "$MUSTER_STATE/secrets.env"
    rm -rf "$MUSTER_STATE/restart"
    if [ ! -e "$d/before/no-node" ]; then
        for mark in "$d"/before/restart/*; do
            if [ -e "$mark" ]; then
                mkdir -p "$MUSTER_STATE/restart"
                : >"$MUSTER_STATE/restart/${mark##*/}"
            fi
        done
        if [ -e "$d/journal.tsv" ] && [ -n "$(changed_services "$d")" ]; then
            touched=''
            for service in $MUSTER_SERVICES; do
                if ! grep -qxF "$service" "$d/unpacked" && sh "$here/service/$service.sh" installed; then
                    touch_service "$service"
                    sh "$here/service/$service.sh" changed
                fi
            done
        fi
    fi
    # The scripts come last: until here this run may be one of them.
    if [ -d "$d/before/node" ] || [ -e "$d/before/no-node" ]; then
        rm -rf "$d/gone"
        [ ! -d "$MUSTER_STATE/node" ] || mv "$MUSTER_STATE/node" "$d/gone"
        [ ! -d "$d/before/node" ] || mv "$d/before/node" "$MUSTER_STATE/node"
    fi
    settle
    rm -rf "$deployments/gone"
    mv "$d" "$deployments/gone"
    rm -rf "$deployments/gone"
    if [ -z "$(last_deployment)" ]; then
        # It was the first one here: what it brought with it goes, too.
        rm -rf "$MUSTER_STATE/packages" "$MUSTER_STATE/unpacked" "$MUSTER_STATE/restart" "$deployments"
    fi
}

was_here() { # service: whether the node had it before this deployment
    [ ! -e "$d/before/no-node" ] || return 1
    scripts=$MUSTER_STATE/node
    [ ! -d "$d/before/node" ] || scripts=$d/before/node
    [ -e "$scripts/service/$1.sh" ]
}

put_back() { # name, file
    if [ -e "$d/before/$1" ]; then
        cp -p "$d/before/$1" "$2.new"
        mv -f "$2.new" "$2"
    else
        rm -f "$2"
    fi
}

# --- what an earlier run left ---

# Goes on with a deployment that was interrupted, when it is this archive's and this run installs; takes it
# back otherwise. A rollback that was interrupted is always finished first.
recover() { # install or rollback
    rm -rf "$deployments"/*.new "$deployments/gone"
    taken=''
    while :; do
        last=$(last_deployment)
        [ "$last" ] || return 0
        if [ -e "$last/undoing" ]; then
            say "the rollback of the deployment of $(named "$last") was interrupted; it is finished first"
            undo "$last"
            taken=yes
        elif [ -e "$last/unfinished" ]; then
            if [ "$1" = install ] && [ "$(of_deployment "$last" archive)" = "$archive" ]; then
                MUSTER_DEPLOYMENT=$last
                export MUSTER_DEPLOYMENT
                say "the deployment of $(named "$last") was interrupted; this run goes on with it"
                [ -e "$last/journal.tsv" ] || return 0
                check_journal "$last" "the deployment began"
                [ "$conflicts" -eq 0 ] || fail "$conflicts file(s) were edited in between; nothing was changed" "move them away as said above, then run this again"
                journal_plan "$last" >"$work/plan"
                tell ""
                apply
                finish
                MUSTER_DEPLOYMENT=''
            else
                say "the deployment of $(named "$last") was interrupted; it is taken back first"
                take_back "$last" "it was begun"
                taken=yes
            fi
        else
            # What a finished one needs no more may hold secrets.
            rm -rf "$last/new" "$last/next" "$last/journal.new"
            return 0
        fi
    done
}

take_back() { # folder, since when
    conflicts=0
    if [ -e "$1/journal.tsv" ]; then check_journal "$1" "$2"; fi
    [ "$conflicts" -eq 0 ] || fail "going back would throw away $conflicts edit(s); nothing was changed" "move them away as said above, then roll back again"
    undo "$1"
}
