# Apache Kylin's part of bin/verify: does what its users do, on every node and through the load
# balancer. Sourced by bin/verify, which has remote, read_node, is_silent, secret, good, bad and note.
# shellcheck shell=sh
# shellcheck disable=SC2154
# What is not defined here comes from bin/lib.sh and bin/cluster.env.

verify_plan() {
    printf '%s' "login, a project, SQL${KYLIN_URL:+, and the same through $KYLIN_URL}"
    [ "$KYLIN_SESSIONS" != yes ] || printf '%s' "; a login on one node, known by the others"
    if [ "$KYLIN_SESSIONS" = yes ] && has_word "$extra" --drill; then printf '%s' ", also while that node is stopped"; fi
}

# The login goes to curl by its standard input: it is in no list of processes.
# In curl's quotes a backslash and a quote have one before them, in the name (CORP\svc) as in the
# password.
for_curl() { printf '%s\n' "$1" | sed 's/[\\"]/\\&/g'; }
login_lines() { printf 'user = "%s:%s"\n' "$(for_curl "$KYLIN_ADMIN")" "$(for_curl "$(secret "$KYLIN_ADMIN_SECRET")")"; }

# Prints the answer's body and, on the last line, its status; 000 when there is none.
kylin() { # method, path below /kylin/api, JSON body or nothing: on the node of the last read_node
    login_lines | remote "curl -sS -K - -m 60 -X $1 -H 'Accept: $KYLIN_ACCEPT' -H 'Content-Type: application/json' ${3:+--data $(quoted "$3")} \
        -w '\n%{http_code}' 'http://127.0.0.1:$KYLIN_PORT/kylin/api/$2' 2>&1" || printf '\n000'
}

# How the load balancer is reached; check_balancer finds it out.
insecure='' from_here=yes

# Runs curl where the load balancer can be reached: on this machine or, if that can't, on a node.
from_outside() { # a line of sh
    if [ "$from_here" ]; then sh -c "$1"; else remote "$1"; fi
}

through() { # method, path, JSON body or nothing
    login_lines | from_outside "curl -sS $insecure -K - -m 60 -X $1 -H 'Accept: $KYLIN_ACCEPT' -H 'Content-Type: application/json' ${3:+--data $(quoted "$3")} -w '\n%{http_code}' '$KYLIN_URL/kylin/api/$2' 2>&1" || printf '\n000'
}

status_of() { printf '%s\n' "$1" | tail -n 1; }
body_of() { printf '%s\n' "$1" | sed '$d'; }
brief() { body_of "$1" | tr '\n' ' ' | cut -c1-200; }

is_kylin() { has_word "$services" kylin && ! is_silent; }
answers_queries() { has_word "$roles" all || has_word "$roles" query; }

project=muster_verify_$$
# Some members of the family give ten projects at a time unless told otherwise; the rest ignore it.
projects='projects?pageSize=100000'
made_on=''
has_project() { body_of "$1" | grep -q "\"name\" *: *\"$project\""; }

# Whatever happens, the project goes.
remove_project() {
    [ "$made_on" ] || return 0
    while read_node; do
        [ "$node" = "$made_on" ] || continue
        answer=$(kylin DELETE "projects/$project")
        case $(status_of "$answer") in
        200) made_on='' ;;
        *) say "note: the project $project could not be removed on $node: $(brief "$answer")" ;;
        esac
    done 3<"$work/nodes"
}

# What one node does has to reach the others: that is what cluster-servers is for.
everywhere() { # there or gone
    while read_node; do
        is_kylin || continue
        waited=0
        while :; do
            answer=$(kylin GET "$projects")
            if [ "$1" = there ]; then
                if has_project "$answer"; then break; fi
            else
                if [ "$(status_of "$answer")" = 200 ] && ! has_project "$answer"; then break; fi
            fi
            [ "$waited" -lt 20 ] || break
            sleep 1
            waited=$((waited + 1))
        done
        if [ "$waited" -lt 20 ]; then
            good "$node: the project is $1 (after $waited s)"
        else
            bad "$node: the project is not $1 after 20 s: this node does not hear of changes on the others" \
                "does every node's kylin.server.cluster-servers name it, and is its port $KYLIN_PORT open to the others?"
        fi
    done 3<"$work/nodes"
}

