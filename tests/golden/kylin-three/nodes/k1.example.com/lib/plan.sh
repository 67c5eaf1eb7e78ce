# What an installation has to do on this node. Sourced by install.sh, never run.
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # names come from install.sh and lib.sh, and some go there

# Lines of $work/plan: what, mode, path of the wanted content (or -), destination, service.
# what: new and change write a file; mode sets its mode; strip takes our part out; remove; forget
# and known change nothing but the list of what is installed.

# The sum that the last installation wrote.
recorded() { # destination
    [ -r "$installed" ] || return 0
    awk -F '\t' -v to="$1" '$3 == to { print $1 }' "$installed"
}

# Whether a package brought it and nobody changed it since: its sum is known where a file of ours went
# when the package was unpacked; elsewhere, where a later archive begins to write, its time says it.
shipped() { # destination, its SHA-256
    if grep -qsxF "$2$tab$1" "$MUSTER_STATE"/unpacked/*.shipped; then return 0; fi
    for list in "$MUSTER_STATE"/unpacked/*.tsv; do
        [ -r "$list" ] || continue
        read -r home <"$list"
        case $1 in "$home"/*) ;; *) continue ;; esac
        grep -qxF "./${1#"$home"/}" "$list" || continue
        [ -z "$(find "$1" -newer "$list")" ] || continue
        # From now on its sum is known: taken out again, a part leaves these bytes with another time.
        [ "$action" = check ] || printf '%s\t%s\n' "$2" "$1" >>"${list%.tsv}.shipped"
        return 0
    done
    return 1
}

# Shows a hand edit without ever showing a secret: lines with a marker, and the lines of the same
# key in the file, are left out.
show_edit() { # source of the last installation, file
    awk -F = 'NR == FNR { if (index($0, "@{")) hide[$1] = 1; next } !($1 in hide)' "$1" "$2" >"$work/now"
    awk 'index($0, "@{") == 0' "$1" >"$work/then"
    diff -u "$work/then" "$work/now" | sed -e "1s|.*|--- as deployed|" -e "2s|.*|+++ $2 as it is now|" >&2 || :
}

conflicts=0 quiet=''
conflict() { # destination, why, source to compare with
    conflicts=$((conflicts + 1))
    [ -z "$quiet" ] || return 0
    printf '%s\n' "$MUSTER_NODE: $1 $2" >&2
    [ ! -r "$3" ] || show_edit "$3" "$1"
}

closed_to_us() { # file that is there and can't be read: why
    echo "can't be read by $MUSTER_USER: it belongs to $(stat -c '%U, mode %a' "$1"). As root: chown $MUSTER_USER $1, or move it away"
}

in_table() { # destination
    awk -F '\t' -v to="$1" '$4 == to { found = 1 } END { exit !found }' "$work/table"
}

plan_line() { # what, mode, content, destination, service
    printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$work/plan"
}

plan_files() {
    number=0
    table >"$work/table"
    while IFS=$tab read -r mode secret source to of; do
        number=$((number + 1))
        content=$here/$source
        case $source in /*) content=$source ;; esac
        if [ "$secret" = yes ]; then
            content=$work/file$number
            if has_word "$missing" "$of"; then
                # It can't be rendered before its service is there; it is then, in a second look.
                content=-
            else
                sh "$here/service/$of.sh" render "$source" "$content" </dev/null ||
                    fail "$source could not be made" "see the message above"
            fi
        elif [ ! -r "$content" ]; then
            content=-
        fi
        part=''
        if [ "$mode" != part ] || plan_part; then plan_file; fi
    done <"$work/table"
    # What the last installation wrote and this one has no more.
    [ -r "$installed" ] || return 0
    while IFS=$tab read -r sum mode to; do
        ! in_table "$to" || continue
        if [ ! -e "$to" ]; then
            plan_line forget - - "$to" -
        elif [ -f "$to" ] && [ ! -r "$to" ]; then
            conflict "$to" "$(closed_to_us "$to")" /nonexistent
        elif [ "$mode" = part ]; then
            plan_without_part
        elif [ "$(sum_of "$to")" = "$sum" ]; then
            plan_line remove - - "$to" -
        else
            conflict "$to" "was edited since the last deployment, which wrote it; this one has no such file" /nonexistent
        fi
    done <"$installed"
}

# A file that is ours in part: what is wanted is the file that is there, with the part in it.
plan_part() {
    if [ "$content" = - ] || [ ! -e "$to" ]; then
        has_word "$missing" "$of" ||
            fail "$to is missing" "it comes with the package of $of; is its folder whole?"
        content=-
        return 0
    fi
    if [ ! -r "$to" ]; then
        conflict "$to" "$(closed_to_us "$to")" /nonexistent
        return 1
    fi
    part=yes mode=0$(mode_of "$to")
    [ "$secret" = no ] || mode=0600
    if ! part_is_ours "$to"; then
        conflict "$to" "was edited between the lines muster:begin and muster:end; nothing is changed" /nonexistent
        return 1
    fi
    with_part "$to" "$content" >"$work/part$number" || exit 1
    content=$work/part$number
}

# The part goes, the rest of the file stays.
plan_without_part() {
    number=$((number + 1))
    if ! has_part "$to"; then
        plan_line forget - - "$to" -
    elif ! part_is_ours "$to"; then
        conflict "$to" "was edited between the lines muster:begin and muster:end, and this archive has no such part" /nonexistent
    else
        split_part around "$to" >"$work/part$number"
        plan_line strip "0$(mode_of "$to")" "$work/part$number" "$to" -
    fi
}

plan_file() {
    if [ ! -e "$to" ] && [ ! -L "$to" ]; then
        what=new
    elif [ -L "$to" ]; then
        conflict "$to" "is a link to $(readlink "$to"), and a file of ours goes there: put the file itself in its place, or move it away" /nonexistent
        return 0
    elif [ ! -f "$to" ]; then
        conflict "$to" "is not a file" /nonexistent
        return 0
    elif [ ! -r "$to" ]; then
        conflict "$to" "$(closed_to_us "$to")" /nonexistent
        return 0
    else
        now=$(sum_of "$to")
        last=$(recorded "$to")
        if [ "$content" = - ] && [ "$last" = "$now" ] && [ "$secret" = no ]; then
            # Its package is no longer here, and it is as it was written.
            return 0
        elif [ "$content" != - ] && [ "$now" = "$(sum_of "$content")" ]; then
            if [ "$(mode_of "$to")" != "${mode#0}" ]; then
                what=mode
            elif [ "$last" ]; then
                return 0
            else
                what=known
            fi
        elif [ "$last" ] && [ "$now" = "$last" ]; then
            what=change
        elif [ "$last" ] && [ "$part" ]; then
            # An edit around the part is in what is wanted, too.
            what=change
        elif [ "$last" ]; then
            conflict "$to" "was edited since the last deployment wrote it; nothing is changed:" "$MUSTER_STATE/node/$source"
            return 0
        elif shipped "$to" "$now" || has_word "$begun" "$of" || [ "$adopt" ]; then
            what=change
        elif [ "$part" ]; then
            conflict "$to" "was here before Muster; a part would be put into it, the rest would stay; nothing is changed" /nonexistent
            return 0
        elif [ "$secret" = yes ]; then
            # What was made of it holds secrets.
            conflict "$to" "was here before Muster and differs (+ is what stands there now); nothing is changed:" "$here/$source"
            return 0
        else
            conflict "$to" "was here before Muster and differs (+ is what stands there now); nothing is changed:" "$content"
            return 0
        fi
    fi
    plan_line "$what" "$mode" "$content" "$to" "$of"
}

missing='' begun=''
plan() {
    : >"$work/plan"
    missing='' begun='' conflicts=0
    for service in $MUSTER_SERVICES; do
        status=0
        sh "$here/service/$service.sh" installed || status=$?
        case $status in
        0) ;;
        3) missing="$missing $service" ;;
        *) exit 1 ;; # it has said why
        esac
        [ ! -e "$MUSTER_STATE/unpacked/$service.begun" ] || begun="$begun $service"
    done
    plan_files
}

# The names and sums of a node's folder; the archive's own name tells nothing about this node.
folder_sums() { # folder
    [ ! -d "$1" ] || (cd "$1" && find . -type f ! -path ./archive.tsv | LC_ALL=C sort | xargs sha256sum)
}

folder_is_new() {
    [ "$here" != "$MUSTER_STATE/node" ] || return 1
    [ "$(folder_sums "$here")" != "$(folder_sums "$MUSTER_STATE/node")" ]
}

environment_is_new() {
    : >"$work/environment"
    [ "$MUSTER_ENVIRONMENT" ] || [ -e "$MUSTER_STATE/secrets.env" ] || return 1
    for name in $MUSTER_ENVIRONMENT; do
        # Double quotes and backslashes mean the same to sh and to systemd.
        value=$(secret "$name") || exit 1
        printf '%s="%s"\n' "$name" "$(printf '%s' "$value" | sed 's/[\\"$`]/\\&/g')" >>"$work/environment"
    done
    ! cmp -s "$work/environment" "$MUSTER_STATE/secrets.env"
}

refuse() {
    printf '%s\n' "$MUSTER_NODE: error: $conflicts file(s) are not as the last deployment left them, or can't be read; nothing was changed" >&2
    printf '%s\n' "$MUSTER_NODE: what to do: take the edit over into Muster (an override) or undo it, then deploy again; files that were here before Muster are replaced, with a backup, by: --adopt" >&2
    exit 3
}

tell() { # "would " or nothing
    while IFS=$tab read -r what mode _ to _; do
        case $what in
        new) say "$1""write $to ($mode)" ;;
        change) say "$1""replace $to ($mode)" ;;
        strip) say "$1""take our part out of $to" ;;
        mode) say "$1""set the mode of $to to $mode" ;;
        remove) say "$1""remove $to" ;;
        *) ;;
        esac
    done <"$work/plan"
}
