package tomcat.request.session.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.Valve;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.CustomObjectInputStream;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisSentinelPool;

/**
 * Stands in for ran-jit's session manager, which is on no registry: the same class names, the same file, written anew
 * from what it is known to do. Tomcat, Jedis and Redis are real. It judges the generated files, not that manager.
 */
public class SessionManager extends ManagerBase {
    private final ThreadLocal<StandardSession> current = new ThreadLocal<>();
    private Settings settings;
    private JedisCluster cluster;
    private JedisSentinelPool sentinels;
    private JedisPool single;

    @Override
    protected void startInternal() throws LifecycleException {
        super.startInternal();
        try {
            settings = new Settings(System.getProperty("catalina.base") + "/conf/redis-data-cache.properties");
        } catch (IOException e) {
            throw new LifecycleException(e.getMessage(), e);
        }
        boolean served = false;
        for (Valve valve : getContainer().getPipeline().getValves()) {
            if (valve instanceof SessionHandlerValve) {
                ((SessionHandlerValve) valve).serve(this);
                served = true;
            }
        }
        if (!served) {
            throw new LifecycleException("STAND-IN: a Manager without its Valve");
        }
        connect();
        setState(LifecycleState.STARTING);
    }

    private void connect() {
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

    private byte[] read(byte[] key) {
        if (cluster != null) {
            return cluster.get(key);
        }
        try (Jedis jedis = jedis()) {
            return jedis.get(key);
        }
    }

    private void write(byte[] key, int seconds, byte[] value) {
        if (cluster != null) {
            cluster.setex(key, seconds, value);
            return;
        }
        try (Jedis jedis = jedis()) {
            jedis.setex(key, seconds, value);
        }
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Session createSession(String id) {
        StandardSession session = (StandardSession) super.createSession(id);
        current.set(session);
        return session;
    }

    @Override
    public Session findSession(String id) throws IOException {
        if (id == null) {
            return null;
        }
        StandardSession session = current.get();
        if (session != null && id.equals(session.getIdInternal())) {
            return session;
        }
        byte[] value = read(key(id));
        if (value == null) {
            return null;
        }
        ClassLoader loader = getContainer().getLoader().getClassLoader();
        session = (StandardSession) createEmptySession();
        try {
            session.readObjectData(new CustomObjectInputStream(new ByteArrayInputStream(value), loader));
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
        session.setManager(this);
        session.access();
        session.endAccess();
        current.set(session);
        return session;
    }

    /** Keeps the session of the request that ends now. */
    void keep() throws IOException {
        StandardSession session = current.get();
        current.remove();
        if (session == null || !session.isValid()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            session.writeObjectData(out);
        }
        write(key(session.getIdInternal()), Math.max(session.getMaxInactiveInterval(), 1800), bytes.toByteArray());
        sessions.remove(session.getIdInternal());
    }

    @Override
    public void load() {
        // Nothing is kept on this machine.
    }

    @Override
    public void unload() {
        // Nothing is kept on this machine.
    }
}
