#!/bin/sh
# java.sh DIR: puts a Java 8 runtime into DIR/java8. Does nothing when it is there already (20 s, 190 MB otherwise).
#
# Kylin 3.1 with a database as metastore runs on Java 8 alone, and Debian 12 has 17. Debian's unstable suite still
# builds 8, against a newer C library; so that library is unpacked beside the runtime, and the launcher is told to
# use it. The runtime works at one path, /usr/lib/jvm/java-8-openjdk-amd64: there it is mounted on every host.
# Nothing is installed on the machine.
set -eu

home=/usr/lib/jvm/java-8-openjdk-amd64

fail() { echo "java.sh: $*" >&2; exit 1; }

[ $# -eq 1 ] || fail "usage: java.sh DIR"
[ "$(dpkg --print-architecture)" = amd64 ] || fail "the lab's Java 8 exists for amd64 only"
for program in apt-get dpkg; do
    command -v "$program" >/dev/null || fail "needs Debian's $program"
done
command -v patchelf >/dev/null || fail "the program patchelf is missing; install it with: apt-get install patchelf"
[ -r /etc/apt/sources.list.d/debian.sources ] || fail "cannot read /etc/apt/sources.list.d/debian.sources"

mkdir -p "$1"
dir=$(cd "$1" && pwd)
[ ! -e "$dir/java8/complete" ] || exit 0

# The machine's own source list, for the suite "sid" instead of its own.
apt=$dir/java8.apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/sources"
awk 'BEGIN { RS = ""; ORS = "\n\n" } !/security/' /etc/apt/sources.list.d/debian.sources |
    sed 's/^Suites:.*/Suites: sid/' >"$apt/sources/sid.sources"
# A mirror may stand still for weeks. Its lists are signed all the same, and a test wants no updates: how old they
# are is nothing to fail on.
sid() {
    apt-get -qq -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/sources" "$@"
}
sid update || fail "cannot read the package lists of Debian's unstable suite"

rm -rf "$dir/java8.new"
cd "$apt"
for package in libc6 libstdc++6 libgcc-s1 zlib1g openjdk-8-jre-headless; do
    rm -f "${package}"_*.deb
    sid download "$package:amd64" >/dev/null || fail "cannot fetch $package from Debian's unstable suite"
    dpkg -x "${package}"_*.deb "$apt/tree"
done
mv "$apt/tree$home" "$dir/java8.new"
mkdir "$dir/java8.new/sysroot"
cp -a "$apt/tree/usr/lib/x86_64-linux-gnu/." "$dir/java8.new/sysroot/"

# The package keeps its settings in /etc and links to them; here they become part of the runtime.
find "$dir/java8.new" -type l -lname '/etc/java-8-openjdk/*' | while read -r link; do
    target=$(readlink "$link")
    rm "$link"
    cp -a "$apt/tree$target" "$link"
done
patchelf --set-interpreter "$home/sysroot/ld-linux-x86-64.so.2" --force-rpath \
    --set-rpath "$home/sysroot:\$ORIGIN/../lib/amd64/jli:\$ORIGIN/../lib/amd64" "$dir/java8.new/jre/bin/java"

# Proof, in a mount namespace of its own: it starts at its path.
# shellcheck disable=SC2016
unshare --mount sh -ec '
    mount --make-rprivate /
    mount -t tmpfs lab /usr/lib/jvm
    mkdir "$2"
    mount --bind "$1" "$2"
    "$2/jre/bin/java" -version 2>&1 | grep -q "version \"1\.8\."' sh "$dir/java8.new" "$home" ||
    fail "the unpacked runtime does not start at $home"
: >"$dir/java8.new/complete"
mv "$dir/java8.new" "$dir/java8"
rm -rf "$apt"
