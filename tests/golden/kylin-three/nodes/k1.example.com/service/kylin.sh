#!/bin/sh
# A server of Kylin's family on this node: Apache Kylin, Kyligence Enterprise or KAP; what differs is
# data of node.env. Called as the service user; see the usage at the end of ../lib.sh.
# shellcheck disable=SC2034,SC2154 # names come from node.env and lib.sh, and some go there
set -eu
here=$(CDPATH='' cd "$(dirname "$0")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../lib.sh
. "$here/lib.sh"

pid_file=$KYLIN_HOME/pid
home=$(literally_home "$KYLIN_HOME")
known_by="$(as_program java)[^ ]*$home/|$(as_shell)$home/bin/kylin\.sh |$(as_shell)[^ ]*$home/([^ ]*\.jar|tomcat)( |\$)|$(begins_here kylin)"
data="$KYLIN_HOME/logs $KYLIN_HOME/tomcat"
address=http://127.0.0.1:$KYLIN_PORT$KYLIN_HEALTH

version_there() {
    [ -r "$KYLIN_HOME/VERSION" ] || return 0
    tr -c '0-9.\n' '\n' <"$KYLIN_HOME/VERSION" | grep -m 1 '^[0-9][0-9]*\.[0-9.]*[0-9]$' || echo unknown
}

# Whether an installation is of the wanted version, or a build of the wanted line: 3.4.5.2107 is one
# of 3.4.5. The same as `wanted` then, else what is there.
version_or_line() {
    there=$(version_there)
    case $there in
    "$KYLIN_VERSION" | "$KYLIN_VERSION".*) printf '%s\n' "$KYLIN_VERSION" ;;
    *) printf '%s\n' "$there" ;;
    esac
}

do_package() { printf '%s\t%s\n' "$KYLIN_PACKAGE" "$KYLIN_HOME"; }

do_installed() {
    check_home "$KYLIN_HOME" kylin "$KYLIN_TITLE" "$KYLIN_VERSION" "$(version_or_line)" || exit 3
}

do_install() {
    unpack "$MUSTER_PACKAGES/$KYLIN_PACKAGE" "$KYLIN_HOME" kylin
    there=$(version_or_line)
    [ "$there" = "$KYLIN_VERSION" ] || fail "$KYLIN_PACKAGE holds ${there:-no version} of $KYLIN_TITLE, not $KYLIN_VERSION" "put the right package into packages/"
}

# The JDBC driver belongs into ext/, the libraries of session sharing into Tomcat's lib, the keytab
# into conf/.
do_files() {
    for jar in $KYLIN_TOMCAT_JARS; do
        printf '0644\tno\t%s\t%s\tkylin\n' "$MUSTER_PACKAGES/$jar" "$KYLIN_HOME/tomcat/lib/$jar"
    done
    [ -z "$KYLIN_DRIVER" ] || printf '0644\tno\t%s\t%s\tkylin\n' "$MUSTER_PACKAGES/$KYLIN_DRIVER" "$KYLIN_HOME/ext/$KYLIN_DRIVER"
    [ -z "${KYLIN_KEYTAB:-}" ] || printf '0400\tno\t%s\t%s\tkylin\n' "$KYLIN_KEYTAB" "$KYLIN_HOME/conf/${KYLIN_KEYTAB##*/}"
}

# Kylin keeps what it found out about Hadoop, HBase and Hive for ever.
do_changed() { rm -f "$KYLIN_HOME"/bin/cached-*; }

# The jars of Kylin's web application: as Tomcat unpacked them, or out of the war.
web_jars() {
    libs=$KYLIN_HOME/tomcat/webapps/kylin/WEB-INF/lib
    [ ! -d "$libs" ] || return 0
    libs=$scratch/WEB-INF/lib
    war=$KYLIN_HOME/tomcat/webapps/kylin.war
    [ -r "$war" ] || fail "there is no $war to encrypt the passwords with" "is $KYLIN_HOME a whole installation of $KYLIN_TITLE?"
    if command -v unzip >/dev/null; then
        unzip -q "$war" 'WEB-INF/lib/*' -d "$scratch"
    else
        jar=$(dirname "$java")/jar
        [ -x "$jar" ] || jar=$(command -v jar) || fail "kylin.war can't be opened to encrypt the passwords" "install unzip"
        (cd "$scratch" && "$jar" xf "$war" WEB-INF/lib)
    fi
}

