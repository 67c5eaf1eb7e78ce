package com.radiadesign.catalina.session;

import muster.lab.StoreValve;

/** Belongs to {@link RedisSessionManager}, which does not start without it. */
public class RedisSessionHandlerValve extends StoreValve {
}
