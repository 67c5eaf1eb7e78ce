
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