# Encrypts with Kylin's own class, which knows the version's cipher; the vector is a property of
# the file that is being made. The class says what went wrong on standard output, too, and beside
# old jars its answer ends in CR LF: a CR in kylin.metadata.url would cut that line.
# It takes the password as an argument, which everybody on the machine could read in `ps`. So a
# script inside Java calls it, with the password from Java's environment, which the service user
# and root alone can read. Java 8 brings the language for that; a Java without it gets the argument.
encrypt() { # password
    cat >"$scratch/encrypt.js" <<'END'
Packages.org.apache.kylin.rest.security.PasswordPlaceholderConfigurer.main(
    Java.to(["AES", java.lang.System.getenv("MUSTER_PLAIN")], "java.lang.String[]"));
END
    class_path="$libs/*:$hadoop"
    if ! MUSTER_PLAIN=$1 "$java" -DKYLIN_CONF="$scratch/conf" -cp "$class_path" \
        jdk.nashorn.tools.Shell "$scratch/encrypt.js" >"$scratch/log" 2>&1; then
        grep -q 'main class jdk.nashorn.tools.Shell' "$scratch/log" || return 1
        "$java" -DKYLIN_CONF="$scratch/conf" -cp "$class_path" \
            org.apache.kylin.rest.security.PasswordPlaceholderConfigurer AES "$1" >"$scratch/log" 2>&1 || return 1
    fi
    cipher_of "$scratch/log"
}

# The same with the tool that the manuals of the successors name for LDAP: it is a part of the
# product and is started by its own script, which sets the class path up.
encrypt_by_tool() { # password
    environment
    "$KYLIN_HOME/bin/kylin.sh" io.kyligence.kap.tool.general.CryptTool AES "$1" >"$scratch/log" 2>&1 </dev/null || return 1
    cipher_of "$scratch/log"
}

# The cipher text is the last word of an answer; nothing else has its form.
cipher_of() { # log
    cipher=$(tr -d '\r' <"$1" | tr -s ' \t' '[\n*]' | grep . | tail -n 1)
    bytes=$(printf '%s' "$cipher" | base64 -d 2>/dev/null | wc -c) || return 1
    [ "$bytes" -gt 0 ] && [ $((bytes % 16)) -eq 0 ] && printf '%s' "$cipher"
}

