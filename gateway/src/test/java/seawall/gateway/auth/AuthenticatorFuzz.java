package seawall.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import seawall.gateway.auth.Authenticator.Headers;
import seawall.gateway.auth.Authenticator.Result;
import seawall.gateway.view.ApiKeyView;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// Nobody gets in with headers that were not signed by the owner of the key, whatever they are; each refusal is a
/// documented code. A timestamp means the time it names, within what a clock can show, or nothing.
final class AuthenticatorFuzz extends FuzzTarget {
    private static final long NOW_MILLIS =
            Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();
    private static final Authenticator AUTHENTICATOR = authenticator();
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "key-1\nc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmE=\n2026-01-02T03:04:05.678Z\npass-1\n/api/v5/account/balance",
            "key-1\nx\n1767323045\npass-1\n/",
            "key-1\n\n1767323045678\n\n",
            "key-1\nx\n1767323045.678\nwrong\n/a?b=c",
            "nobody\nx\n+1000000000-12-31T23:59:59.999999999Z\np\n",
            "key-1\nx\n-1000000000-01-01T00:00:00Z\np\n",
            "key-1\nx\n999999999999999.999999999\np\n",
            "key-1\nx\n2026-01-02T03:04:60Z\np\n",
            "key-1\nx\n2026-01-02T03:04:05+01:00\np\n");

    AuthenticatorFuzz() {
        super(SEEDS, 20_000, AuthenticatorFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        Headers headers = new Headers(line(lines, 0), line(lines, 1), line(lines, 2), line(lines, 3));
        String target = lines.length > 4 ? lines[4] : "/";
        InetAddress address = InetAddress.getLoopbackAddress();
        String rest = code(AUTHENTICATOR.check(headers, "GET", target, new byte[0], address, ApiKey.READ, NOW_MILLIS));
        assertThat(rest).isIn("50103", "50106", "50107", "50104", "50112", "50102", "50111", "50105", "50113");
        String login = code(AUTHENTICATOR.login(headers, address, NOW_MILLIS));
        assertThat(login).isIn("60005", "60007", "60004", "60006", "60024");

        String timestamp = headers.timestamp();
        if (timestamp != null) {
            long millis = Authenticator.millis(timestamp);
            assertThat(millis).isGreaterThanOrEqualTo(-1);
            if (millis >= 0 && timestamp.indexOf('T') > 0) {
                assertThat(Instant.parse(timestamp).toEpochMilli()).isEqualTo(millis);
            }
            if (millis >= 0 && timestamp.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                long number = Long.parseLong(timestamp);
                assertThat(millis).isIn(number, number * 1_000);
            }
            if (Math.abs(Math.subtractExact(NOW_MILLIS, millis)) > Authenticator.WINDOW_MILLIS) {
                assertThat(rest).isNotIn("50111", "50105", "50113");
            }
        }
    }

    private static String code(Result result) {
        return switch (result) {
            case Result.Refused(Refusal refusal) -> refusal.code();
            case Result.Authenticated(ApiKey key) -> throw new AssertionError("a stranger got in as " + key.id());
        };
    }

    private static String line(String[] lines, int index) {
        return index < lines.length ? lines[index] : null;
    }

    private static Authenticator authenticator() {
        Seal seal = new Seal(new byte[32]);
        ApiKeys keys = new ApiKeys(seal);
        keys.put(new ApiKeyView(
                "key-1", 1_000, ApiKey.READ | ApiKey.TRADE, seal.seal("key-1", "secret-1", "pass-1"), "", "", 0));
        return new Authenticator(keys);
    }
}