check_sql() {
    sql="{\"sql\":\"select 1\",\"project\":\"$project\",\"offset\":0,\"limit\":1,\"acceptPartial\":false}"
    while read_node; do
        is_kylin || continue
        answer=$(kylin POST query "$sql")
        if answers_queries; then
            case $(body_of "$answer") in
            *"is not allowed in"*) bad "$node: refuses SQL, but the load balancer sends queries to it: $(brief "$answer")" "its role must be all or query" ;;
            *)
                case $(status_of "$answer") in
                200) good "$node: answers SQL" ;;
                *) bad "$node: SQL fails (HTTP $(status_of "$answer")): $(brief "$answer")" "look at logs/kylin.log on $node" ;;
                esac
                ;;
            esac
        else
            case $(body_of "$answer") in
            *"is not allowed in"*) good "$node: refuses SQL, as a job node should" ;;
            *) note "$node: a job node answered SQL with HTTP $(status_of "$answer")" ;;
            esac
        fi
    done 3<"$work/nodes"
}

# A request with nothing but the session's cookie, which goes to curl by its standard input.
with_session() { # path below /kylin, standard output of curl
    printf 'header = "Cookie: JSESSIONID=%s"\n' "$session" |
        remote "curl -sS -K - -m 60 -o /dev/null -w '%{http_code}' 'http://127.0.0.1:$KYLIN_PORT/kylin/$1' 2>&1" || :
}

# Goes to a node: remote and its like are about that one then.
go_to() { # node
    while read_node; do
        if [ "$node" = "$1" ]; then return 0; fi
    done 3<"$work/nodes"
    return 1
}

# The nodes that have sessions, but for one, a line each.
others() { # node
    while read_node; do
        if [ "$node" = "$1" ] || ! is_kylin || ! answers_queries; then continue; fi
        printf '%s\n' "$node"
    done 3<"$work/nodes"
}

# Whether the node of the last read_node knows the login. One that does not sends to the login (302).
asks_with_session() { # what else there is to say
    status=$(with_session api/user/authentication)
    case $status in
    200) good "$node: knows the login that was made on $session_of$1" ;;
    302 | 401) bad "$node: does not know the login that was made on $session_of$1 (HTTP $status)" "are the jars in tomcat/lib there and was Kylin restarted? ${KYLIN_WAIT_SAVED:+is the table there, and may the user write to it? }SetPropertiesRule and SEVERE in tomcat/logs/catalina.out say what Tomcat did not take" ;;
    *) bad "$node: asked with the session of $session_of$1, it gives HTTP $status" "500 means that the store does not answer; look at tomcat/logs on $node, and whether the store is up" ;;
    esac
}

# A login made on one node is known by the others: each is asked with the cookie alone. The node is
# one that runs no jobs, if there is one: a drill stops it.
check_sessions() {
    if [ "$KYLIN_SESSIONS" != yes ]; then
        ! has_word "$extra" --drill || note "no drill: sessions are not shared, so a login ends with its node"
        return 0
    fi
    session='' session_of=''
    while read_node; do
        if ! is_kylin || ! answers_queries; then continue; fi
        if [ -z "$session_of" ] || ! has_word "$roles" all; then session_of=$node; fi
    done 3<"$work/nodes"
    if ! go_to "$session_of"; then return 0; fi
    answer=$(login_lines | remote "curl -sS -K - -m 60 -X POST -H 'Content-Type: application/json' --data '{}' -o /dev/null -D - \
        'http://127.0.0.1:$KYLIN_PORT/kylin/api/user/authentication' 2>&1") || :
    session=$(printf '%s\n' "$answer" | sed -n 's/^[Ss]et-[Cc]ookie: *JSESSIONID=\([^;[:space:]]*\).*/\1/p' | tail -n 1)
    case $session in
    '' | *[!A-Za-z0-9._!-]*)
        bad "$node: the login gives no session: $(printf '%s' "$answer" | tr '\r\n' '  ' | cut -c1-200)" "look at tomcat/logs/localhost.*.log in KYLIN_HOME on $node: does the session manager reach its store?"
        return 0
        ;;
    esac
    others "$session_of" >"$work/others"
    # A node that is asked too early would say no, and that the login is not kept.
    if [ "$KYLIN_WAIT_SAVED" ] && [ -s "$work/others" ]; then
        say "wait $KYLIN_WAIT_SAVED s: Tomcat writes logins to the database every ten seconds"
        sleep "$KYLIN_WAIT_SAVED"
    fi
    while read -r other <&4; do
        go_to "$other"
        asks_with_session ''
    done 4<"$work/others"
    if has_word "$extra" --drill; then verify_drill; fi
    # The session goes again, also out of the memory of those that were asked.
    { cat "$work/others" && printf '%s\n' "$session_of"; } >"$work/logouts"
    while read -r other <&4; do
        go_to "$other"
        with_session j_spring_security_logout >/dev/null
    done 4<"$work/logouts"
}