do_render() { # source, target
    cp "$here/$1" "$2"
    # What is no password goes in as it is: the name of a machine that was not known before.
    for name in ${KYLIN_PLAIN:-}; do
        markers "$2" | grep -qx "$name" || continue
        replacement=$(secret "$name") || exit 1
        case $replacement in *[!a-zA-Z0-9._-]*) fail "$name is not the name of a machine: $replacement" "correct it in secrets.env" ;; esac
        replace_marker "$2" "$name"
    done
    names=$(markers "$2")
    [ "$names" ] || return 0
    case $1 in session/*)
        # Tomcat reads it as it stands, unlike Kylin.
        render_properties "$2"
        return 0
        ;;
    esac
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    java=$(java_command) || exit 1
    web_jars
    hadoop=
    if command -v hadoop >/dev/null; then hadoop=$(hadoop classpath 2>/dev/null) || hadoop=; fi
    mkdir "$scratch/conf"
    cp "$here/$KYLIN_CONFIG" "$scratch/conf/kylin.properties"
    for name in $names; do
        value=$(secret "$name") || exit 1
        if [ "$name" = "${KYLIN_CRYPT_TOOL:-}" ]; then
            replacement=$(encrypt_by_tool "$value") || replacement=
        else
            replacement=$(encrypt "$value") || replacement=
        fi
        if [ -z "$replacement" ]; then
            grep -vF "$value" "$scratch/log" >"$scratch/said" || :
            { grep -E 'Exception|Caused by' "$scratch/said" || grep . "$scratch/said" || :; } |
                head -n 5 | cut -c1-300 | sed 's/^/    /' >&2
            fail "$KYLIN_TITLE's own class did not encrypt $name" "is it Java 8, and does 'hadoop classpath' work for $MUSTER_USER? Java's message is above"
        fi
        replace_marker "$2" "$name"
    done
}

do_running() { alive "$pid_file" >/dev/null; }

# What the product's scripts read from their environment.
environment() {
    if [ "${JAVA_HOME:-}" ]; then
        export JAVA_HOME
        PATH=$JAVA_HOME/bin:$PATH
    else
        unset JAVA_HOME
    fi
    export KYLIN_HOME
    set -f # values hold the * of Java's class paths
    for pair in ${KYLIN_ENVIRONMENT:-}; do export "${pair?}"; done
    set +f
    [ -z "${KYLIN_REST_ADDRESS:-}" ] || export KYLIN_REST_ADDRESS
}

# The release has a set of files per profile; the link says which one counts.
set_profile() {
    [ "${KYLIN_PROFILE:-}" ] || return 0
    if [ ! -d "$KYLIN_HOME/conf/profile_$KYLIN_PROFILE" ]; then
        say "note: there is no $KYLIN_HOME/conf/profile_$KYLIN_PROFILE; the profile stays as it is"
    elif [ "$(readlink "$KYLIN_HOME/conf/profile")" != "profile_$KYLIN_PROFILE" ]; then
        ln -sfn "profile_$KYLIN_PROFILE" "$KYLIN_HOME/conf/profile" ||
            fail "the profile $KYLIN_PROFILE can't be chosen" "look at $KYLIN_HOME/conf/profile"
        say "conf/profile is profile_$KYLIN_PROFILE"
    fi
}

kylin_sh() { # start or stop
    environment
    mkdir -p "$KYLIN_HOME/logs"
    # Nothing may keep our output open: over ssh that would hang for ever.
    "$KYLIN_HOME/bin/kylin.sh" "$1" >"$KYLIN_HOME/logs/muster-$1.log" 2>&1 </dev/null
}

answer() { curl -s -o /dev/null -m 10 -w '%{http_code}' "$address" 2>/dev/null || :; }

# The root cause, where Kylin and Tomcat write it.
log_lines() {
    for log in "$KYLIN_HOME/logs/kylin.log" "$KYLIN_HOME/logs/kylin.out" "$KYLIN_HOME"/tomcat/logs/localhost.*.log; do
        [ -r "$log" ] || continue
        lines=$(tail -n 4000 "$log" | grep -E 'Caused by|ERROR|SEVERE|Exception' | tail -n 3 | cut -c1-300) || :
        [ -z "$lines" ] || printf '%s\n' "$log:" "$lines"
    done | sed -e 's/^/    /' -e 's/\([Pp]assword=\)[^, ]*/\1***/g' >&2
}

broken() { # HTTP status
    log_lines
    fail "port $KYLIN_PORT is open, but the web application of $KYLIN_TITLE has failed (HTTP $1)" \
        "the reason is in $KYLIN_HOME/logs/kylin.log (look for 'Caused by'); mend it, then: bin/start --restart --node $MUSTER_NODE. 'muster explain --log' reads that file, too"
}

launch() {
    set_profile
    # What an ended process left would be taken for the new one's.
    do_running || rm -f "$pid_file"
    kylin_sh start 9>&- || {
        tail -n 15 "$KYLIN_HOME/logs/muster-start.log" | sed 's/^/    /' >&2
        log_lines
        fail "bin/kylin.sh start has failed" "the last lines are above; all of it is in $KYLIN_HOME/logs/muster-start.log"
    }
    # kylin.sh writes the number in the background ("& echo $! > pid &") and may end before it.
    for each in 1 2 3 4 5 6 7 8 9 10; do
        [ ! -s "$pid_file" ] || break
        sleep 1
    done
}

