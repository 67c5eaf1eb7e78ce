#!/bin/sh
# Installs this folder on its node, as the service user; ssh is not needed. Run it again at any
# time: what is there already stays as it is, and what was interrupted is finished or taken back
# first. A file that somebody edited is never overwritten.
#
#   sh install.sh [--packages DIR] [--secrets FILE]
#       --packages DIR   where the packages lie (default: packages/ two folders above)
#       --secrets FILE   the filled-in secrets.env
#       --sizes FILE     the sizes of packages that are still to come: name, KiB, KiB unpacked
#       --check          only say what would be done; --dry-run is the same
#       --adopt          replace files that were here before Muster, too (they are backed up)
#       --rollback       take the last deployment back
#       --of ARCHIVE     with --rollback: only if it is of this archive, whose name is in archive.tsv
#       --run NAME       the run over all nodes that this is a part of; with --rollback: what that
#                        run deployed here, and nothing else; - is a deployment without such a name
#       --by NAME        who does it, for the messages of others
# shellcheck disable=SC2034,SC2154 # names come from lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"
for part in lock plan room deployment undo; do
    # shellcheck disable=SC1090
    . "$here/lib/$part.sh"
done

action=install adopt='' dry='' of_archive='' by='' run=''
sizes=''
MUSTER_PACKAGES='' MUSTER_SECRETS_FILE='' MUSTER_DEPLOYMENT=''
while [ $# -gt 0 ]; do
    case $1 in
    --packages | --secrets | --sizes | --of | --run | --by)
        [ $# -ge 2 ] || fail "$1 needs a value" "see: sh install.sh -h"
        case $1 in
        --packages) MUSTER_PACKAGES=$2 ;;
        --secrets) MUSTER_SECRETS_FILE=$2 ;;
        --sizes) sizes=$2 ;;
        --of) of_archive=$2 ;;
        --run) run=$2 ;;
        --by) by=$2 ;;
        esac
        shift
        ;;
    --check | --dry-run) dry=yes ;;
    --rollback) action=rollback ;;
    --adopt) adopt=yes ;;
    -h | --help) sed -n '2,/^# shellcheck/s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0 ;;
    *) fail "the option $1 is unknown" "see: sh install.sh -h" ;;
    esac
    shift
done
if [ "$dry" ] && [ "$action" = install ]; then action=check; fi
[ "$run" ] || [ "$action" = rollback ] || run=$(date -u +%Y%m%dT%H%M%SZ)-$$
if [ -z "$MUSTER_PACKAGES" ]; then
    MUSTER_PACKAGES=$MUSTER_STATE/packages
    [ ! -d "$here/../../packages" ] || MUSTER_PACKAGES=$(cd "$here/../../packages" && pwd)
fi
case $MUSTER_PACKAGES in /*) ;; *) MUSTER_PACKAGES=$PWD/$MUSTER_PACKAGES ;; esac
case $MUSTER_SECRETS_FILE in '' | /*) ;; *) MUSTER_SECRETS_FILE=$PWD/$MUSTER_SECRETS_FILE ;; esac
export MUSTER_PACKAGES MUSTER_SECRETS_FILE MUSTER_DEPLOYMENT
if [ "$MUSTER_SECRETS_FILE" ] && [ -e "$MUSTER_SECRETS_FILE" ]; then
    case $(mode_of "$MUSTER_SECRETS_FILE") in
    600 | 400) ;;
    *) fail "$MUSTER_SECRETS_FILE can be read by others" "chmod 600 $MUSTER_SECRETS_FILE" ;;
    esac
fi
archive=$(awk -F '\t' '$1 == "archive" { print $2 }' "$here/archive.tsv")
by=$(printf '%s' "${by:-$(id -un)}" | tr '\t\n' '  ')

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

umask 077
work=''
trap '[ -z "$work" ] || rm -rf "$work"; give_lock' EXIT
trap 'exit 130' HUP INT TERM
[ "$dry" ] || take_lock "$by"
make_work

packages_are_there() {
    for service in $missing; do
        sh "$here/service/$service.sh" package | while IFS=$tab read -r file _; do
            [ -z "$file" ] || [ -r "$MUSTER_PACKAGES/$file" ] || fail "the package $file is not in $MUSTER_PACKAGES" "fill packages/ (bin/fetch) and deploy again"
        done
    done
}

# Refuses before the first byte is written.
enough_room() {
    if [ -z "$sizes" ]; then
        sizes=$work/sizes
        package_sizes "$MUSTER_PACKAGES" >"$sizes"
    fi
    : >"$work/room"
    room_of_packages "$missing"
    room_of_plan
    room_is_there || fail "there is not enough room; nothing was changed" "make room there, or choose other folders in Muster"
}

install_node() {
    recover install
    plan
    [ "$conflicts" -eq 0 ] || refuse
    new_folder='' new_environment=''
    if folder_is_new; then new_folder=yes; fi
    if environment_is_new; then new_environment=yes; fi
    if [ -z "$missing$new_folder$new_environment$MUSTER_DEPLOYMENT" ] && [ ! -s "$work/plan" ]; then
        say "nothing to do: everything is as this archive wants it"
        return 0
    fi
    packages_are_there
    enough_room
    begin
    if [ "$missing" ]; then
        for service in $missing; do
            say "install $service"
            sh "$here/service/$service.sh" install </dev/null
        done
        plan
        if [ "$conflicts" -gt 0 ]; then
            found=$conflicts
            take_back "$MUSTER_DEPLOYMENT" "it was begun"
            conflicts=$found
            refuse
        fi
    fi
    tell ""
    prepare
    apply
    finish
    for service in $MUSTER_SERVICES; do
        unit=/etc/systemd/system/muster-$service.service
        if [ -e "$unit" ] && ! cmp -s "$unit" "$here/systemd/${unit##*/}"; then
            say "note: $unit is not the one of this archive; run root-once.sh as root again"
        fi
    done
    say "installed"
}

