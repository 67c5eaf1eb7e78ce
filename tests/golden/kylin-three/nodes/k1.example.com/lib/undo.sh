# Taking a deployment back, finished or not. Sourced by install.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # names come from install.sh, lib.sh and deployment.sh, and some go there

undo() { # folder
    d=$1
    ! is_of_archive "$d" || taken=yes
    : >"$d/undoing"
    # What was not here before does not run afterwards.
    for service in $(stops "$d"); do sh "$(script_of "$service")" stop; done
    # Once only: what a package brought is restored before the package goes.
    if [ -e "$d/journal.tsv" ] && [ ! -e "$d/files-back" ]; then
        # The last change is undone first.
        sed '1!G;h;$!d' "$d/journal.tsv" >"$work/undo"
        while IFS=$tab read -r what count mode1 sum1 mode2 sum2 _ to; do
            rm -f "$to.muster-new" || cant "$to.muster-new" removed
            case $what in
            new)
                [ ! -e "$to" ] || say "removed $to"
                rm -f "$to" || cant "$to" removed
                ;;
            change | strip | remove)
                if [ "$(state_of "$mode1" "$sum1" "$mode2" "$sum2" "$to")" != before ]; then
                    [ -d "${to%/*}" ] || mkdir -p "${to%/*}" || cant "${to%/*}" made
                    # With the times that it had.
                    { cp -p "$d/old/$count" "$to.muster-new" && settle_file "$to.muster-new" && mv -f "$to.muster-new" "$to"; } || cant "$to" restored
                    say "restored $to"
                fi
                ;;
            mode) [ ! -e "$to" ] || chmod "$mode1" "$to" || cant "$to" "given its mode" ;;
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
    settle "$d"
    rm -rf "$deployments/gone"
    mv "$d" "$deployments/gone"
    rm -rf "$deployments/gone"
    back=yes
    if [ -z "$(last_deployment)" ]; then
        # It was the first one here: what it left goes, too. Not packages/: that may be filled for the
        # deployment that is about to begin.
        rm -rf "$MUSTER_STATE/unpacked" "$MUSTER_STATE/restart" "$deployments"
    fi
}

cant() { # file or folder, what was to be done
    fail "$1 can't be $2" "look at its owner, and at the owner and the free space of its folder: ls -ld $1 ${1%/*}; df -h ${1%/*}. Then run this again: it goes on where it stopped"
}

# Whether a deployment is of the archive that is to be taken back, if one was named.
is_of_archive() { # folder
    [ -z "$of_archive" ] || [ "$(of_deployment "$1" archive)" = "$of_archive" ]
}

# What is stopped when a deployment is taken back.
stops() { # folder: prints services
    for script in "$here"/service/*.sh "$MUSTER_STATE"/node/service/*.sh; do
        [ ! -e "$script" ] || basename "$script" .sh
    done | sort -u | while IFS= read -r service; do
        if ! was_here "$service" || grep -qxF "$service" "$1/unpacked"; then printf '%s\n' "$service"; fi
    done
}

script_of() { # service: where its script is
    if [ -e "$here/service/$1.sh" ]; then
        printf '%s\n' "$here/service/$1.sh"
    else
        printf '%s\n' "$MUSTER_STATE/node/service/$1.sh"
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

# Says what undo would do, and refuses what it would refuse.
would_undo() { # folder
    d=$1 conflicts=0
    # How files will be when a later one was taken back is not known yet.
    if [ -z "$back" ] && [ ! -e "$d/undoing" ] && [ -e "$d/journal.tsv" ]; then
        check_journal "$d" "the deployment wrote it"
        [ "$conflicts" -eq 0 ] || no_way_back
    fi
    for service in $(stops "$d"); do
        if sh "$(script_of "$service")" running </dev/null >/dev/null 2>&1; then say "would stop $service"; fi
    done
    if [ -e "$d/journal.tsv" ] && [ ! -e "$d/files-back" ]; then
        while IFS=$tab read -r what _ _ _ _ _ _ to; do
            case $what in
            change | strip | remove) say "would restore $to" ;;
            new) say "would remove $to" ;;
            mode) say "would restore the mode of $to" ;;
            *) ;;
            esac
        done <"$d/journal.tsv"
    fi
    sort -u "$d/unpacked" | while IFS= read -r service; do say "would remove the package of $service"; done
}

no_way_back() {
    fail "going back would throw away $conflicts edit(s); nothing was changed" "move them away as said above, then roll back again"
}

# --- what an earlier run left ---

# Goes on with a deployment that was interrupted, when it is this archive's and this run installs; takes it
# back otherwise. A rollback that was interrupted is always finished first.
recover() { # install or rollback
    rm -rf "$deployments"/*.new "$deployments/gone"
    taken='' back=''
    while :; do
        last=$(last_deployment)
        [ "$last" ] || return 0
        if [ -e "$last/undoing" ]; then
            say "the rollback of the deployment of $(named "$last") was interrupted; it is finished first"
            undo "$last"
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
    [ "$conflicts" -eq 0 ] || no_way_back
    undo "$1"
}