# Waits for the answer; ends the script when none can come any more.
until_answers() { # seconds
    waited=0 failed=0
    while :; do
        code=$(answer)
        case $code in
        200 | 30?) return 0 ;;
        404 | 5??)
            # The port opens after the web application: it will not come any more.
            failed=$((failed + 1))
            [ "$failed" -lt 3 ] || broken "$code"
            ;;
        esac
        if ! do_running; then
            log_lines
            # A JVM that could not begin says so there, in words that are no exception.
            { tail -n 5 "$KYLIN_HOME/logs/kylin.out" | cut -c1-300 | sed 's/^/    /'; } >&2 2>/dev/null || :
            fail "the process of $KYLIN_TITLE has ended" "the lines above, and $KYLIN_HOME/logs/kylin.out, say why"
        fi
        [ "$waited" -lt "$1" ] || return 1
        sleep 1
        waited=$((waited + 1))
    done
}

# For systemd. Without its database or ZooKeeper the web application fails and the process stays,
# which nobody would replace: so it is started when they are there, and a failed one ends the unit's
# try, after which systemd makes the next. On a slow machine the answer may come later.
do_run() {
    claim
    # shellcheck disable=SC2086
    wait_for_others 240 $KYLIN_NEEDS
    launch
    until_answers 300 || say "does not answer yet"
}

do_start() {
    most=${MUSTER_WAIT:-300}
    if unit_here; then
        # What it would wait for in silence is said here.
        # shellcheck disable=SC2086
        wait_for_others 60 $KYLIN_NEEDS
        (systemctl_once start) || {
            log_lines
            exit 1
        }
    else
        (claim && launch)
    fi
    until_answers "$most" || fail "$KYLIN_TITLE does not answer after $most seconds" "look at $KYLIN_HOME/logs/kylin.log; if the machine is just slow: MUSTER_WAIT=900 bin/start"
}

do_stop() {
    kylin_sh stop || :
    stop_process "$pid_file" 60
}

do_check() {
    code=$(answer)
    case $code in
    200 | 30?) good "$KYLIN_TITLE answers: $(curl -s -m 10 "$address" | tr -d '\n\t' | cut -c1-120)" ;;
    404 | 5??) broken "$code" ;;
    *)
        if do_running; then
            fail "$KYLIN_TITLE runs, but port $KYLIN_PORT gives no answer (HTTP ${code:-none})" "wait a minute, then look at $KYLIN_HOME/logs/kylin.log"
        fi
        fail "$KYLIN_TITLE does not run" "start it: bin/start --node $MUSTER_NODE"
        ;;
    esac
}

# --- before the first start ---

# The second part of kylin.sh's script, which it ends.
# shellcheck shell=sh
# shellcheck disable=SC2154 # names come from the first part, node.env and lib.sh

# An XML file without its comments, which may go over several lines.
without_comments() { tr '\n' ' ' | sed -e 's/<!--/\n&/g' -e 's/-->/&\n/g' | grep -v '^<!--' || :; }

# What would make shared sessions fail, in a Tomcat that is there already.
look_at_tomcat() {
    conf=$KYLIN_HOME/tomcat/conf
    [ -r "$conf/context.xml" ] || return 0
    # Without our part and without comments.
    elements=$(split_part around "$conf/context.xml" | without_comments) || :
    if printf '%s\n' "$elements" | grep -q '<Manager'; then
        bad "$conf/context.xml has a Manager already, and only one may be there" "remove it, and the Valve that belongs to it"
    elif [ "$KYLIN_CONFIG" = conf/kylin.properties ] && ! printf '%s\n' "$elements" | grep -q '<Loader'; then
        bad "$conf/context.xml has no Loader: Kylin's classes would be loaded by the wrong one" "put back the context.xml of the release, then deploy"
    else
        good "$conf/context.xml has no other Manager"
    fi
    # The release's own file shows a jvmRoute in a comment.
    if [ -r "$conf/server.xml" ] && without_comments <"$conf/server.xml" | grep -q 'jvmRoute='; then
        bad "$conf/server.xml sets jvmRoute: with shared sessions no node owns one, and jcoleman's manager loops for ever" "remove jvmRoute from the Engine"
    fi
    for jar in "$KYLIN_HOME"/tomcat/lib/*session-manager*.jar "$KYLIN_HOME"/tomcat/lib/jedis-*.jar "$KYLIN_HOME"/tomcat/lib/spymemcached-*.jar \
        "$KYLIN_HOME"/tomcat/lib/mysql-connector-*.jar "$KYLIN_HOME"/tomcat/lib/mariadb-java-client-*.jar; do
        [ -e "$jar" ] || continue
        has_word "$KYLIN_TOMCAT_JARS" "${jar##*/}" || warn "$jar is not one of this archive" "remove it: two versions of a library in one folder, and nobody knows which is loaded"
    done
}

