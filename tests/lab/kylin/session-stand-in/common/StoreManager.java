package muster.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Session;
import org.apache.catalina.Valve;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.CustomObjectInputStream;

/**
 * What the two session managers for Redis have in common, written anew from what they are known to do: a session is
 * read from the store when a request asks for it and kept there when the request is done; nothing stays in memory.
 * Tomcat, Jedis and Redis are real. It judges the generated files, not those managers.
 */
public abstract class StoreManager extends ManagerBase {
    private final ThreadLocal<StandardSession> current = new ThreadLocal<>();

    /** Reads the manager's own configuration; what that manager would ignore is an error here. */
    protected abstract void configure() throws IOException;

    /** Connects to the store. */
    protected abstract void connect();

    protected abstract byte[] read(byte[] key);

    protected abstract void write(byte[] key, int seconds, byte[] value);

    protected abstract void delete(byte[] key);

    @Override
    protected void startInternal() throws LifecycleException {
        super.startInternal();
        try {
            configure();
        } catch (IOException e) {
            throw new LifecycleException(e.getMessage(), e);
        }
        boolean served = false;
        for (Valve valve : getContainer().getPipeline().getValves()) {
            if (valve instanceof StoreValve) {
                ((StoreValve) valve).serve(this);
                served = true;
            }
        }
        if (!served) {
            throw new LifecycleException("STAND-IN: a Manager without its Valve");
        }
        connect();
        setState(LifecycleState.STARTING);
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

    @Override
    public void remove(Session session, boolean update) {
        super.remove(session, update);
        delete(key(session.getIdInternal()));
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
