package tomcat.request.session.redis;

import muster.lab.StoreValve;

/** Belongs to {@link SessionManager}, which does not start without it. */
public class SessionHandlerValve extends StoreValve {
}
