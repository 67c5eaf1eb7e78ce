#!/bin/sh
# Runs every node's root-once.sh as root: it makes the service user, folders, limits, units and
# sudoers lines; run again it changes nothing. Logs in as root, or with --login as a user who may
# use sudo. Where no key lets in, ssh and sudo ask for the password. With --key the owner of that
# public key may log in as the service user afterwards, which the other scripts of bin/ do.
#
#   bin/root-once [--dry-run] [--node NAME]... [--login USER] [--key FILE.pub]
# shellcheck disable=SC2034 # some names go to lib.sh
set -eu
needs='ssh tar'
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
options='--login= --key='
parse "$@"
login=$(valued --login root) key=$(valued --key '')
if [ "$key" ]; then
    [ -f "$key" ] || fail "there is no file $key" "name a public key, such as ~/.ssh/id_ed25519.pub; ssh-keygen makes one"
    case $(head -n 1 "$key") in
    ssh-* | ecdsa-* | sk-*) ;;
    *) fail "$key is no public key" "name the file that ends with .pub: the other one is secret and stays here" ;;
    esac
fi

# As root on the node: runs the script, and lets the key in as the account itself, so that root
# follows no link of somebody else.
as_root() { # folder on the node
    line="sh $1/$folder/root-once.sh${dry:+ --dry-run}"
    if [ "$key" ] && [ "$user" = "$account" ] && [ ! "$dry" ]; then
        line="$line && su -s /bin/sh $account -c $(quoted 'umask 077
            mkdir -p "$HOME/.ssh"
            cd "$HOME/.ssh"
            [ -e authorized_keys ] || : >authorized_keys
            [ -z "$(tail -c 1 authorized_keys)" ] || echo >>authorized_keys
            while IFS= read -r line || [ "$line" ]; do
                grep -qxF -- "$line" authorized_keys || printf "%s\n" "$line" >>authorized_keys
            done') <$1/key.pub"
    fi
    if [ "$login" = root ]; then
        printf '%s' "$line"
    else
        printf 'sudo -p %s sh -c %s' "$(quoted "[sudo] password of $login on $node: ")" "$(quoted "$line")"
    fi
}

# A terminal for whoever asks for a password; one connection for both steps, so that it asks once. Its
# name is short: macOS has room for 104 characters, folders included.
connect() { # line, terminal or nothing
    terminal=-T
    if [ "${2:-}" ] && [ -t 0 ]; then terminal=-t; fi
    reach "$login" "sh -c $(quoted "$1")" "$terminal" -o ControlMaster=auto -o ControlPath="$work/$number" -o ControlPersist=20
}

wanted_nodes "$work/nodes"
: >"$work/key.pub"
[ ! "$key" ] || cat "$key" >"$work/key.pub"
done_nodes='' failed='' number=0
while read_node; do
    number=$((number + 1))
    say "$node (as $login)"
    # Words of the node's own: the folder there, or nothing when nothing could be run.
    gather without-secrets
    cp "$work/key.pub" "$work/send/key.pub"
    there=$(tar -cf - -C "$work/send" "$folder" key.pub | connect 'set -eu
        umask 077
        d=$(mktemp -d /tmp/muster.XXXXXXXXXX)
        tar -C "$d" -xf -
        printf %s "$d"') || there=''
    case $there in
    *[!A-Za-z0-9./]*) there='' ;;
    esac
    case $there in
    /tmp/muster.??????????) ;;
    *)
        user=$login
        unreachable
        failed="$failed $node"
        continue
        ;;
    esac
    status=0
    connect "$(as_root "$there"); status=\$?; rm -rf $there; exit \$status" terminal <&4 || status=$?
    if [ "$status" -ne 0 ]; then
        say "${red}failed:${plain} $node (status $status)"
        failed="$failed $node"
    else
        done_nodes="$done_nodes $node"
    fi
done 3<"$work/nodes" 4<&0

[ ! "$done_nodes" ] || say "done:$done_nodes"
if [ "$failed" ]; then
    fail "not done:$failed" "mend what stands above and run $me again: it changes nothing where it is done"
fi
[ "$dry" ] || say "${green}root-once is done on all of these${plain}: next, bin/preflight"