# --- the same cluster ---

# Nodes of one cluster see the same Hadoop, HBase and Hive. What must be equal leaves the node as a
# line that bin/preflight compares; with two Hadoop clusters, among the nodes of one side.
side=${KYLIN_SIDE:+ of the $KYLIN_SIDE side}

# The folders with the clients' files: as the environment names them, else where distributions
# put them.
client_folders() {
    printf '%s\n' "${HADOOP_CONF_DIR:-/etc/hadoop/conf}" "${HBASE_CONF_DIR:-/etc/hbase/conf}" "${HIVE_CONF_DIR:-/etc/hive/conf}"
}

# The first of the files with this name.
client_file() { # name
    client_folders | while read -r folder; do
        if [ -r "$folder/$1" ]; then
            printf '%s\n' "$folder/$1"
            break
        fi
    done
}

# name=value lines of a Hadoop file, sorted: comments, order and blanks do not count.
site_values() { # file
    tr '\n\r\t' '   ' <"$1" | sed -e 's/<!--/\n<!--/g' -e 's/-->/-->\n/g' | sed 's/^<!--.*-->$//' | tr '\n' ' ' |
        sed 's/<property>/\n/g' | sed -n 's|.*<name> *\([^<]*[^< ]\) *</name>.*<value> *\([^<]*\)</value>.*|\1=\2|p' |
        sed 's/ *$//' | LC_ALL=C sort
}

clients() {
    hbase_file_system
    for name in core-site.xml hdfs-site.xml yarn-site.xml mapred-site.xml hbase-site.xml hive-site.xml; do
        file=$(client_file "$name")
        if [ -z "$file" ]; then
            same warn "$name of the clients$side" missing
            continue
        fi
        fact 'clients[]' "$file"
        values=$(site_values "$file")
        same warn "$name of the clients$side" "$(printf '%s' "$values" | sha256sum | cut -c1-12)"
        # These say which cluster it is.
        for key in fs.defaultFS dfs.nameservices yarn.resourcemanager.cluster-id yarn.resourcemanager.hostname \
            yarn.resourcemanager.address hbase.rootdir hbase.zookeeper.quorum hbase.zookeeper.property.clientPort \
            zookeeper.znode.parent hive.metastore.uris javax.jdo.option.ConnectionURL; do
            value=$(printf '%s\n' "$values" | awk -v key="$key=" 'index($0, key) == 1 { print substr($0, length(key) + 1); exit }')
            # The order of servers and a slash at the end do not make another cluster.
            value=$(printf '%s\n' "$value" | tr -d ' ' | tr ',' '\n' | sed 's|/*$||' | LC_ALL=C sort | tr '\n' ',' | sed 's/,$//')
            [ -z "$value" ] || same fail "$key in $name$side" "$value"
        done
    done
}

# A value in the clients' files.
client_value() { # file, key
    file=$(client_file "$1")
    [ -z "$file" ] || site_values "$file" | awk -v key="$2=" 'index($0, key) == 1 { print substr($0, length(key) + 1); exit }'
}

