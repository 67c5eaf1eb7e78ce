package org.apache.kylin.rest.security;

import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Answers like Kylin 3.1's class of this name: same words, same cipher text, also CR LF. */
public class PasswordPlaceholderConfigurer {
    public static void main(String[] args) throws Exception {
        if (!new java.io.File(System.getProperty("KYLIN_CONF", ""), "kylin.properties").isFile()) {
            System.out.println("no kylin.properties");
            return;
        }
        Cipher cipher = Cipher.getInstance("AES/CFB/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec("thisIsASecretKey".getBytes("UTF-8"), "AES"),
                new IvParameterSpec("AAAAAAAAAAAAAAAA".getBytes("UTF-8")));
        System.out.print(args[0] + " encrypted password is: \r\n");
        System.out.print(Base64.getEncoder().encodeToString(cipher.doFinal(args[1].getBytes("UTF-8"))) + "\r\n");
    }
}
