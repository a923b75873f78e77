package seawall.gateway.auth;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Addresses and CIDR ranges an API key may be used from; an empty list allows every address.
public record IpList(List<Range> ranges) {
    /// Most addresses and ranges of one key.
    public static final int RANGES_MAX = 20;

    /// Whether a text is a list that keys may have.
    public static boolean isList(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    /// Reads a comma list such as `10.0.0.1,192.168.0.0/16,2001:db8::/32`.
    ///
    /// @throws IllegalArgumentException if an element is not an address or a range, or there are more than 20
    static IpList parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            if (!element.isBlank()) {
                ranges.add(Range.parse(element.strip()));
            }
        }
        if (ranges.size() > RANGES_MAX) {
            throw new IllegalArgumentException("expected at most " + RANGES_MAX + " addresses, found " + ranges.size());
        }
        return new IpList(List.copyOf(ranges));
    }

    boolean allows(InetAddress address) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Range(byte[] network, int bits) {
        static Range parse(String text) {
            int slash = text.indexOf('/');
            // A literal is parsed without asking a name server; a host name is an error.
            byte[] network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) {
                throw new IllegalArgumentException("expected 0 to " + network.length * 8 + " bits, found " + text);
            }
            return new Range(network, bits);
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
                if (((network[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
