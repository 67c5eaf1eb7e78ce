//! Lines of logs, and the rule that explains each.

/// Lines that were seen in the lab (shortened where `…` would stand), and the rule that comes
/// first or among the answers.
pub(crate) const LINES: &[(&str, &str)] = &[
    (
        "2026/11/30 10:11:12 [error] 7#7: *1 no live upstreams while connecting to upstream, client: 10.0.0.9, server: , request: \"GET /kylin HTTP/1.1\", upstream: \"http://kylin/kylin\"",
        "LB020",
    ),
    ("javax.naming.AuthenticationException: [LDAP: error code 49 - Invalid Credentials]", "KYL064"),
    ("java.lang.ClassNotFoundException: com.mysql.jdbc.Driver", "KYL085"),
    ("Caused by: java.lang.ClassNotFoundException: com.mysql.cj.jdbc.Driver", "KYL037"),
    (
        "The server time zone value 'CEST' is unrecognized. You must configure either the server or JDBC driver",
        "SES026",
    ),
    ("<title>504 Gateway Time-out</title> nginx/1.16.1", "LB005"),
    (
        "java.lang.IllegalArgumentException: The character [_] is never valid in a domain name.",
        "GEN003",
    ),
    (
        "nginx: [emerg] host not found in upstream \"kylin-node2:7070\" in /etc/nginx/conf.d/kylin.conf:3",
        "HST005",
    ),
    (
        "connect() to 10.0.0.11:7070 failed (13: Permission denied) while connecting to upstream",
        "HST015",
    ),
    ("java.lang.IllegalStateException: There is already 0 building segment; ", "KYL095"),
    (
        "IllegalStateException: Table snapshot should be no greater than -1 MB, but TableDesc size is 12",
        "KYL095",
    ),
    ("query timeout seconds less than 60 sec, set to 60 sec.", "KYL096"),
    (
        "java.lang.IllegalStateException: Cannot start job scheduler due to lack of job lock",
        "KYL006",
    ),
    (
        "Caused by: java.lang.IllegalArgumentException: Implementation class missing, ID 1, interface org.apache.kylin.job.Scheduler",
        "KYL007",
    ),
    ("Caused by: java.lang.NumberFormatException: For input string: \"abc\"", "GEN022"),
    (
        "java.lang.NoClassDefFoundError: org/apache/commons/pool/impl/GenericObjectPool$Config",
        "SES001",
    ),
    (
        "java.lang.ClassNotFoundException: de.javakaffee.web.msm.MemcachedBackupSessionManager",
        "SES003",
    ),
    ("WRONGPASS invalid username-password pair or user is disabled.", "SES005"),
    (
        "redis.clients.jedis.exceptions.JedisConnectionException: All sentinels down, cannot determine where is mymaster master is running...",
        "SES009",
    ),
    ("*** Redis Cluster requires at least 3 master nodes.", "SES011"),
    ("redis.clients.jedis.exceptions.JedisDataException: ERR DB index is out of range", "SES013"),
    (
        "# Redis port number too high. Cluster communication port is 10,000 port numbers higher than your Redis port. Your Redis port number must be 55535 or less.",
        "SES014",
    ),
    (
        "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.",
        "SES015",
    ),
    ("Failed to find metadata store by url: kylin_metadata@hbase:host:2181:/hbase", "KYL029"),
    (
        "java.lang.NullPointerException: Setting item \"url\" is mandatory for Jdbc connections.",
        "KYL031",
    ),
    (
        "java.sql.SQLException: Access denied for user 'kylin'@'10.73.0.11' (using password: YES)",
        "KYL030",
    ),
    ("java.sql.SQLException: No database selected", "KYL030"),
    (
        "You have an error in your SQL syntax; check the manual for the right syntax to use near '-neg ( META_TABLE_KEY VARCHAR(255)'",
        "KYL033",
    ),
    (
        "java.lang.RuntimeException: Can't find properties named /metadata-jdbc-postgresql.properties for metastore",
        "KYL032",
    ),
    ("java.lang.NumberFormatException: For input string: \"1mb\"", "KYL041"),
    ("Input length must be multiple of 16 when decrypting with padded cipher", "KYL039"),
    ("Input length must be multiple of 16 when decrypting with padded cipher", "KYL064"),
    ("Wrong IV length: must be 16 bytes long", "KYL066"),
    (
        "javax.crypto.BadPaddingException: Given final block not properly padded. Such issues can arise if a bad key is used during decryption.",
        "KYL066",
    ),
    ("Cannot load JDBC driver class 'com.mysql.cj.jdbc.Driver'", "KYL037"),
    ("org.apache.hadoop.hbase.client.RetriesExhaustedException: Can't get the locations", "GEN036"),
    ("Fail to check or create znode for chRoot /kylin/kylin_metadata due to", "KYL045"),
    (
        "Caused by: org.apache.zookeeper.KeeperException$NoNodeException: KeeperErrorCode = NoNode for /kylin",
        "ZOO007",
    ),
    ("ZOOKEEPER_QUORUM is empty!", "KYL046"),
    (
        "java.lang.IllegalArgumentException: kylin.env.hdfs-working-dir must be absolute, but got kylin",
        "KYL049",
    ),
    ("Please set kylin.env.hdfs-working-dir in kylin.properties", "KYL049"),
    (
        "Failed to create hdfs://nn.lab:8020/kylin. Please make sure the user has right to access hdfs://nn.lab:8020/kylin",
        "KYL057",
    ),
    (
        "Failed to create hdfs:///kylin/spark-history. Please make sure the user has right to access hdfs:///kylin/spark-history",
        "KYL055",
    ),
    (
        "java.lang.IllegalArgumentException: java.net.URISyntaxException: Relative path in absolute URI: hbase-master:8020",
        "KYL050",
    ),
    ("server mode: foo, no need to run job scheduler", "KYL001"),
    ("server mode: , no need to run job scheduler", "KYL001"),
    (
        "java.lang.IllegalArgumentException: URI: http://kyn1.lab:7070 -- does not match pattern (?:([^:]+)[:]([^@]+)[@])?([^:]+)(?:[:](\\d+))?",
        "KYL019",
    ),
    ("ERROR [pool-1] cachesync.Broadcaster:100 : error running wiping", "KYL019"),
    (
        "WARN There is no available rest server; check the 'kylin.server.cluster-servers' config",
        "KYL017",
    ),
    ("Announce broadcast event failed, targetNode kyn9.lab:7070 broadcastEvent …", "KYL021"),
    ("exceeds retry limit, abandon targetNode kyn9.lab:7070", "KYL021"),
    ("Query is not allowed in 'job' mode.", "KYL005"),
    (
        "Only meaningful when scheduler is CuratorScheduler, try set kylin.job.scheduler.default to 100",
        "KYL011",
    ),
    (
        "net.sf.ehcache.config.InvalidConfigurationException: There is one error in your configuration: You've assigned more memory to the on-heap than the VM can sustain, please adjust your -Xmx setting accordingly",
        "KYL065",
    ),
    (
        "NoSuchBeanDefinitionException: No bean named 'springSecurityFilterChain' available",
        "KYL062",
    ),
    (
        "Please set kylin.security.profile in kylin.properties, options are: testing, ldap, saml.",
        "KYL062",
    ),
    ("NamespaceNotFoundException: nons", "KYL042"),
    (
        "ERROR: Port 7070 is in use, please check the availability of the port and re-start Kylin",
        "KYL025",
    ),
    ("Unrecognized VM option 'PrintGCDateStamps'", "KYL073"),
    ("Unrecognized VM option 'MaxPermSize=512M'", "KYL073"),
    (
        "java.lang.RuntimeException: Can't find properties named /metadata-jdbc-mysql.properties for metastore",
        "KYL073",
    ),
    ("Caused by: java.lang.NullPointerException: inStream parameter is null", "KYL073"),
    ("nginx: [emerg] no servers are inside upstream in /opt/kylin-lb/nginx.conf:12", "LB001"),
    ("Wrong FS: hdfs://nn1:8020/kylin, expected: hdfs://hbase-cluster", "KYL053"),
    ("java.io.IOException: No FileSystem for scheme: hdsf", "KYL082"),
    ("java.io.IOException: Incomplete HDFS URI, no host: hdfs:///", "KYL081"),
    (
        "Cannot create JDBC driver of class 'org.mariadb.jdbc.Driver' for connect URL 'jdbc:mysql://db/kylin'",
        "KYL086",
    ),
    (
        "java.lang.IllegalStateException: Cannot start job scheduler due to lack of job lock",
        "KYL043",
    ),
    ("JedisDataException: ERR unknown command `SENTINEL`, with args beginning with:", "SES009"),
    ("JedisException: Can connect to sentinel, but m seems to be not monitored...", "SES030"),
    ("redis.clients.jedis.exceptions.JedisMovedDataException: MOVED 5798 10.0.0.2:6379", "SES006"),
    (
        "redis.clients.jedis.exceptions.JedisDataException: NOAUTH Authentication required.",
        "SES016",
    ),
    ("JedisClusterMaxAttemptsException: No more cluster attempts left.", "SES031"),
    ("WARNING: Found no validity info for session id AEBD1FE6-n1.jvm1", "SES032"),
    (
        "Type 'redis/clients/jedis/JedisPoolConfig' is not assignable to 'org/apache/commons/pool/impl/GenericObjectPool$Config'",
        "SES001",
    ),
    ("java.lang.RuntimeException: My id 7 not in the peer list", "ZOO017"),
    ("ERROR [main] Invalid config, exiting abnormally", "ZOO018"),
    ("java.net.BindException: Address already in use", "GEN038"),
];

