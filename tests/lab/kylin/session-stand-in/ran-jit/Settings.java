package tomcat.request.session.redis;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/** {@code redis-data-cache.properties} by the manager's own rules; but what the manager would ignore, stops the start. */
final class Settings {
    private static final Set<String> NUMBERS = new HashSet<>(Arrays.asList(
            "redis.database", "redis.timeout", "redis.max.active", "redis.max.idle", "redis.min.idle",
            "redis.test.numPerEviction", "redis.time.betweenEviction", "redis.session.expiry.job.interval",
            "redis.session.data-sync.job.interval"));
    private static final Set<String> SWITCHES = new HashSet<>(Arrays.asList(
            "redis.cluster.enabled", "redis.sentinel.enabled", "redis.test.onBorrow", "redis.test.onReturn",
            "redis.test.whileIdle", "lb.sticky-session.enabled"));
    private static final Set<String> TEXTS = new HashSet<>(Arrays.asList(
            "redis.hosts", "redis.password", "redis.sentinel.master", "session.persistent.policies"));

    final Set<HostAndPort> hosts = new LinkedHashSet<>();
    final boolean cluster;
    final boolean sentinel;
    final String master;
    final String password;
    final int database;
    final int timeout;
    final int connections;
    private final Properties file = new Properties();
    private final List<String> wrong = new ArrayList<>();

    Settings(String path) throws IOException {
        try (InputStream in = new FileInputStream(path)) {
            file.load(in);
        }
        for (String key : file.stringPropertyNames()) {
            look(key, file.getProperty(key));
        }
        cluster = "true".equals(file.getProperty("redis.cluster.enabled"));
        sentinel = "true".equals(file.getProperty("redis.sentinel.enabled"));
        for (String host : file.getProperty("redis.hosts", "127.0.0.1:6379").split(",")) {
            if (host.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
                String[] parts = host.split(":");
                hosts.add(new HostAndPort(parts[0], Integer.parseInt(parts[1])));
            } else {
                wrong.add("redis.hosts: " + host + " is not host:port");
            }
        }
        if (cluster && sentinel) {
            wrong.add("cluster and sentinel at once: the cluster would win");
        }
        if (!cluster && !sentinel && hosts.size() > 1) {
            wrong.add("redis.hosts: only the first of " + hosts + " would be used");
        }
        master = file.getProperty("redis.sentinel.master", "mymaster");
        password = resolved(file.getProperty("redis.password"));
        database = number("redis.database", 0);
        timeout = Math.max(number("redis.timeout", 2000), 2000);
        connections = number("redis.max.active", 10);
        if (cluster && database != 0) {
            wrong.add("redis.database: a cluster has only 0");
        }
        if (!wrong.isEmpty()) {
            throw new IOException("STAND-IN: " + wrong);
        }
    }

    private void look(String key, String value) {
        if (!value.equals(value.trim())) {
            wrong.add(key + ": a blank at an end");
        }
        if (NUMBERS.contains(key)) {
            if (!value.matches("[0-9]{1,9}")) {
                wrong.add(key + ": " + value + " is no number");
            }
        } else if (SWITCHES.contains(key)) {
            if (!value.matches("true|false")) {
                wrong.add(key + ": " + value + " is neither true nor false");
            }
        } else if (!TEXTS.contains(key)) {
            wrong.add(key + ": nobody knows this key");
        }
    }

    private int number(String key, int otherwise) {
        String text = file.getProperty(key, "");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    /** System properties only, never the environment; the manager would send the text itself. */
    private String resolved(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.startsWith("${") || !text.endsWith("}")) {
            return text;
        }
        String value = System.getProperty(text.substring(2, text.length() - 1));
        if (value == null) {
            wrong.add("redis.password: " + text + " is no system property");
        }
        return value;
    }
}
