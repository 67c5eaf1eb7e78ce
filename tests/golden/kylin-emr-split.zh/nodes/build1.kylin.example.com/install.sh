#!/bin/sh
# Installs this folder on its node, as the service user; ssh is not needed. Run it again at any
# time: what is there already stays as it is. A file that somebody edited is never overwritten.
#
#   sh install.sh [--packages DIR] [--secrets FILE]
#       --packages DIR   where the packages lie (default: packages/ two folders above)
#       --secrets FILE   the filled-in secrets.env
#       --check          only say what would be done; --dry-run is the same
#       --adopt          replace files that were here before Muster, too (they are backed up)
#       --rollback       put back what the last installation replaced
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"

action=install adopt=''
MUSTER_PACKAGES='' MUSTER_SECRETS_FILE=''
while [ $# -gt 0 ]; do
    case $1 in
    --packages | --secrets)
        [ $# -ge 2 ] || fail "$1 needs a value" "see: sh install.sh -h"
        if [ "$1" = --packages ]; then MUSTER_PACKAGES=$2; else MUSTER_SECRETS_FILE=$2; fi
        shift
        ;;
    --check | --dry-run) action=check ;;
    --rollback) action=rollback ;;
    --adopt) adopt=yes ;;
    -h | --help) sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0 ;;
    *) fail "the option $1 is unknown" "see: sh install.sh -h" ;;
    esac
    shift
done
if [ -z "$MUSTER_PACKAGES" ]; then
    MUSTER_PACKAGES=$MUSTER_STATE/packages
    [ ! -d "$here/../../packages" ] || MUSTER_PACKAGES=$(cd "$here/../../packages" && pwd)
