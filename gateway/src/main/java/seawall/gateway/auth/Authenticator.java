package seawall.gateway.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks signed requests against the local key view, in the documented order of refusals: what is missing, when it was
/// signed, by which key, from where, with which passphrase and signature, and whether the key may do this.
public final class Authenticator {
    static final long WINDOW_MILLIS = 30_000;
    private static final byte[] LOGIN_TARGET = "GET/users/self/verify".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final long MILLIS_FROM = 100_000_000_000L;

    private final ApiKeys keys;

    public Authenticator(ApiKeys keys) {
        this.keys = keys;
    }

    /// What came of a check.
    public sealed interface Result {
        record Authenticated(ApiKey key) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// The four headers of a signed request; null when missing.
    public record Headers(
            @Nullable String key,
            @Nullable String sign,
            @Nullable String timestamp,
            @Nullable String passphrase) {}

    /// Checks a REST request.
    ///
    /// @param target     request target exactly as it stood on the request line
    /// @param body       body exactly as received
    /// @param permission one of [ApiKey#READ], [ApiKey#TRADE], [ApiKey#WITHDRAW]
    public Result check(
            Headers headers,
            String method,
            String target,
            byte[] body,
            InetAddress address,
            int permission,
            long nowMillis) {
        if (isEmpty(headers.key())) {
            return refused("50103", 401, "Request header \"OK-ACCESS-KEY\" cannot be empty.");
        }
        if (isEmpty(headers.sign())) {
            return refused("50106", 401, "Request header \"OK-ACCESS-SIGN\" cannot be empty.");
        }
        if (isEmpty(headers.timestamp())) {
            return refused("50107", 401, "Request header \"OK-ACCESS-TIMESTAMP\" cannot be empty.");
        }
        if (isEmpty(headers.passphrase())) {
            return refused("50104", 401, "Request header \"OK-ACCESS-PASSPHRASE\" cannot be empty.");
        }
        String timestamp = given(headers.timestamp());
        long millis = millis(timestamp);
        if (millis < 0) {
            return refused("50112", 401, "Invalid OK-ACCESS-TIMESTAMP");
        }
        if (!inWindow(millis, nowMillis)) {
            return refused("50102", 401, "Timestamp request expired");
        }
        ApiKey key = keys.find(given(headers.key()));
        if (key == null) {
            return guessed("50111", "Invalid OK-ACCESS-KEY");
        }
        if (!key.ips().allows(address)) {
            return guessed(
                    "50110",
                    "Your IP " + address.getHostAddress() + " is not included in your API key's IP whitelist.");
        }
        if (!key.secret().isPassphrase(bytes(headers.passphrase()))) {
            return guessed("50105", "Request header \"OK-ACCESS-PASSPHRASE\" incorrect.");
        }
        if (!key.secret().hasSigned(bytes(headers.sign()), bytes(timestamp), bytes(method), bytes(target), body)) {
            return guessed("50113", "Invalid Sign");
        }
        if (!key.may(permission)) {
            return refused("50120", 200, "This API key doesn't have permission to use this function");
        }
        return new Result.Authenticated(key);
    }

    /// Checks one element of a WebSocket login; its refusals carry WebSocket codes.
    public Result login(Headers login, InetAddress address, long nowMillis) {
        if (isEmpty(login.key())) {
            return loginRefused("60005", "Invalid apiKey", false);
        }
        if (isEmpty(login.sign())) {
            return loginRefused("60007", "Invalid sign", false);
        }
        long millis = isEmpty(login.timestamp()) ? -1 : millis(given(login.timestamp()));
        if (millis < 0) {
            return loginRefused("60004", "Invalid timestamp", false);
        }
        if (!inWindow(millis, nowMillis)) {
            return loginRefused("60006", "Timestamp request expired", false);
        }
        ApiKey key = keys.find(given(login.key()));
        if (key == null) {
            return loginRefused("60005", "Invalid apiKey", true);
        }
        if (!key.ips().allows(address)) {
            return loginRefused("60009", "Login failed.", true);
        }
        if (isEmpty(login.passphrase()) || !key.secret().isPassphrase(bytes(login.passphrase()))) {
            return loginRefused("60024", "Wrong passphrase", true);
        }
        if (!key.secret().hasSigned(bytes(login.sign()), bytes(login.timestamp()), LOGIN_TARGET)) {
            return loginRefused("60007", "Invalid sign", true);
        }
        return new Result.Authenticated(key);
    }

    private static boolean inWindow(long millis, long nowMillis) {
        return Math.abs(nowMillis - millis) <= WINDOW_MILLIS;
    }

    /// Reads an ISO instant, or Unix seconds or milliseconds, which some clients send; -1 if it is neither.
    static long millis(String timestamp) {
        try {
            if (!NUMBER.matcher(timestamp).matches()) {
                return Math.max(-1, Instant.parse(timestamp).toEpochMilli());
            }
            int dot = timestamp.indexOf('.');
            long whole = Long.parseLong(dot < 0 ? timestamp : timestamp.substring(0, dot));
            if (whole >= MILLIS_FROM) {
                return whole;
            }
            long fraction = dot < 0 ? 0 : Long.parseLong((timestamp.substring(dot + 1) + "000").substring(0, 3));
            return whole * 1000 + fraction;
        } catch (DateTimeException | ArithmeticException unreadable) {
            return -1;
        }
    }

    private static String given(@Nullable String header) {
        return Objects.requireNonNull(header, "the header was checked to be there");
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    // Header values and targets arrive as one character for each byte.
    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Result refused(String code, int status, String message) {
        return new Result.Refused(new Refusal(code, status, message, false));
    }

    private static Result guessed(String code, String message) {
        return new Result.Refused(new Refusal(code, 401, message, true));
    }

    private static Result loginRefused(String code, String message, boolean guessed) {
        return new Result.Refused(new Refusal(code, 0, message, guessed));
    }
}
