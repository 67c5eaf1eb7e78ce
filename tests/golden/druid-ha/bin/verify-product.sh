# Druid's part of bin/verify: who leads, whether every process is known under its own name, and rows
# that are loaded by a task and read by a query. Sourced by bin/verify and by druid/load.sh, which have
# remote, read_node, is_silent, good, bad and note.
# shellcheck shell=sh
# shellcheck disable=SC2154
# What is not defined here comes from bin/lib.sh and bin/cluster.env.

verify_plan() { printf '%s' "leaders, all processes by name, rows loaded and read"; }

# The login goes to curl by its standard input: it is in no list of processes.
for_curl() { printf '%s\n' "$1" | sed 's/[\\"]/\\&/g'; }
login_lines() {
    echo silent
    [ -z "$DRUID_PASSWORD_VARIABLE" ] ||
        printf 'user = "admin:%s"\n' "$(for_curl "$(secret "$DRUID_PASSWORD_VARIABLE")")"
}

# Prints the answer's body and, on the last line, its status; 000 when there is none. The processes
# check each other's certificates; for this question the name is enough.
druid() { # method, host:port, path, JSON body or nothing: on the node of the last read_node
    login_lines | remote "curl -K - -L -k --location-trusted -m ${DRUID_PATIENCE:-30} -X $1 -H 'Content-Type: application/json' ${4:+--data $(quoted "$4")} \
        -w '\n%{http_code}' $(quoted "$DRUID_SCHEME://$2$3") 2>&1" || printf '\n000'
}

status_of() { printf '%s\n' "$1" | tail -n 1; }
body_of() { printf '%s\n' "$1" | sed '$d'; }
brief() { body_of "$1" | tr '\n' ' ' | cut -c1-300; }

runs_druid() { case " $services " in *' druid-'*) ! is_silent ;; *) return 1 ;; esac; }

# The node from which everything is asked: the first that can be reached.
stand_on_a_node() {
    while read_node; do
        if runs_druid && remote_quiet "command -v curl >/dev/null"; then
            exec 3<&-
            return 0
        fi
    done 3<"$work/nodes"
    return 1
}

# Asks the first of some addresses that answers with 200.
ask_one() { # method, addresses, path, body
    answer=''
    for address in $2; do
        answer=$(druid "$1" "$address" "$3" "${4:-}")
        [ "$(status_of "$answer")" != 200 ] || return 0
    done
    return 1
}

entrances() { printf '%s' "${DRUID_ROUTERS:-$DRUID_BROKERS}"; }

sql() { # text: the rows as lines of CSV in $answer
    ask_one POST "$(entrances)" /druid/v2/sql "{\"query\":\"$1\",\"resultFormat\":\"csv\"}"
}

# The seconds since $begin: a question can take half a minute itself.
since() { echo $(($(date +%s) - begin)); }

check_leaders() {
    for which in coordinator overlord; do
        case $which in
        coordinator) addresses=$DRUID_COORDINATORS path=/druid/coordinator/v1/leader ;;
        *) addresses=$DRUID_OVERLORDS path=/druid/indexer/v1/leader ;;
        esac
        begin=$(date +%s)
        while :; do
            if ask_one GET "$addresses" "$path"; then
                good "the leading $which is $(body_of "$answer" | sed 's|.*//||')"
                break
            fi
            if [ "$(since)" -ge 90 ]; then
                bad "no $which leads: $(brief "$answer")" "look at log/ of the masters; after a leader's death the next one needs half a minute"
                break
            fi
            sleep 3
        done
    done
}

# Healthy processes that announce a wrong name are found by nobody, and nothing says so.
check_servers() {
    expected=$(printf '%s\n' $DRUID_COORDINATORS $DRUID_OVERLORDS $DRUID_HISTORICALS $DRUID_WORKERS $DRUID_BROKERS $DRUID_ROUTERS | sort -u)
    begin=$(date +%s)
    while :; do
        missing=$expected
        if sql "SELECT server FROM sys.servers"; then
            there=$(body_of "$answer" | tr -d '"\r' | sort -u)
            missing=$(for each in $expected; do printf '%s\n' "$there" | grep -qxF "$each" || printf '%s ' "$each"; done)
        fi
        [ "$missing" ] && [ "$(since)" -lt 90 ] || break
        sleep 3
    done
    if [ "$missing" ]; then
        bad "Druid does not know of: $missing" "is the process healthy, and does it announce this name (druid.host)? $(brief "$answer")"
        return 1
    fi
    good "all $(printf '%s\n' "$expected" | grep -c .) processes are known by name"
}