fi
case $MUSTER_PACKAGES in /*) ;; *) MUSTER_PACKAGES=$PWD/$MUSTER_PACKAGES ;; esac
case $MUSTER_SECRETS_FILE in '' | /*) ;; *) MUSTER_SECRETS_FILE=$PWD/$MUSTER_SECRETS_FILE ;; esac
export MUSTER_PACKAGES MUSTER_SECRETS_FILE
if [ "$MUSTER_SECRETS_FILE" ] && [ -e "$MUSTER_SECRETS_FILE" ]; then
    case $(mode_of "$MUSTER_SECRETS_FILE") in
    600 | 400) ;;
    *) fail "$MUSTER_SECRETS_FILE can be read by others" "chmod 600 $MUSTER_SECRETS_FILE" ;;
    esac
fi
backup=$MUSTER_STATE/backup

[ "$(id -un)" = "$MUSTER_USER" ] ||
    fail "this runs as $(id -un), and the services belong to $MUSTER_USER" "run it as $MUSTER_USER: sudo -u $MUSTER_USER sh $0"
if [ ! -d "$MUSTER_STATE" ] || [ ! -w "$MUSTER_STATE" ]; then
    fail "$MUSTER_STATE is not there or not writable" "run root-once.sh of this folder as root first"
fi
for folder in $MUSTER_FOLDERS; do
    if [ ! -d "$folder" ] || [ ! -w "$folder" ]; then
        fail "the folder $folder is not there or not writable for $MUSTER_USER" "run root-once.sh of this folder as root; if it is there: chown $MUSTER_USER:$MUSTER_GROUP $folder"
    fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
umask 077

recorded() { # destination: the SHA-256 that the last installation wrote
    [ -r "$installed" ] || return 0
    awk -F '\t' -v to="$1" '$3 == to { print $1 }' "$installed"
}

record() { # destination, SHA-256 (empty: forget it), mode
    [ -e "$installed" ] || : >"$installed"
    awk -F '\t' -v to="$1" '$3 != to' "$installed" >"$installed.new"
    if [ "$2" ]; then
        # Of a file that is ours in part, only the part goes when this archive has it no more.
        if has_part "$1"; then set -- "$1" "$2" part; fi
        printf '%s\t%s\t%s\n' "$2" "$3" "$1" >>"$installed.new"
    fi
    mv "$installed.new" "$installed"
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

# --- what there is to do ---

# Lines of $work/plan: what, mode, path of the wanted content (or -), destination, service.
conflicts=0
conflict() { # destination, why, source to compare with
    conflicts=$((conflicts + 1))
    printf '%s\n' "$MUSTER_NODE: $1 $2" >&2
    [ ! -r "$3" ] || show_edit "$3" "$1"
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
        if [ "$mode" = part ] && [ -e "$to" ]; then
            if ! awk -F '\t' -v to="$to" '$4 == to { found = 1 } END { exit !found }' "$work/table"; then plan_without_part; fi
        elif ! awk -F '\t' -v to="$to" '$4 == to { found = 1 } END { exit !found }' "$work/table"; then
            if [ ! -e "$to" ]; then
                printf 'forget\t-\t-\t%s\t-\n' "$to" >>"$work/plan"
            elif [ "$(sum_of "$to")" = "$sum" ]; then
                printf 'remove\t-\t-\t%s\t-\n' "$to" >>"$work/plan"
            else
                conflict "$to" "was edited since the last deployment, which wrote it; this one has no such file" /nonexistent
            fi
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
        printf 'forget\t-\t-\t%s\t-\n' "$to" >>"$work/plan"
    elif ! part_is_ours "$to"; then
        conflict "$to" "was edited between the lines muster:begin and muster:end, and this archive has no such part" /nonexistent
    else
        split_part around "$to" >"$work/part$number"
        printf 'strip\t0%s\t%s\t%s\t-\n' "$(mode_of "$to")" "$work/part$number" "$to" >>"$work/plan"
    fi
}

plan_file() {
    if [ ! -e "$to" ]; then
        what=new
    elif [ ! -f "$to" ]; then
        conflict "$to" "is not a file" /nonexistent
        return 0
    else
        now=$(sum_of "$to")
        last=$(recorded "$to")
        if [ "$content" = - ] && [ "$last" = "$now" ] && [ "$secret" = no ]; then
            # Its package is no longer here, and it is as it was written.
            what=same
        elif [ "$content" != - ] && [ "$now" = "$(sum_of "$content")" ]; then
            what=same
            [ "$(mode_of "$to")" = "${mode#0}" ] || what=mode
            [ "$last" ] || what=$what-unknown
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
    case $what in
    same) ;;
    *) printf '%s\t%s\t%s\t%s\t%s\n' "$what" "$mode" "$content" "$to" "$of" >>"$work/plan" ;;
    esac
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

folder_is_new() { [ "$here" != "$MUSTER_STATE/node" ] && ! diff -r "$here" "$MUSTER_STATE/node" >/dev/null 2>&1; }

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
    printf '%s\n' "$MUSTER_NODE: error: $conflicts file(s) are not as the last deployment left them; nothing was changed" >&2
    printf '%s\n' "$MUSTER_NODE: what to do: take the edit over into Muster (an override) or undo it, then deploy again; files that were here before Muster are replaced, with a backup, by: --adopt" >&2
    exit 3
}

tell() { # "would " or nothing
    while IFS=$tab read -r what mode _ to _; do
        case $what in
        new) say "$1""write $to ($mode)" ;;
        change) say "$1""replace $to ($mode)" ;;
        strip) say "$1""take our part out of $to" ;;
        mode*) say "$1""set the mode of $to to $mode" ;;
        remove) say "$1""remove $to" ;;
        *) ;;
        esac
    done <"$work/plan"
}

# --- doing it ---

keep() { # destination: its content goes into the backup, once per deployment
    if awk -F '\t' -v to="$1" '$4 == to { f = 1 } END { exit !f }' "$backup/list.tsv"; then return 0; fi
    if [ -f "$1" ]; then
        count=$(($(wc -l <"$backup/list.tsv") + 1))
        cp -p "$1" "$backup/file$count"
        printf 'old\t%s\t-\t%s\n' "file$count" "$1" >>"$backup/list.tsv"
    else
        parent=$(dirname "$1")
        while [ ! -d "$parent" ]; do
            printf 'folder\t-\t-\t%s\n' "$parent" >>"$backup/list.tsv"
            parent=$(dirname "$parent")
        done
        printf 'new\t-\t-\t%s\n' "$1" >>"$backup/list.tsv"
    fi
}

# A backup that an interrupted installation left open is continued: what it saved is the truth.
open_backup() {
    [ ! -e "$backup/open" ] || return 0
    rm -rf "$backup"
    mkdir "$backup"
    : >"$backup/list.tsv"
    : >"$backup/unpacked"
    [ ! -e "$installed" ] || cp -p "$installed" "$backup/installed.tsv"
    [ ! -d "$MUSTER_STATE/node" ] || cp -pR "$MUSTER_STATE/node" "$backup/node"
    [ ! -e "$MUSTER_STATE/secrets.env" ] || cp -p "$MUSTER_STATE/secrets.env" "$backup/secrets.env"
    : >"$backup/open"
}

touched= # services whose files changed
wants_restart() { # service, or - for all
    if [ "$1" = - ]; then
        for each in $MUSTER_SERVICES; do wants_restart "$each"; done
        return 0
    fi
    has_word "$touched" "$1" || touched="$touched $1"
    mkdir -p "$MUSTER_STATE/restart"
    : >"$MUSTER_STATE/restart/$1"
}

write() { # content, mode, destination
    folder=$(dirname "$3")
    # Folders and files that others may look at keep the modes that they have in the table.
    [ -d "$folder" ] || (umask 022 && mkdir -p "$folder") ||
        fail "the folder $folder can't be made" "is it on a full or read-only disk? df -h $(dirname "$folder")"
    cp "$1" "$3.muster-new" && chmod "$2" "$3.muster-new" && mv "$3.muster-new" "$3" ||
        fail "$3 can't be written" "look at the free space and the owner of $folder: df -h $folder; ls -ld $folder"
}

apply() {
    while IFS=$tab read -r what mode content to of; do
        [ "$content" != - ] || [ "$what" = remove ] || [ "$what" = forget ] ||
            fail "$to can't be written: its source is missing" "fill packages/ (bin/fetch) and deploy again"
        case $what in
        new | change)
            keep "$to"
            write "$content" "$mode" "$to"
            record "$to" "$(sum_of "$to")" "$mode"
            ;;
        mode*)
            keep "$to"
            chmod "$mode" "$to"
            record "$to" "$(sum_of "$to")" "$mode"
            ;;
        same-unknown) record "$to" "$(sum_of "$to")" "$mode" ;;
        strip)
            keep "$to"
            write "$content" "$mode" "$to"
            record "$to" ""
            ;;
        remove)
            keep "$to"
            rm -f "$to"
            record "$to" ""
            ;;
        forget) record "$to" "" ;;
        esac
        case $what in new | change | remove | strip) wants_restart "$of" ;; esac
    done <"$work/plan"
}

install_node() {
    plan
    [ "$conflicts" -eq 0 ] || refuse
    new_folder='' new_environment=''
    if folder_is_new; then new_folder=yes; fi
    if environment_is_new; then new_environment=yes; fi
    if [ -z "$missing$new_folder$new_environment" ] && [ ! -s "$work/plan" ] && [ ! -e "$backup/open" ]; then
        say "nothing to do: everything is as this archive wants it"
        return 0
    fi
    for service in $missing; do
        sh "$here/service/$service.sh" package | while read -r file; do
            [ -z "$file" ] || [ -r "$MUSTER_PACKAGES/$file" ] || fail "the package $file is not in $MUSTER_PACKAGES" "fill packages/ (bin/fetch) and deploy again"
        done
    done
    open_backup
    if [ "$missing" ]; then
        for service in $missing; do
            say "install $service"
            sh "$here/service/$service.sh" install </dev/null
        done
        plan
        [ "$conflicts" -eq 0 ] || refuse
    fi
    tell ""
    apply
    if [ "$new_environment" ]; then
        if [ -s "$work/environment" ]; then
            write "$work/environment" 0600 "$MUSTER_STATE/secrets.env"
        else
            rm -f "$MUSTER_STATE/secrets.env"
        fi
        wants_restart -
    fi
    for service in $touched; do sh "$here/service/$service.sh" changed; done
    if [ "$new_folder" ]; then
        # A service that moved away is stopped by its own script, while that is still here.
        for script in "$MUSTER_STATE"/node/service/*.sh; do
            [ -e "$script" ] && [ ! -e "$here/service/${script##*/}" ] || continue
            sh "$script" stop
            say "note: $(basename "$script" .sh) is no longer on this node; run root-once.sh as root again to remove its unit"
        done
        rm -rf "$MUSTER_STATE/node.new"
        cp -R "$here" "$MUSTER_STATE/node.new"
        rm -rf "$MUSTER_STATE/node"
        mv "$MUSTER_STATE/node.new" "$MUSTER_STATE/node"
    fi
    rm -f "$backup/open"
    for service in $MUSTER_SERVICES; do
        unit=/etc/systemd/system/muster-$service.service
        if [ -e "$unit" ] && ! cmp -s "$unit" "$here/systemd/${unit##*/}"; then
            say "note: $unit is not the one of this archive; run root-once.sh as root again"
        fi
    done
    say "installed"
}