# Stops Kylin on the node of the login, asks the others and the load balancer, and starts it again.
verify_drill() {
    if [ ! -s "$work/others" ]; then
        bad "no drill: only $session_of answers queries" "name two such nodes, or leave --node away"
        return 0
    fi
    go_to "$session_of"
    say "drill: stop the server on $session_of"
    stopped=$session_of
    if ! remote_quiet "sh $state/node/service/kylin.sh stop" >"$work/out" 2>&1; then
        bad "$session_of: the server can't be stopped: $(tail -n 1 "$work/out")" "look at logs/muster-stop.log in KYLIN_HOME on $session_of"
    fi
    while read -r other <&4; do
        go_to "$other"
        asks_with_session ", which is stopped"
    done 4<"$work/others"
    if [ "$KYLIN_URL" ]; then
        asked=0 failed=0 longest=0
        while [ "$asked" -lt 6 ]; do
            answer=$(printf 'header = "Cookie: JSESSIONID=%s"\n' "$session" | from_outside "curl -sS $insecure -K - -m 60 -o /dev/null -w '%{http_code} %{time_total}' '$KYLIN_URL/kylin/api/user/authentication' 2>&1") || :
            status=${answer%% *}
            [ "$status" = 200 ] || failed=$((failed + 1)) seen=$status
            longest=$(printf '%s\n' "$longest" "${answer##* }" | sort -n | tail -n 1)
            asked=$((asked + 1))
        done
        if [ "$failed" -eq 0 ]; then
            good "load balancer: knows the login, asked $asked times while $session_of is stopped; the longest answer took $longest s"
            [ -z "$KYLIN_WAIT_BALANCER" ] || note "a machine without power refuses nothing: then an answer takes up to $KYLIN_WAIT_BALANCER s"
        else
            bad "load balancer: of $asked requests with the login, $failed failed while $session_of is stopped (last: HTTP $seen)" "does it take a node that does not answer out of its pool? compare its configuration with the one in this archive"
        fi
    fi
    start_again
    go_to "$session_of"
    asks_with_session " before it was stopped"
    [ -z "$KYLIN_WAIT_MEMCACHED" ] || note "no memcached was stopped: one that comes back is empty, and logs out whoever was idle. While one is away nobody is logged out; without power it holds an answer up for as much as $KYLIN_WAIT_MEMCACHED s"
}

# Whatever happens, what a drill stopped runs afterwards.
stopped=''
start_again() {
    [ "$stopped" ] || return 0
    go_to "$stopped"
    say "drill: start the server on $stopped again"
    status=0
    remote_quiet "MUSTER_WAIT=${MUSTER_WAIT:-300} sh $state/node/service/kylin.sh start" >"$work/out" 2>"$work/err" || status=$?
    if [ "$status" -ne 0 ]; then
        bad "$stopped: the server does not start again" "bin/start --node $stopped"
        sed 's/^/      /' "$work/err"
    fi
    stopped=''
}

check_leader() {
    [ "$KYLIN_SCHEDULER" = 100 ] || return 0
    waited=0
    while :; do
        leaders='' count=0
        while read_node; do
            if ! is_kylin || ! { has_word "$roles" all || has_word "$roles" job; }; then continue; fi
            answer=$(kylin GET service_discovery/state/is_active_job_node)
            if [ "$(body_of "$answer" | tr -d '[:space:]')" = true ]; then
                leaders="$leaders $node"
                count=$((count + 1))
            fi
        done 3<"$work/nodes"
        # A leader that lost its power is replaced after ZooKeeper's session time, up to 40 s.
        if [ "$count" -eq 1 ] || [ "$waited" -ge 60 ]; then break; fi
        sleep 3
        waited=$((waited + 3))
    done
    if [ "$count" -eq 1 ]; then
        good "scheduler 100: exactly one node leads the jobs:$leaders"
    else
        bad "scheduler 100: $count nodes lead the jobs:${leaders:- none}" "look at ZooKeeper (bin/verify says whether it answers) and at logs/kylin.log of the job nodes"
    fi
}

