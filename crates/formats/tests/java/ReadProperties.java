import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;

/** Prints what java.util.Properties reads from each file of a folder, in UTF-16 units as hex. */
public class ReadProperties {
    public static void main(String[] args) throws IOException {
        File[] files = new File(args[0]).listFiles();
        Arrays.sort(files);
        StringBuilder out = new StringBuilder();
        for (File file : files) {
            out.append("file ").append(file.getName()).append('\n');
            try (Reader reader = Files.newBufferedReader(file.toPath(), StandardCharsets.UTF_8)) {
                Properties properties = new Properties();
                properties.load(reader);
                for (String key : new TreeSet<>(properties.stringPropertyNames())) {
                    out.append("entry ").append(hex(key)).append(' ').append(hex(properties.getProperty(key))).append('\n');
                }
            } catch (IllegalArgumentException malformed) {
                out.append("malformed\n");
            }
        }
        System.out.print(out);
    }

    private static String hex(String text) {
        StringBuilder hex = new StringBuilder("x");
        for (char unit : text.toCharArray()) {
            hex.append(String.format("%04x", (int) unit));
        }
        return hex.toString();
    }
}