check_node() {
    plan
    for service in $missing; do
        # Lines that bin/deploy reads: which packages the node lacks.
        sh "$here/service/$service.sh" package | while read -r file; do
            [ -z "$file" ] || printf 'need\t%s\n' "$file"
        done
        say "would install $service"
    done
    # A file of a package, such as a driver, that is not on the node yet.
    while IFS=$tab read -r what _ content to _; do
        case $what in new | change) [ "$content" != - ] || printf 'need\t%s\n' "$(basename "$to")" ;; esac
    done <"$work/plan" | sort -u >"$work/need"
    while IFS=$tab read -r word file; do
        if awk -F '\t' -v p="$MUSTER_PACKAGES/$file" '$3 == p { f = 1 } END { exit !f }' "$work/table"; then
            printf '%s\t%s\n' "$word" "$file"
        fi
    done <"$work/need"
    tell "would "
    [ "$conflicts" -eq 0 ] || refuse
    if folder_is_new; then say "would update the scripts of this node"; fi
    if [ -z "$missing" ] && [ ! -s "$work/plan" ]; then say "nothing to do: everything is as this archive wants it"; fi
}

# --- going back ---

rollback_node() {
    [ -d "$backup" ] || fail "there is nothing to go back to: no deployment left a backup here" "nothing; this node is as it was"
    # An edit made since the deployment is not thrown away.
    while IFS=$tab read -r what _ _ to; do
        case $what in old | new) ;; *) continue ;; esac
        last=$(recorded "$to")
        if [ -f "$to" ] && [ "$last" ] && [ "$(sum_of "$to")" != "$last" ]; then
            conflict "$to" "was edited since the deployment wrote it; move it away first: mv $to $to.mine" /nonexistent
        fi
    done <"$backup/list.tsv"
    [ "$conflicts" -eq 0 ] || fail "going back would throw away $conflicts edit(s); nothing was changed" "move them away as said above, then roll back again"
    # What was not here before does not run afterwards.
    for service in $MUSTER_SERVICES; do
        if [ ! -e "$backup/node/service/$service.sh" ] || grep -qxF "$service" "$backup/unpacked"; then
            sh "$here/service/$service.sh" stop
        fi
    done
    # The last change is undone first.
    sed '1!G;h;$!d' "$backup/list.tsv" >"$work/list"
    while IFS=$tab read -r what saved _ to; do
        case $what in
        old)
            mkdir -p "$(dirname "$to")"
            cp -p "$backup/$saved" "$to.muster-new"
            mv "$to.muster-new" "$to"
            say "restored $to"
            ;;
        new)
            rm -f "$to"
            say "removed $to"
            ;;
        folder) rmdir "$to" 2>/dev/null || : ;;
        esac
    done <"$work/list"
    for service in $(sort -u "$backup/unpacked"); do remove_package "$service"; done
    put_back installed.tsv
    put_back secrets.env
    rm -rf "$MUSTER_STATE/restart"
    for service in $MUSTER_SERVICES; do
        if ! grep -qxF "$service" "$backup/unpacked" && grep -qs . "$backup/list.tsv"; then
            if sh "$here/service/$service.sh" installed; then sh "$here/service/$service.sh" changed; fi
            wants_restart "$service"
        fi
    done
    rm -rf "$MUSTER_STATE/node"
    [ ! -d "$backup/node" ] || cp -pR "$backup/node" "$MUSTER_STATE/node"
    if [ ! -d "$backup/node" ]; then
        # It was the first deployment: what it brought with it goes, too.
        rm -rf "$MUSTER_STATE/packages" "$MUSTER_STATE/unpacked" "$MUSTER_STATE/restart"
    fi
    rm -rf "$backup"
    say "rolled back"
}

