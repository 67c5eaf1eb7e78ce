#!/bin/sh
# build.sh DIR: everything that a Kylin cluster in the lab is made of, from Maven artifacts and Debian packages:
#
#   DIR/packages/apache-kylin-3.1.3-bin-hbase1x.tar.gz   laid out as the release is
#   DIR/packages/apache-zookeeper-3.8.0-bin.tar.gz       Debian's jars
#   DIR/packages/mysql-connector-java-5.1.49.jar
#   DIR/hadoop-client/    what a Hadoop gateway has: hbase, hadoop, hive on PATH, their jars and settings
#   DIR/oracle/           KylinConfig, to load generated files with Kylin's own code
#
# What is there and was built from the same files of this folder is kept (20 s otherwise, 110 s with an empty DIR/m2).
# The binary release is on no registry. What is not in its Maven artifacts either is replaced: shaded Guava by the
# same relocation, Kylin's fork of Calcite by Calcite, opensaml 2.6.6 by 2.6.4. So no cube is ever built here.
set -eu

kylin=3.1.3 tomcat=7.0.100 zookeeper=3.8.0 connector=5.1.49
release=apache-kylin-$kylin-bin-hbase1x

fail() { echo "build.sh: $*" >&2; exit 1; }

require() { # program, Debian package
    command -v "$1" >/dev/null || fail "the program $1 is missing; install it with: apt-get install $2"
}

[ $# -eq 1 ] || fail "usage: build.sh DIR"
require mvn maven
require javac openjdk-17-jdk-headless
require jar openjdk-17-jdk-headless
require unzip unzip
require sha256sum coreutils
for jar in zookeeper zookeeper-jute slf4j-api slf4j-simple netty-all metrics-core snappy-java commons-cli; do
    [ -e "/usr/share/java/$jar.jar" ] ||
        fail "/usr/share/java/$jar.jar is missing; install it with: apt-get install libzookeeper-java libslf4j-java"
done

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
MUSTER_LAB=$(cd "$1" && pwd) # settings.xml reads it
export MUSTER_LAB
dir=$MUSTER_LAB
new=$dir/build.new

# The stamp names the inputs; it is written last, so a broken build is built again.
inputs=$(cd "$here" && find build.sh maven java stand-ins -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-64)
stamp=$dir/kylin.complete
[ "$(cat "$stamp" 2>/dev/null)" != "$inputs" ] || exit 0
echo "Building the lab's Kylin in $dir: 20 s, or two minutes when nothing was fetched before"
rm -f "$stamp"
rm -rf "$new"
mkdir -p "$new" "$dir/empty" "$dir/packages"

maven() {
    mvn --quiet --batch-mode --settings "$here/maven/settings.xml" -Dmaven.repo.local="$dir/m2" "$@" \
        >"$new/maven.log" 2>&1 || { cat "$new/maven.log" >&2; fail "Maven could not fetch or build: $*"; }
}
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1
artifact() { maven "$plugin:get" -Dtransitive=false -Dartifact="$1"; }                     # into DIR/m2
libraries() { maven -f "$here/maven/$1/pom.xml" "$plugin:copy-dependencies" -DincludeScope=runtime -DoutputDirectory="$2"; }

fetch() {
    if [ ! -e "$dir/m2/org/apache/kylin/kylin-shaded-guava/3.1.0/kylin-shaded-guava-3.1.0.jar" ]; then
        cp -r "$here/maven/guava" "$new/guava" # it writes beside its pom
        maven -f "$new/guava/pom.xml" install
    fi
    artifact "org.apache.kylin:kylin:$kylin:zip:source-release"
    artifact "org.apache.tomcat:tomcat:$tomcat:tar.gz"
    libraries oracle "$new/oracle/lib"
    libraries server "$new/web-libraries"
    libraries hadoop "$new/hadoop-client/lib"
    unzip -q "$dir/m2/org/apache/kylin/kylin/$kylin/kylin-$kylin-source-release.zip" -d "$new/source"
    source=$new/source/apache-kylin-$kylin
}

compile() { # class path, folder of classes, sources
    path=$1 classes=$2
    shift 2
    mkdir -p "$classes"
    javac -nowarn -Xlint:none --release 8 -cp "$path" -d "$classes" "$@" 2>"$new/javac.log" ||
        { cat "$new/javac.log" >&2; fail "cannot compile $*"; }
}

web_application() { # web application folder
    mkdir -p "$1/WEB-INF/classes"
    cp -r "$source"/webapp/app/. "$1/"
    cp -r "$source"/server/src/main/webapp/. "$1/"
    cp -r "$source"/server/src/main/resources/. "$1/WEB-INF/classes/"
    cp -r "$new/web-libraries" "$1/WEB-INF/lib"
    # These come from the class path that `hbase` gives.
    for name in hadoop- htrace- jetty- javax.servlet-api jersey- protobuf-java netty-all log4j slf4j- jcl-over leveldbjni; do
        rm -f "$1/WEB-INF/lib/$name"*
    done
}

# The same artifacts as in the release's tool jar; get-properties.sh runs it with nothing else on the class path.
tool_jar() { # jar
    compile "$new/web-libraries/*:$new/hadoop-client/lib/*" "$new/tool" \
        "$source/tool/src/main/java/org/apache/kylin/tool/KylinConfigCLI.java" \
        "$source/tool/src/main/java/org/apache/kylin/tool/AclTableMigrationCLI.java"
    for name in kylin- spring-core- spring-security-core- spring-security-acl- commons-io- commons-lang- commons-lang3- \
        jackson- slf4j-api- slf4j-log4j12- log4j-1; do
        found=
        for library in "$new/web-libraries/$name"*.jar "$new/hadoop-client/lib/$name"*.jar; do
            [ -e "$library" ] || continue
            found=yes
            unzip -qo "$library" -d "$new/tool" -x 'META-INF/*.SF' 'META-INF/*.RSA' 'META-INF/*.DSA' 2>/dev/null || [ $? -le 11 ]
        done
        [ "$found" ] || fail "no library $name*.jar for the tool jar"
    done
    jar --create --no-compress --file "$1" -C "$new/tool" .
}

release() {
    home=$new/$release
    mkdir -p "$home/lib" "$home/ext" "$home/tool"
    tar xzf "$dir/m2/org/apache/tomcat/tomcat/$tomcat/tomcat-$tomcat.tar.gz" -C "$new"
    mv "$new/apache-tomcat-$tomcat" "$home/tomcat"
    rm -rf "$home"/tomcat/webapps/*
    cp "$source/build/deploy/server.xml" "$source/build/deploy/context.xml" "$home/tomcat/conf/"
    cp "$source/build/deploy/server.xml" "$home/tomcat/conf/server.xml.init"
    sed -i -E 's/^(org\.apache\.catalina\.startup\.(ContextConfig|TldConfig)\.jarsToSkip)=.*/\1=*.jar/' \
        "$home/tomcat/conf/catalina.properties"
    compile "$home/tomcat/lib/*:$home/tomcat/bin/*" "$new/tomcat-ext" \
        "$source/tomcat-ext/src/main/java/org/apache/kylin/ext/CustomizedWebappClassloader.java"
    jar --create --file "$home/tomcat/lib/kylin-tomcat-ext-$kylin.jar" -C "$new/tomcat-ext" .
    web_application "$new/kylin.war"
    jar --create --no-compress --no-manifest --file "$home/tomcat/webapps/kylin.war" -C "$new/kylin.war" .
    cp -r "$source/build/bin" "$source/build/conf" "$source/examples/sample_cube" "$home/"
    cp "$source/LICENSE" "$source/NOTICE" "$source/README.md" "$home/"
    echo "Apache kylin $kylin" >"$home/VERSION"
    sed '1,16d; s/^/#/' "$source/core-common/src/main/resources/kylin-defaults.properties" >>"$home/conf/kylin.properties"
    tool_jar "$home/tool/kylin-tool-$kylin.jar"
    # Of the release's job jar the server needs one file: the SQL of a metastore in MySQL, on the system class path.
    mkdir "$new/job"
    unzip -q "$new/oracle/lib/kylin-core-common-$kylin.jar" metadata-jdbc-mysql.properties -d "$new/job"
    jar --create --file "$home/lib/kylin-job-$kylin.jar" -C "$new/job" .
    find "$home" -type d -exec chmod 755 {} +
    find "$home" -type f -exec chmod 644 {} +
    find "$home" -type f -name '*.sh' -exec chmod 755 {} +
    pack "$release"
}

zookeeper_release() {
    name=apache-zookeeper-$zookeeper-bin
    mkdir -p "$new/$name/lib" "$new/$name/conf"
    for jar in zookeeper zookeeper-jute slf4j-api slf4j-simple netty-all metrics-core snappy-java commons-cli; do
        case $jar in
        zookeeper*) cp -L "/usr/share/java/$jar-$zookeeper.jar" "$new/$name/lib/" ;; # the name says the version
        *) cp -L "/usr/share/java/$jar.jar" "$new/$name/lib/" ;;
        esac
    done
    printf 'tickTime=2000\ninitLimit=10\nsyncLimit=5\ndataDir=/tmp/zookeeper\nclientPort=2181\n' >"$new/$name/conf/zoo_sample.cfg"
    pack "$name"
}