/// The same for Alluxio.
pub(crate) const ALLUXIO_LINES: &[(&str, &str)] = &[
    ("ERROR DefaultStorageDir - /data/x in StorageDir is not a file", "ALX079"),
    (
        "ERROR StaticHostProvider - Unable to resolve address: z1:2181;z1/<unresolved>:2181",
        "ZOO005",
    ),
    (
        "IllegalArgumentException: Invalid path string \"//z1:2181\" caused by empty node name specified @1",
        "ZOO004",
    ),
    ("Failed to find leader master", "ZOO007"),
    (
        "ERROR ZkMasterInquireClient - Error getting the leader master address from zookeeper.",
        "ALX016",
    ),
    ("URISyntaxException: Illegal character in hostname at index 3: //m_1:19998", "GEN003"),
    ("No Under File System Factory found for: hdfs://namenode1:8020/", "ALX061"),
    ("No Under File System Factory found for: s3://bucket/", "ALX030"),
    ("No Under File System Factory found for: alluxio://m1:19998/j", "ALX020"),
    ("java.lang.IllegalArgumentException: java.net.UnknownHostException: nameservice1", "ALX063"),
    ("No value set for configuration key alluxio.worker.tieredstore.level1.dirs.quota", "ALX062"),
    ("ERROR AlluxioWorker - Tier capacity configuration should not be blank", "ALX062"),
    (
        "java.lang.IllegalStateException: Alias \"MEMORY\" on tier 0 on worker (configured by alluxio.worker.tieredstore.level0.alias) is not found in global tiered storage setting: MEM, SSD, HDD",
        "ALX071",
    ),
    (
        "java.lang.IllegalArgumentException: The high watermark of tier 0 should be less than 1.0, but is 1.5",
        "ALX072",
    ),
    ("alluxio.exception.BlockInfoException: Invalid block size 0", "ALX073"),
    (
        "User \"yarn\" is not configured to allow any impersonation. Please read the guide to configure impersonation",
        "ALX075",
    ),
    ("User yarn is not configured for any impersonation. impersonationUser: foo", "ALX075"),
    ("Failed to handshake with master localhost:19998 to load cluster default", "ALX015"),
    (
        "AmazonS3Exception: The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'us-west-2'",
        "ALX032",
    ),
    ("Alluxio requires Java 8 or Java 11, currently Java 17.0.1 found.", "ALX056"),
    ("java.lang.RuntimeException: Journal /tmp/journal has not been formatted!", "ALX023"),
    (
        "java.io.IOException: Failed to bootstrap raft cluster with addresses [m1:19200]: java.nio.file.NoSuchFileException: /journal/raft/current",
        "ALX023",
    ),
    ("WARN DefaultStorageTier - Failed to verify memory capacity", "ALX045"),
    ("java.lang.RuntimeException: Invalid property key ALLUXIO_CLIENT_HOSTNAME", "ALX057"),
    ("java.lang.RuntimeException: Invalid property key alluxio.nope", "ALX059"),
    ("Circular dependency found while resolving ${alluxio.a}", "ALX059"),
    (
        "java.net.URISyntaxException: Illegal character in scheme name at index 0: 10.142.0.220:/",
        "ALX060",
    ),
];