# Where HBase keeps its files has to be what the product is told, and a name service known to the
# clients: HBase's own client looks there as soon as it connects, with their files alone.
hbase_file_system() {
    root=$(client_value hbase-site.xml hbase.rootdir)
    case $root in *://?*) ;; *) return 0 ;; esac
    rest=${root#*://}
    authority=${rest%%/*}
    there=${root%%://*}://$authority
    wanted=$(sed -n 's/^kylin\.storage\.hbase\.cluster-fs=//p' "$here/$KYLIN_CONFIG" 2>/dev/null | tail -n 1)
    if [ "$wanted" ] && [ "${wanted%/}" != "$there" ]; then
        bad "hbase.rootdir is on $there, and kylin.storage.hbase.cluster-fs is $wanted" "both must be the same to the letter: is hbase-site.xml that of the cluster with the cubes?"
    elif [ "$wanted" ]; then
        good "hbase.rootdir is on $there, as kylin.storage.hbase.cluster-fs says"
    fi
    case $there in hdfs://*[.:]*) return 0 ;; hdfs://?*) ;; *) return 0 ;; esac
    for name in hdfs-site.xml core-site.xml hbase-site.xml; do
        if [ "$(client_value "$name" "dfs.ha.namenodes.$authority")" ]; then
            good "the clients know the name nodes of $authority"
            return 0
        fi
    done
    [ "$(getent hosts "$authority")" ] ||
        bad "the clients do not know the name nodes of $authority: HBase's client stops with UnknownHostException" \
            "put the properties of conf/hbase.hdfs.xml into hdfs-site.xml; dfs.nameservices there names all name services"
}

# The metastore makes nodes one cluster: what an installation that exists really uses, and where the
# names of its servers lead from here.
identity() {
    if [ -x "$KYLIN_HOME/bin/get-properties.sh" ] && [ "$(version_or_line)" = "$KYLIN_VERSION" ]; then
        environment
        url=$("$KYLIN_HOME/bin/get-properties.sh" kylin.metadata.url 2>/dev/null </dev/null | tail -n 1) || url=
        [ -z "$url" ] || same fail "kylin.metadata.url of the installation that is there" "$(printf '%s' "$url" | sed 's/password=[^,]*/password=***/')"
    fi
    for endpoint in $KYLIN_ENDPOINTS; do
        host=${endpoint%:*}
        found=$(getent hosts "$host" 2>/dev/null | awk '{ print $1 }' | sort -u | tr '\n' ' ')
        same warn "the address of $host" "${found:-unknown}"
    done
}

do_preflight() {
    if java=$(java_command 2>/dev/null); then
        version=$(java_version "$java")
        if has_word "$KYLIN_JAVA" "$(printf '%s' "$version" | cut -d . -f 1,2)"; then
            good "Java $version"
        else
            bad "Java is ${version:-unknown}, and $KYLIN_TITLE $KYLIN_VERSION needs Java 8" "install Java 8 and set the Java home in Muster"
        fi
    else
        bad "no Java for $MUSTER_USER" "install Java 8, or set the Java home in Muster"
    fi
    for command in $KYLIN_COMMANDS; do
        if path=$(command -v "$command"); then
            good "command $command: $path"
        else
            bad "the command $command is not on the PATH of $MUSTER_USER" "install the $command client of your Hadoop distribution, with its configuration in place"
        fi
    done
    for command in curl ps netstat nc; do
        command -v "$command" >/dev/null || bad "the command $command is missing" "install it: Kylin's own scripts, or the checks here, use it"
    done
    command -v unzip >/dev/null || warn "the command unzip is missing" "install it, unless the JDK's jar is there: it opens kylin.war to encrypt passwords"
    for endpoint in $KYLIN_ENDPOINTS; do
        if port_open "${endpoint%:*}" "${endpoint##*:}"; then
            good "$endpoint can be reached"
        else
            warn "$endpoint can't be reached from here" "open the firewall (FIREWALL.md), or start what listens there before Kylin starts"
        fi
    done
    clients
    identity
    if [ "$KYLIN_TOMCAT_JARS" ]; then look_at_tomcat; fi
    if do_running; then
        good "$KYLIN_TITLE runs already"
    else
        for port in "$KYLIN_PORT" 7443 9005 9009; do
            if listening | grep -qx "$port"; then
                bad "port $port is in use by another program" "find it (ss -ltnp) and stop it, or choose another node"
            fi
        done
    fi
    status=0
    (do_installed) || status=$?
    case $status in
    0) good "$KYLIN_TITLE $KYLIN_VERSION is in $KYLIN_HOME" ;;
    3) good "$KYLIN_TITLE $KYLIN_VERSION will be unpacked into $KYLIN_HOME" ;;
    *) bad "$KYLIN_HOME can't be used" "see the message above" ;;
    esac
}

service_main kylin "$@"