put_back() { # name
    if [ -e "$backup/$1" ]; then cp -p "$backup/$1" "$MUSTER_STATE/$1"; else rm -f "$MUSTER_STATE/$1"; fi
}

# Removes what a package brought and nobody changed since; says what stays.
remove_package() { # service
    list=$MUSTER_STATE/unpacked/$1.tsv begun=$MUSTER_STATE/unpacked/$1.begun
    if [ -r "$begun" ]; then
        # It was interrupted; what it brought so far goes.
        read -r home <"$begun"
        { printf '%s\n' "$home"; brought "$home" "${begun%.begun}.before"; } >"$list"
    fi
    [ -r "$list" ] || return 0
    read -r home <"$list"
    # The list is as old as the unpacking: what is younger was edited, and stays.
    (cd "$home" && find . -type f -newer "$list") >"$work/edited"
    sed 1d "$list" | grep -vxF -f "$work/edited" | while IFS= read -r path; do
        if [ -d "$home/$path" ] && [ ! -L "$home/$path" ]; then
            rmdir "$home/$path" 2>/dev/null || :
        else
            rm -f "$home/$path"
        fi
    done
    rm -f "$list" "$begun" "${begun%.begun}.before" "${begun%.begun}.shipped"
    left=$(find "$home" \( -type f -o -type l \) 2>/dev/null | wc -l)
    say "removed $1 from $home"
    [ "$left" -eq 0 ] || say "note: $left file(s) that $1 made itself or that somebody edited stay in $home"
}

case $action in
install) install_node ;;
check) check_node ;;
rollback) rollback_node ;;
esac
