#!/bin/sh
# build.sh DIR: Druid 0.20.0, 25.0.0 and 33.0.0 from the Maven repository, once, into
# DIR/druid/VERSION/lib and DIR/druid/VERSION/extensions/NAME; and for each a tarball in DIR/packages in
# the layout of its release. The release's own shell scripts are in no artifact: stand-in/ turns their
# words into the same java commands. The jars are not in the tarballs, which have links to the place
# where every host finds them: they would be unpacked into memory on every host.
#
# Central has a part of each release only: which extensions are here is what it has of them.
set -eu

fail() { echo "druid/build.sh: $*" >&2; exit 1; }

[ $# -eq 1 ] || fail "usage: build.sh DIR"
command -v mvn >/dev/null || fail "the program mvn is missing; install it with: apt-get install maven"
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/druid" "$1/packages" "$1/empty"
MUSTER_LAB=$(cd "$1" && pwd)
export MUSTER_LAB
place=/usr/lib/druid-lab

# The jars of a pom, into a folder that is whole or not there.
jars() { # folder, folder of the pom, words of Maven
    folder=$1 pom=$here/maven/$2/pom.xml
    shift 2
    [ ! -e "$folder" ] || return 0
    rm -rf "$folder.new"
    mvn -B -q -s "$here/../kylin/maven/settings.xml" -f "$pom" "$@" dependency:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$folder.new" || fail "Maven can't fill $folder"
    mv "$folder.new" "$folder"
}

release() { # version, profile of lib or nothing, extensions, each NAME or NAME:PROFILE
    version=$1 home=$MUSTER_LAB/druid/$1 profile=$2
    shift 2
    mkdir -p "$home/extensions"
    jars "$home/lib" lib "-Ddruid.version=$version" ${profile:+-P "$profile"}
    for each; do
        name=${each%%:*} profile=${each#"${each%%:*}"}
        jars "$home/extensions/$name" extension "-Ddruid.version=$version" "-Ddruid.extension=$name" \
            ${profile:+-P "${profile#:}"}
    done
    tarball "$version"
}

tarball() { # version
    new=$MUSTER_LAB/druid/new.$$
    top=$new/apache-druid-$1 tarball=$MUSTER_LAB/packages/apache-druid-$1-bin.tar.gz
    rm -rf "$new"
    mkdir -p "$top/lib" "$top/extensions"
    cp -R "$here/stand-in/bin" "$here/stand-in/conf" "$top"
    case $1 in
    0.*) # Its scripts take the java of the PATH, and its processes write no file of their own.
        rm "$top/bin/run-java" "$top/bin/java-util" "$top/conf/druid/cluster/_common/log4j2.xml"
        mv "$top/conf/druid/cluster/_common/log4j2-console.xml" "$top/conf/druid/cluster/_common/log4j2.xml"
        ;;
    *)
        rm "$top/conf/druid/cluster/_common/log4j2-console.xml"
        # Part of these releases, and not on Central: a folder without a jar brings nothing.
        mkdir "$top/extensions/druid-multi-stage-query"
        ;;
    esac
    case $1 in
    0.*) javas=8 ;;
    25.*) javas='8 11' ;;
    *) javas='11 17' ;;
    esac
    echo " $javas " >"$top/java-versions"
    chmod 755 "$top"/bin/*
    (cd "$MUSTER_LAB/druid/$1" && find lib extensions -name '*.jar') | while read -r jar; do
        mkdir -p "$top/$(dirname "$jar")"
        ln -s "$place/$1/$jar" "$top/$jar"
    done
    # The same bytes for the same content: another run may be reading the file that is there.
    tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$new" "apache-druid-$1" |
        gzip -1n >"$new/tarball"
    cmp -s "$new/tarball" "$tarball" || mv "$new/tarball" "$tarball"
    rm -rf "$new"
}

release 0.20.0 console mysql-metadata-storage druid-hdfs-storage:hadoop druid-kafka-indexing-service \
    druid-datasketches druid-basic-security
release 25.0.0 '' postgresql-metadata-storage mysql-metadata-storage druid-hdfs-storage druid-s3-extensions
release 33.0.0 '' druid-datasketches druid-kafka-indexing-service
