import java.io.PrintStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kylin.common.KylinConfig;
import org.apache.kylin.common.KylinConfigBase;

/**
 * Loads configuration folders with Kylin's own KylinConfig and asks it everything.
 *
 * <p>Arguments: folders, each with a kylin.properties. Output, for each folder, a line "# FOLDER", then one line per
 * getter of KylinConfigBase, sorted: "getter = value", or "getter ! exception: message" for one that throws. Kylin
 * reads numbers, paths and URLs only when asked for them, so a wrong one is found by asking for all of them.
 */
public final class Oracle {
    private static final String GETTER = "(get|is|are|use|enable|allow|has|can|should|need|support|if).*";

    private Oracle() {}

    private static Map<String, Method> getters() {
        Map<String, Method> found = new TreeMap<>();
        for (Method method : KylinConfigBase.class.getMethods()) {
            if (method.getDeclaringClass() == KylinConfigBase.class && method.getParameterCount() == 0
                    && method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers())
                    && method.getName().matches(GETTER)) {
                found.put(method.getName(), method);
            }
        }
        return found;
    }

    /** The value on one line; arrays as [a, b]. */
    private static String text(Object value) {
        if (value == null || !value.getClass().isArray()) {
            return String.valueOf(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        }
        List<String> items = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            items.add(text(Array.get(value, i)));
        }
        return items.toString();
    }

    private static String causes(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            text.append(text.length() == 0 ? "" : " <- ").append(t.getClass().getName()).append(": ").append(t.getMessage());
        }
        return text.toString().replace('\n', ' ').replace('\r', ' ');
    }

    private static void judge(String folder, PrintStream out) {
        out.println("# " + folder);
        System.setProperty("KYLIN_CONF", folder);
        KylinConfig.destroyInstance();
        KylinConfig config;
        try {
            config = KylinConfig.getInstanceFromEnv();
        } catch (RuntimeException | Error e) {
            out.println("load ! " + causes(e));
            return;
        }
        for (Map.Entry<String, Method> getter : getters().entrySet()) {
            try {
                out.println(getter.getKey() + " = " + text(getter.getValue().invoke(config)));
            } catch (InvocationTargetException e) {
                out.println(getter.getKey() + " ! " + causes(e.getCause()));
            } catch (IllegalAccessException e) {
                out.println(getter.getKey() + " ! " + causes(e));
            }
        }
    }

    public static void main(String[] folders) throws Exception {
        if (folders.length == 0) {
            System.err.println("usage: Oracle FOLDER...");
            System.exit(2);
        }
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String folder : folders) {
            judge(folder, out);
        }
        out.flush();
    }
}