/// The same for Druid: names, stores, extensions, ZooKeeper, logins.
pub(crate) const DRUID_LINES: &[(&str, &str)] = &[
    (
        "java.lang.IllegalArgumentException: Please make sure to load all the necessary extensions and jars with type 'nope'. Could not resolve type id 'nope' as a subtype of `org.apache.druid.server.security.Authorizer` known type ids = [allowAll]",
        "DRU043",
    ),
    (
        "ERROR [LeaderSelector[/druid/coordinator/_COORDINATOR]] org.apache.druid.curator.discovery.CuratorDruidLeaderSelector - listener becomeLeader() failed. Unable to become leader: {exceptionType=java.lang.IllegalArgumentException, exceptionMessage=null",
        "DRU145",
    ),
    ("Last State: Terminated, Reason: OOMKilled (exit code 137)", "GEN063"),
    (
        "Segment[wiki:1,234] too large for storage[/var/x:10]. Check your druid.segmentCache.locations maxSize param",
        "DRU099",
    ),
    ("java.io.IOException: All ports are used...", "DRU083"),
    (
        "Session 0x0 for server null, unexpected error: connect localhost/127.0.0.1:2181 failed: Connection refused",
        "DRU032",
    ),
    (
        "KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for /druid",
        "DRU032",
    ),
    (
        "1) No implementation for org.apache.druid.server.metrics.QueryCountStatsProvider was bound.",
        "DRU131",
    ),
    ("org.eclipse.jetty.http.BadMessageException: 400: Invalid SNI", "DRU051"),
    ("Could not resolve type id 'kafka' as a subtype of `SupervisorSpec`", "DRU031"),
    ("clusterIdentifier[Prod_1] is used in k8s resource name and must match regex[x]", "DRU134"),
    ("java.rmi.server.ExportException: Port already in use: 17071; nested exception is:", "DRU137"),
    (
        "Unknown provider [zk] of Key[type=DruidNodeDiscoveryProvider, annotation=[none]], known options [[curator]]",
        "DRU118",
    ),
    (
        "There are no available brokers. Please check that your brokers are running and healthy.",
        "DRU001",
    ),
    (
        "java.lang.IllegalArgumentException: Conflicting host:port [10.71.0.17] and port [8083] settings",
        "DRU003",
    ),
    ("TaskMaster set a new Lifecycle without the old one being cleared!  Race condition", "DRU004"),
    (
        "Unknown provider [mysql] of Key[type=MetadataStorageConnector, annotation=[none]], known options [[derby]]",
        "DRU006",
    ),
    (
        "Cannot create JDBC driver of class 'com.mysql.jdbc.Driver' for connect URL 'jdbc:postgresql://db/druid'",
        "DRU007",
    ),
    (
        "Druid requires its MySQL database to be created with an UTF8 charset, found `latin1`.",
        "DRU007",
    ),
    (
        "Could not find com.mysql.jdbc.Driver on the classpath. The MySQL Connector library is not included in the Druid distribution but is required to use MySQL.",
        "DRU009",
    ),
    ("ERROR: column \"type\" does not exist", "DRU011"),
    (
        "ERROR: null value in column \"used_status_last_updated\" of relation \"druid_segments\" violates not-null constraint",
        "DRU012",
    ),
    (
        "failed segment[x] request[LOAD] with cause [java.lang.IllegalArgumentException: [/opt/druid/var/druid/segments",
        "DRU013",
    ),
    (
        "Unknown provider [s3] of Key[type=DataSegmentPusher, annotation=[none]], known options [[local]]",
        "DRU014",
    ),
    (
        "Unable to find a region via the region provider chain. Must provide an explicit region",
        "DRU018",
    ),
    (
        "Unknown provider [s3] of Key[type=TaskLogs, annotation=[none]], known options [[noop, file]]",
        "DRU025",
    ),
    (
        "Problem parsing object at prefix[druid.extensions]: Cannot construct instance of `java.util.LinkedHashSet`",
        "DRU117",
    ),
    (
        "Extension [/opt/druid/extensions/druid-nosuch] specified in \"druid.extensions.loadList\" didn't exist!?",
        "DRU027",
    ),
    ("Unknown emitter type[druid.emitter]=[nope], known types[[noop, logging]]", "DRU030"),
    ("java.lang.NullPointerException: connectionString cannot be null or empty", "DRU032"),
    (
        "Please make sure to load all the necessary extensions and jars with type 'basic' on 'druid/router' service.",
        "DRU043",
    ),
    ("Could not resolve subtype: missing type id property 'type'", "DRU042"),
    ("[cookieSignatureSecret] is not set for Kerberos authenticator", "DRU045"),
    (
        "NullPointerException: Cannot invoke \"java.net.URL.openStream()\" because \"resource\" is null",
        "DRU046",
    ),
    (
        "At least one of the druid.enablePlaintextPort or druid.enableTlsPort needs to be true.",
        "DRU049",
    ),
    (
        "plaintextPort and tlsPort cannot be null or same if both http and https connectors are enabled",
        "DRU050",
    ),
    ("druid.indexer.runner.startPort - must be greater than or equal to 1024", "DRU069"),
];
