package muster.lab;

import java.io.IOException;
import javax.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Hands the session of a request to the manager when the request is done. See {@link StoreManager}. */
public abstract class StoreValve extends ValveBase {
    private StoreManager manager;

    void serve(StoreManager manager) {
        this.manager = manager;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            if (manager != null) {
                manager.keep();
            }
        }
    }
}
