import org.apache.kylin.common.util.EncryptUtil;

/** Arguments: configuration folder, cipher text. Prints the plain text, by Kylin's own class with that folder's vector. */
public final class Decrypt {
    private Decrypt() {}

    public static void main(String[] arguments) {
        System.setProperty("KYLIN_CONF", arguments[0]);
        System.out.println(EncryptUtil.decrypt(arguments[1]));
    }
}