pack() { # folder in $new; the same bytes for the same content
    tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$new" "$1" | gzip -1n >"$new/$1.tar.gz"
}

hadoop_client() {
    client=$new/hadoop-client
    mkdir -p "$client/conf" "$client/hive/conf" "$client/hive/lib" "$client/hive/hcatalog"
    cp -r "$here/stand-ins/bin" "$client/bin"
    chmod 755 "$client"/bin/*
    cp "$here"/stand-ins/conf/*.xml "$client/conf/"
    cp "$here/stand-ins/hive-site.xml" "$client/hive/conf/"
    for jar in "$client"/lib/hive-*.jar "$client"/lib/datanucleus*.jar "$client"/lib/libfb303*.jar "$client"/lib/libthrift*.jar; do
        case $jar in
        */hive-hcatalog*) ln -s "../../lib/${jar##*/}" "$client/hive/hcatalog/" ;;
        *) ln -s "../../lib/${jar##*/}" "$client/hive/lib/" ;;
        esac
    done
}

fetch
release
zookeeper_release
hadoop_client
compile "$new/oracle/lib/*" "$new/oracle/classes" "$here"/java/*.java
cp "$here/stand-ins/oracle/core-site.xml" "$new/oracle/classes/"
mv "$new/$release.tar.gz" "$new/apache-zookeeper-$zookeeper-bin.tar.gz" "$dir/packages/"
cp "$new/hadoop-client/lib/mysql-connector-java-$connector.jar" "$dir/packages/"
rm -f "$new/hadoop-client/lib/mysql-connector-java-$connector.jar" # an admin has to put it into ext/
rm -rf "$dir/hadoop-client" "$dir/oracle"
mv "$new/hadoop-client" "$new/oracle" "$dir/"
rm -rf "$new"
echo "$inputs" >"$stamp"