check_balancer() {
    [ "$KYLIN_URL" ] || return 0
    insecure='' from_here=yes
    status=0
    curl -sS -o /dev/null -m 15 "$KYLIN_URL$KYLIN_HEALTH" 2>"$work/curl" || status=$?
    case $status in
    0) ;;
    60 | 51 | 35)
        note "the certificate of $KYLIN_URL is not trusted here: $(tail -n 1 "$work/curl")"
        insecure=-k
        ;;
    *)
        note "$KYLIN_URL can't be reached from this machine ($(tail -n 1 "$work/curl")); it is asked from a node"
        from_here=''
        ;;
    esac
    # The node that asks, if this machine can't.
    while read_node; do
        if ! is_silent; then break; fi
    done 3<"$work/nodes"
    queries=$(awk -F '\t' '{ n = split($8, r, ","); for (i = 1; i <= n; i++) if (r[i] == "all" || r[i] == "query") c++ } END { print c * 2 + 2 }' "$work/nodes")
    refused=0 failed=0 asked=0
    while [ "$asked" -lt "$queries" ]; do
        answer=$(through POST query "$sql")
        case $(body_of "$answer") in
        *"is not allowed in"*) refused=$((refused + 1)) ;;
        *) [ "$(status_of "$answer")" = 200 ] || failed=$((failed + 1)) ;;
        esac
        asked=$((asked + 1))
    done
    if [ "$refused$failed" = 00 ]; then
        good "load balancer: $asked of $asked queries answered at $KYLIN_URL"
    else
        bad "load balancer: of $asked queries, $refused reached a node that refuses SQL and $failed failed (last: HTTP $(status_of "$answer") $(brief "$answer"))" "its members must be the all and query nodes, and all of them up"
    fi
    answer=$(through GET "$projects")
    if has_project "$answer"; then
        good "load balancer: the project is there"
    else
        bad "load balancer: the project is not in the answer (HTTP $(status_of "$answer"))" "see the nodes above"
    fi
    [ "$KYLIN_CLOSED" = yes ] || return 0
    for path in cache/project/muster_verify/update streaming_coordinator/balance/recommend; do
        # Only Apache Kylin has coordinators.
        if [ "${path%%/*}" != cache ] && [ "$KYLIN_ACCEPT" != application/json ]; then continue; fi
        method=PUT
        [ "${path%%/*}" = cache ] || method=GET
        answer=$(through "$method" "$path")
        case $(status_of "$answer") in
        403 | 404) good "load balancer: /kylin/api/${path%%/*} is closed" ;;
        *) bad "load balancer: /kylin/api/${path%%/*} answers HTTP $(status_of "$answer"): anybody who reaches the balancer can use it" "close it in the load balancer, as its generated file does" ;;
        esac
    done
}

verify_product() {
    if [ -z "$(secret "$KYLIN_ADMIN_SECRET")" ]; then
        bad "no client's work was done: secrets.env has no $KYLIN_ADMIN_SECRET" "fill it in (a fresh Kylin with the profile 'testing' has ADMIN with the password KYLIN)"
        return 0
    fi
    trap 'start_again; remove_project; rm -rf "$work"' EXIT
    while read_node; do
        is_kylin || continue
        answer=$(kylin POST user/authentication '{}')
        case $(status_of "$answer") in
        200) good "$node: login as $KYLIN_ADMIN" ;;
        401) bad "$node: login as $KYLIN_ADMIN is refused" "is $KYLIN_ADMIN_SECRET in secrets.env right?" ;;
        404) bad "$node: port $KYLIN_PORT is open, but Kylin's web application has failed (HTTP 404)" "look at logs/kylin.log on $node, for 'Caused by'" ;;
        *) bad "$node: login gives HTTP $(status_of "$answer"): $(brief "$answer")" "look at logs/kylin.log on $node" ;;
        esac
        if [ -z "$made_on" ]; then
            answer=$(kylin POST projects "{\"projectDescData\":\"{\\\"name\\\":\\\"$project\\\",\\\"description\\\":\\\"made by bin/verify\\\"}\"}")
            if [ "$(status_of "$answer")" = 200 ]; then
                made_on=$node
                good "$node: made the project $project"
            else
                bad "$node: a project can't be made (HTTP $(status_of "$answer")): $(brief "$answer")" "look at logs/kylin.log on $node"
            fi
        fi
    done 3<"$work/nodes"
    if [ "$made_on" ]; then
        everywhere there
        check_sql
        check_balancer
        remove_project
        if [ -z "$made_on" ]; then everywhere gone; else bad "the project $project is left on $made_on" "remove it in Kylin's web page"; fi
    fi
    check_sessions
    check_leader
}
