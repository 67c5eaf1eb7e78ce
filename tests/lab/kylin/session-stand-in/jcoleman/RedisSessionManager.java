package com.radiadesign.catalina.session;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import muster.lab.StoreManager;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Stands in for jcoleman's session manager 1.2, which is on no registry: its class names, its attributes, its Jedis 2.0
 * with the pool of commons-pool 1. Tomcat only warns of an attribute that it can't set, so the file is read again here.
 */
public class RedisSessionManager extends StoreManager {
    private static final Set<String> TEXTS =
            new HashSet<>(Arrays.asList("className", "host", "password", "serializationStrategyClass"));
    private static final Set<String> NUMBERS = new HashSet<>(Arrays.asList("port", "database", "timeout"));

    private String host = "localhost";
    private int port = 6379;
    private int database;
    private int timeout = 2000;
    private String password;
    private JedisPool pool;

    public void setHost(String host) {
        this.host = host;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public void setDatabase(int database) {
        this.database = database;
    }

    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    @Override
    protected void configure() throws IOException {
        File file = new File(System.getProperty("catalina.base"), "conf/context.xml");
        NodeList managers;
        try {
            managers = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file)
                    .getElementsByTagName("Manager");
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
        List<String> wrong = new ArrayList<>();
        if (managers.getLength() != 1) {
            wrong.add(managers.getLength() + " managers");
        }
        for (int at = 0; at < managers.getLength(); at++) {
            look(((Element) managers.item(at)).getAttributes(), wrong);
        }
        // Tomcat puts system properties in the place of ${NAME}; without one the text itself would be sent.
        if (password != null && (password.isEmpty() || password.contains("${"))) {
            wrong.add("password: " + password + " is no system property");
        }
        if (!wrong.isEmpty()) {
            throw new IOException("STAND-IN: " + wrong);
        }
    }

    private static void look(NamedNodeMap attributes, List<String> wrong) {
        for (int at = 0; at < attributes.getLength(); at++) {
            String name = attributes.item(at).getNodeName();
            String value = attributes.item(at).getNodeValue();
            if (NUMBERS.contains(name)) {
                if (!value.matches("[0-9]{1,9}")) {
                    wrong.add(name + ": " + value + " is no number");
                }
            } else if (!TEXTS.contains(name)) {
                wrong.add(name + ": nobody knows this attribute");
            } else if (value.isEmpty() || !value.equals(value.trim())) {
                wrong.add(name + ": empty, or a blank at an end");
            }
        }
    }

    @Override
    protected void connect() {
        pool = new JedisPool(new JedisPoolConfig(), host, port, timeout, password);
    }

    /** What is done with a connection of the pool. */
    private interface Work {
        byte[] with(Jedis jedis);
    }

    private byte[] borrow(Work work) {
        Jedis jedis = pool.getResource();
        try {
            jedis.select(database);
            byte[] answer = work.with(jedis);
            pool.returnResource(jedis);
            return answer;
        } catch (JedisConnectionException e) {
            pool.returnBrokenResource(jedis);
            throw e;
        }
    }

    @Override
    protected byte[] read(byte[] key) {
        return borrow(jedis -> jedis.get(key));
    }

    @Override
    protected void write(byte[] key, int seconds, byte[] value) {
        borrow(jedis -> {
            jedis.setex(key, seconds, value);
            return null;
        });
    }

    @Override
    protected void delete(byte[] key) {
        borrow(jedis -> {
            jedis.del(key);
            return null;
        });
    }
}
