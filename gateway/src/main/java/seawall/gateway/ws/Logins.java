package seawall.gateway.ws;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import seawall.gateway.auth.ApiKey;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Refusal;
import seawall.gateway.trade.Fields;

/// Who a connection speaks for: one API key for each account that it logged in to. Belongs to the event loop of the
/// connection.
final class Logins {
    private final WsServices services;
    private final WsSession session;
    private final SocketOutput output;
    private final WsServices.Hour hour;
    private final String address;
    private final InetAddress inetAddress;
    private final Map<Integer, ApiKey> keys = new LinkedHashMap<>();

    /// @param hour    requests of the connection; each further key of a login is one
    /// @param address whom to charge for a guess
    Logins(
            WsServices services,
            WsSession session,
            SocketOutput output,
            WsServices.Hour hour,
            String address,
            InetAddress inetAddress) {
        this.services = services;
        this.session = session;
        this.output = output;
        this.hour = hour;
        this.address = address;
        this.inetAddress = inetAddress;
    }

    /// The keys in the order in which they logged in.
    Collection<ApiKey> keys() {
        return keys.values();
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /// True if one of the keys has been deleted since.
    boolean holdGoneKey() {
        return keys.values().stream().anyMatch(services::isGone);
    }

    /// The connection is gone.
    void end() {
        keys.values().forEach(key -> services.keyHolders().remove(key.id(), session));
    }

    /// Several keys may log in with one request, one for each account. Private channels then tell of all of these
    /// accounts, each in messages of its own that name the user.
    void login(String id, List<?> args) {
        if (!keys.isEmpty()) {
            // Whose data an earlier subscription shows does not change behind its back.
            repeatedLogin(id);
            return;
        }
        boolean isFirst = true;
        for (Object arg : args) {
            if (!isFirst && !hour.admits(services.limits().requestsPerHourMax(), System.nanoTime())) {
                output.error(id, "60023", "Bulk login requests too frequent");
                return;
            }
            isFirst = false;
            if (!(arg instanceof Fields fields)) {
                output.error(id, "60013", "Invalid args");
                return;
            }
            long nowNanos = services.clockNanos().getAsLong();
            // As for signed requests: a guesser hears no more, the owner of a key behind the same address gets in.
            boolean mayGuess = services.endpoints().mayGuess(address, nowNanos);
            if (!mayGuess && services.keys().find(fields.text("apiKey")) == null) {
                output.error(id, "60014", "Requests too frequent");
                return;
            }
            login(id, fields, mayGuess, nowNanos);
        }
    }

    private void login(String id, Fields fields, boolean mayGuess, long nowNanos) {
        var headers = new Authenticator.Headers(
                fields.text("apiKey"), fields.text("sign"), fields.text("timestamp"), fields.text("passphrase"));
        switch (services.authenticator().login(headers, inetAddress, nowNanos / 1_000_000)) {
            case Authenticator.Result.Refused(Refusal refusal) -> {
                if (refusal.chargesIp() && !mayGuess) {
                    output.error(id, "60014", "Requests too frequent");
                    return;
                }
                if (refusal.chargesIp()) {
                    services.endpoints().chargeGuess(address, nowNanos);
                }
                output.error(id, refusal.code(), refusal.message());
            }
            case Authenticator.Result.Authenticated(ApiKey key) -> {
                if (keys.putIfAbsent(key.accountId(), key) != null) {
                    repeatedLogin(id);
                    return;
                }
                services.keyHolders().add(key.id(), session);
                output.event(id, "login", json -> json.field("code", "0").field("msg", ""));
                // The key may have been deleted between the check and the entry above.
                session.endForDeletedKey();
            }
        }
    }

    private void repeatedLogin(String id) {
        output.error(id, "60031", "The WebSocket endpoint does not allow multiple or repeated logins.");
    }
}