# Submits a task and waits for its end; 1 when it failed.
run_task() { # JSON
    task='' begin=$(date +%s)
    while :; do
        if ask_one POST "$(entrances)" /druid/indexer/v1/task "$1" || ask_one POST "$DRUID_OVERLORDS" /druid/indexer/v1/task "$1"; then
            task=$(body_of "$answer" | sed -n 's/.*"task" *: *"\([^"]*\)".*/\1/p')
            break
        fi
        [ "$(since)" -lt 90 ] || return 1
        sleep 3
    done
    [ "$task" ] || return 1
    while [ "$(since)" -lt "${DRUID_TASK_SECONDS:-300}" ]; do
        sleep 2
        ask_one GET "$DRUID_OVERLORDS" "/druid/indexer/v1/task/$task/status" || continue
        case $(body_of "$answer" | tr -d ' \n' | sed 's/.*"statusCode":"\([A-Z]*\)".*/\1/') in
        SUCCESS) return 0 ;;
        FAILED) return 1 ;;
        esac
    done
    return 1
}

# Three rows, in the task itself: no file has to be anywhere.
task_of() { # data source
    printf '%s' "{\"type\":\"index_parallel\",\"spec\":{\"dataSchema\":{\"dataSource\":\"$1\",\"timestampSpec\":{\"column\":\"time\",\"format\":\"iso\"},\"dimensionsSpec\":{\"dimensions\":[\"city\"]},\"metricsSpec\":[{\"type\":\"longSum\",\"name\":\"visits\",\"fieldName\":\"visits\"}],\"granularitySpec\":{\"segmentGranularity\":\"DAY\",\"queryGranularity\":\"NONE\",\"rollup\":false}},\"ioConfig\":{\"type\":\"index_parallel\",\"inputSource\":{\"type\":\"inline\",\"data\":\"2024-01-01T00:00:00Z,berlin,3\\n2024-01-01T01:00:00Z,beijing,4\\n2024-01-01T02:00:00Z,berlin,5\"},\"inputFormat\":{\"type\":\"csv\",\"columns\":[\"time\",\"city\",\"visits\"]}},\"tuningConfig\":{\"type\":\"index_parallel\"}}}"
}

# Waits until the rows come from a Historical: a task that ended well does not say so.
rows_of() { # data source
    begin=$(date +%s)
    while [ "$(since)" -lt 180 ]; do
        if sql "SELECT SUM(visits) AS visits FROM \\\"$1\\\"" && [ "$(body_of "$answer" | tr -d '\r' | grep -v '^$' | tail -n 1)" = 12 ]; then
            return 0
        fi
        sleep 3
    done
    return 1
}

forget() { # data source
    ask_one DELETE "$DRUID_COORDINATORS" "/druid/coordinator/v1/datasources/$1" || return 1
    begin=$(date +%s)
    run_task "{\"type\":\"kill\",\"dataSource\":\"$1\",\"interval\":\"2024-01-01/2024-01-02\"}"
}

verify_product() {
    stand_on_a_node || {
        bad "no node with Druid and curl can be reached" "install curl on one of them"
        return 0
    }
    check_leaders
    check_servers || return 0
    name=muster_verify_$$
    if ! run_task "$(task_of "$name")"; then
        bad "no task could load rows: $(brief "$answer")" "look at the task in the console, and at log/ of the MiddleManagers: can they write the deep storage?"
        return 0
    fi
    good "a task has loaded rows"
    if rows_of "$name"; then
        good "a query reads them from a Historical"
    else
        bad "the task has ended well, but no query finds its rows: $(brief "$answer")" "look at log/ of the Historicals: can they read the deep storage, and has the segment cache room?"
    fi
    forget "$name" || note "the data source $name could not be removed: mark it as unused in the console"
}
