package tomcat.request.session.redis;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import muster.lab.StoreManager;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisSentinelPool;

/** Stands in for ran-jit's session manager 3.0.4, which is on no registry: its class names, its file, its Jedis. */
public class SessionManager extends StoreManager {
    private Settings settings;
    private JedisCluster cluster;
    private JedisSentinelPool sentinels;
    private JedisPool single;

    @Override
    protected void configure() throws IOException {
        settings = new Settings(System.getProperty("catalina.base") + "/conf/redis-data-cache.properties");
    }

    @Override
    protected void connect() {
        GenericObjectPoolConfig pool = new GenericObjectPoolConfig();
        pool.setMaxTotal(settings.connections);
        int timeout = settings.timeout;
        String password = settings.password;
        if (settings.cluster) {
            cluster = new JedisCluster(settings.hosts, timeout, 2000, 3, password, pool);
        } else if (settings.sentinel) {
            Set<String> names = new HashSet<>();
            for (HostAndPort host : settings.hosts) {
                names.add(host.getHost() + ":" + host.getPort());
            }
            sentinels = new JedisSentinelPool(settings.master, names, pool, timeout, password, settings.database);
        } else {
            HostAndPort host = settings.hosts.iterator().next();
            single = new JedisPool(pool, host.getHost(), host.getPort(), timeout, password, settings.database);
        }
    }

    private Jedis jedis() {
        return sentinels == null ? single.getResource() : sentinels.getResource();
    }

    @Override
    protected byte[] read(byte[] key) {
        if (cluster != null) {
            return cluster.get(key);
        }
        try (Jedis jedis = jedis()) {
            return jedis.get(key);
        }
    }

    @Override
    protected void write(byte[] key, int seconds, byte[] value) {
        if (cluster != null) {
            cluster.setex(key, seconds, value);
            return;
        }
        try (Jedis jedis = jedis()) {
            jedis.setex(key, seconds, value);
        }
    }

    @Override
    protected void delete(byte[] key) {
        if (cluster != null) {
            cluster.del(key);
            return;
        }
        try (Jedis jedis = jedis()) {
            jedis.del(key);
        }
    }
}
