import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A stand-in for Amazon's file system of s3:// addresses, which is on EMR's machines only. KylinConfig asks a
 * file system nothing but whose addresses it serves.
 */
public final class EmrFiles extends RawLocalFileSystem {
    private URI uri;

    @Override
    public void initialize(URI address, Configuration configuration) throws IOException {
        super.initialize(address, configuration);
        uri = URI.create(address.getScheme() + "://" + address.getAuthority());
    }

    @Override
    public URI getUri() {
        return uri == null ? super.getUri() : uri;
    }
}
