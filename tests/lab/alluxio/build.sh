#!/bin/sh
# build.sh DIR: Alluxio 2.9.6 and 1.8.1 from the Maven repository, once, into DIR/alluxio; and for
# each a tarball in DIR/packages that has what the archive's scripts call. The release's own shell
# scripts are in no artifact: stand-in/ turns their documented words into the same java commands.
# The jars are not in the tarballs: they would be unpacked into memory on every host.
set -eu

fail() { echo "alluxio/build.sh: $*" >&2; exit 1; }

[ $# -eq 1 ] || fail "usage: build.sh DIR"
command -v mvn >/dev/null || fail "the program mvn is missing; install it with: apt-get install maven"
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/alluxio" "$1/packages" "$1/empty"
MUSTER_LAB=$(cd "$1" && pwd)
export MUSTER_LAB

for pair in two:2.9.6 one:1.8.1; do
    line=${pair%%:*} version=${pair#*:}
    lib=$MUSTER_LAB/alluxio/$version
    if [ ! -e "$lib/.whole" ]; then
        rm -rf "$lib"
        mvn -B -q -s "$here/../kylin/maven/settings.xml" -f "$here/maven/$line/pom.xml" dependency:copy-dependencies \
            -DincludeScope=runtime -DoutputDirectory="$lib"
        : >"$lib/.whole"
    fi
    new=$MUSTER_LAB/alluxio/new.$$
    top=$new/alluxio-$version tarball=$MUSTER_LAB/packages/alluxio-$version-bin.tar.gz
    mkdir -p "$new"
    cp -R "$here/stand-in" "$top"
    echo "VERSION=$version" >"$top/libexec/version.sh"
    # As in the real release, which has no such script in 1.8.
    [ "$line" = two ] || rm "$top/bin/launch-process"
    chmod 755 "$top"/bin/*
    # The same bytes for the same content: another run may be reading the file that is there.
    tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$new" "alluxio-$version" |
        gzip -1n >"$new/tarball"
    cmp -s "$new/tarball" "$tarball" || mv "$new/tarball" "$tarball"
    rm -rf "$new"
done
