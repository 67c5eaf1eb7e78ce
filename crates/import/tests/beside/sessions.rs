//! Session managers, and what comes of them.

/// The session managers that are in use, with their logins: which choices come of them.
/// A name, files, settings, and words that are told.
type Session = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

pub(crate) const SESSIONS: &[Session] = &[
    (
        "jcoleman's manager, as a manual of KAP has it",
        &[
            (
                "context.xml",
                "<Context>\n  <Valve className=\"com.radiadesign.catalina.session.RedisSessionHandlerValve\" />\n  <Manager className=\"com.radiadesign.catalina.session.RedisSessionManager\" host=\"redis1.example.com\" port=\"6380\" database=\"2\" maxInactiveInterval=\"60\" password=\"Zuf4llig-77\"/>\n</Context>",
            ),
            (
                "server.xml",
                "<Server port='9005'><Connector port=\"7070\" protocol=\"HTTP/1.1\"/><Engine jvmRoute='k'/></Server>",
            ),
        ],
        &[
            ("session.database", "2"),
            ("session.kind", "redis_jcoleman"),
            ("session.password", "MANAGER_PASSWORD"),
            ("session.redis_hosts", "redis1.example.com:6380"),
        ],
        &["maxInactiveInterval=60 is ignored", "loop for ever"],
    ),
    (
        "ran-jit's manager with sentinels, the password in catalina.properties",
        &[
            (
                "context.xml",
                "<Context><Valve className='tomcat.request.session.redis.SessionHandlerValve'/><Manager className='tomcat.request.session.redis.SessionManager'/></Context>",
            ),
            (
                "redis-data-cache.properties",
                "redis.hosts = s1:26379, s2:26379,s3:26379\nredis.sentinel.enabled=true\nredis.sentinel.master=kylin-master\nredis.password=${REDIS_PASSWORD}\nredis.max.active=100\nredis.max.idle=50\nredis.min.idle=5\nredis.timeout=3000\n",
            ),
            ("catalina.properties", "package.access=sun.\nREDIS_PASSWORD=Zuf4llig-78\n"),
        ],
        &[
            ("session.connections", "100"),
            ("session.kind", "redis_ranjit"),
            ("session.password", "REDIS_PASSWORD_2"),
            ("session.redis_hosts", "s1:26379, s2:26379,s3:26379"),
            ("session.redis_mode", "sentinel"),
            ("session.sentinel_master", "kylin-master"),
            ("session.timeout", "3 s"),
        ],
        &[],
    ),
    (
        "memcached, blanks between its nodes",
        &[(
            "context.xml",
            "<Context>\n<Manager className=\"de.javakaffee.web.msm.MemcachedBackupSessionManager\"\n  memcachedNodes=\"n1:m1.example.com:11211 n2:m2.example.com:11211\"\n  sticky=\"false\" sessionBackupAsync=\"false\" lockingMode=\"auto\" operationTimeout=\"2000\" />\n</Context>",
        )],
        &[
            ("session.kind", "memcached"),
            ("session.memcached_hosts", "m1.example.com:11211,m2.example.com:11211"),
        ],
        &["lockingMode auto (Muster: none)"],
    ),
    (
        "Tomcat's own manager with a table, its login in the address",
        &[(
            "context.xml",
            "<Context><Manager className=\"org.apache.catalina.session.PersistentManager\" saveOnRestart=\"true\" maxIdleBackup=\"0\"><Store className=\"org.apache.catalina.session.JDBCStore\" driverName=\"com.mysql.jdbc.Driver\" connectionURL=\"jdbc:mysql://db.example.com:3306/sessions?useSSL=false&amp;socketTimeout=5000&amp;connectTimeout=5000\" connectionName=\"kylin\" connectionPassword=\"Zuf4llig-79\" sessionTable=\"kylin_sessions\"/></Manager></Context>",
        )],
        &[
            ("session.database_password", "MANAGER_STORE_CONNECTIONPASSWORD"),
            (
                "session.jdbc_url",
                "jdbc:mysql://db.example.com:3306/sessions?useSSL=false&socketTimeout=5000&connectTimeout=5000",
            ),
            ("session.kind", "mysql"),
            ("session.table", "kylin_sessions"),
            ("session.username", "kylin"),
        ],
        &[],
    ),
    (
        "memcached's manager with Redis behind it, which is no memcached",
        &[(
            "context.xml",
            "<Context><Manager className=\"de.javakaffee.web.msm.MemcachedBackupSessionManager\" memcachedNodes=\"redis://:Zuf4llig-80@h3:6379\" sticky=\"false\"/></Context>",
        )],
        &[],
        &["no choice of the document says it"],
    ),
    (
        "a password variable that nothing sets, Cluster and Sentinel at once",
        &[
            (
                "context.xml",
                "<Context><Valve className='tomcat.request.session.redis.SessionHandlerValve'/><Manager className='tomcat.request.session.redis.SessionManager'/></Context>",
            ),
            (
                "redis-data-cache.properties",
                "redis.hosts=c1:7000,c2:7000\nredis.cluster.enabled=true\nredis.sentinel.enabled=true\nredis.password=${REDIS_PASSWORD}\n",
            ),
            ("catalina.properties", "package.access=sun.\n"),
        ],
        &[
            ("session.connections", "10"),
            ("session.kind", "redis_ranjit"),
            ("session.password", "REDIS_PASSWORD"),
            ("session.redis_hosts", "c1:7000,c2:7000"),
            ("session.redis_mode", "cluster"),
        ],
        &["which catalina.properties does not set", "the manager takes Cluster"],
    ),
];
