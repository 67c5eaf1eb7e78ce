import java.io.IOException;
import java.io.Serializable;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import javax.xml.bind.DatatypeConverter;

/** Stands in for Kylin's web application where a session manager is tried: its paths of health, login and logout. */
public class Page extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** What a session holds. A class of the web application, so that only its own loader can read it again. */
    public static final class Login implements Serializable {
        private static final long serialVersionUID = 1;
        final String user;

        Login(String user) {
            this.user = user;
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpSession session = request.getSession(false);
        boolean known = session != null && session.getAttribute("login") instanceof Login;
        String header = request.getHeader("Authorization");
        boolean right = ("Basic " + DatatypeConverter.printBase64Binary("ADMIN:KYLIN".getBytes("US-ASCII"))).equals(header);
        switch (request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo())) {
            case "/api/admin/version":
                response.getWriter().print("{\"code\":\"000\",\"data\":\"3.1.3.0\"}");
                break;
            case "/api/user/authentication":
                if (right) {
                    request.getSession().setAttribute("login", new Login("ADMIN"));
                } else if (!known) {
                    response.sendError(401);
                }
                break;
            case "/api/projects":
                if (known || right) {
                    response.getWriter().print("[]");
                } else {
                    response.sendRedirect("/kylin/login");
                }
                break;
            case "/j_spring_security_logout":
                if (session != null) {
                    session.invalidate();
                }
                response.sendRedirect("/kylin/login");
                break;
            default:
                response.sendError(404);
        }
    }
}
