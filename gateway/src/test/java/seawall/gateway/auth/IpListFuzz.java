package seawall.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import seawall.gateway.auth.IpList.Range;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// A range contains its own network and nothing that differs from it within its bits; a list with a range allows only
/// what one of them contains, and is never read as the list that allows everyone.
final class IpListFuzz extends FuzzTarget {
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "",
            "10.0.0.1",
            "192.168.0.0/16, 10.0.0.0/7",
            "2001:db8::/33,::1",
            "::ffff:10.0.0.1/104",
            "0.0.0.0/0",
            "10.0.0.1/33",
            "10.0.0/-1",
            "localhost",
            "1.2.3.4,,",
            "fe80::1%eth0/64",
            "10.0.0.1/ 8",
            ",",
            "1/1");

    IpListFuzz() {
        super(SEEDS, 20_000, IpListFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) throws UnknownHostException {
        String text = new String(input, StandardCharsets.UTF_8);
        IpList list;
        try {
            list = IpList.parse(text);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(list.ranges()).hasSizeLessThanOrEqualTo(IpList.RANGES_MAX);
        assertThat(list.ranges().isEmpty()).isEqualTo(text.replace(",", "").isBlank());
        for (Range range : list.ranges()) {
            assertThat(range.contains(range.network())).isTrue();
            assertThat(list.allows(InetAddress.getByAddress(range.network()))).isTrue();
            for (int bit = 0; bit < range.network().length * 8; bit++) {
                byte[] neighbour = range.network().clone();
                neighbour[bit / 8] ^= (byte) (0x80 >> bit % 8);
                assertThat(range.contains(neighbour)).as(text + " bit " + bit).isEqualTo(bit >= range.bits());
            }
        }
    }
}