check_node() {
    on_top=$(last_deployment)
    if [ "$on_top" ] && { [ -e "$on_top/undoing" ] || [ -e "$on_top/unfinished" ]; }; then
        # What stands in the way then is seen when that is done.
        say "the deployment of $(named "$on_top") was interrupted; it would be finished or taken back first"
        quiet=yes
    fi
    plan
    for service in $missing; do
        # Lines that bin/deploy reads: which packages the node lacks.
        sh "$here/service/$service.sh" package | while IFS=$tab read -r file _; do
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
    [ "$quiet" ] || [ "$conflicts" -eq 0 ] || refuse
    new_folder='' new_environment=''
    if folder_is_new; then
        new_folder=yes
        say "would update the scripts of this node"
    fi
    if [ "$MUSTER_SECRETS_FILE" ] && environment_is_new; then
        new_environment=yes
        say "would update the services' environment"
    fi
    if [ "$missing" ] || [ -s "$work/plan" ]; then enough_room; fi
    if [ -z "$missing$new_folder$new_environment" ] && [ ! -s "$work/plan" ]; then
        [ "$quiet" ] || say "nothing to do: everything is as this archive wants it"
    elif [ "$on_top" ] && [ -z "$quiet" ] && [ "$(of_deployment "$on_top" archive)" = "$archive" ]; then
        # It came to its end in that run: what is done now is another deployment.
        printf 'run\t%s\n' "$(of_deployment "$on_top" run)"
    fi
}

# --- going back ---

# Whether a deployment is what is to be taken back: the last one, or what one run over all nodes
# deployed here. Never the one before, which is the release that runs again then.
is_wanted() { # folder
    is_of_archive "$1" || return 1
    case $run in
    '' | -) [ -z "$taken" ] && { [ -z "$run" ] || [ -z "$(of_deployment "$1" run)" ]; } ;;
    *) [ "$(of_deployment "$1" run)" = "$run" ] ;;
    esac
}

here_is_now() { # what was done
    last=$(last_deployment)
    if [ "$last" ]; then
        say "$1; here is now the deployment of $(named "$last")"
    else
        say "$1; no deployment is here"
    fi
}

rollback_node() {
    recover rollback
    while last=$(last_deployment) && [ "$last" ] && is_wanted "$last"; do
        say "take back the deployment of $(named "$last")"
        take_back "$last" "the deployment wrote it"
    done
    if [ -z "$last" ]; then
        # What bin/deploy brought for the first one.
        rm -rf "$MUSTER_STATE/packages"
    fi
    if [ "$back" ]; then here_is_now "rolled back"; else here_is_now "nothing to go back to"; fi
}

would_roll_back() {
    taken='' back=''
    all_deployments | sort -r >"$work/down"
    while read -r each; do
        if [ -e "$each/undoing" ] || { [ -e "$each/unfinished" ] && ! is_wanted "$each"; }; then
            say "the deployment of $(named "$each") was interrupted; it would be taken back first"
        elif is_wanted "$each"; then
            say "would take back the deployment of $(named "$each")"
        else
            break
        fi
        would_undo "$each"
        ! is_of_archive "$each" || taken=yes
        back=yes
    done <"$work/down"
    [ "$back" ] || here_is_now "nothing to go back to"
}

case $action${dry:+-dry} in
install) install_node ;;
check-dry) check_node ;;
rollback) rollback_node ;;
rollback-dry) would_roll_back ;;
esac
