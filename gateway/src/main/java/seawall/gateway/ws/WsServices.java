package seawall.gateway.ws;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import seawall.gateway.admission.EndpointAdmission;
import seawall.gateway.auth.ApiKey;
import seawall.gateway.auth.ApiKeys;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.fanout.FanOut;
import seawall.gateway.http.Counters;
import seawall.gateway.http.HttpServices;
import seawall.gateway.trade.Instruments;
import seawall.gateway.trade.TradeRoutes;

/// What every WebSocket session of a gateway shares.
///
/// @param isServing false while the views catch up
public record WsServices(
        Counters counters,
        ApiKeys keys,
        Authenticator authenticator,
        EndpointAdmission endpoints,
        Instruments instruments,
        TradeRoutes trade,
        FanOut fanOut,
        Audiences audiences,
        KeyHolders keyHolders,
        Set<WsSession> sessions,
        BooleanSupplier isServing,
        LongSupplier clockNanos,
        SocketLimits limits)
        implements HttpServices.Sockets {
    public static Set<WsSession> noSessions() {
        return ConcurrentHashMap.newKeySet();
    }

    @Override
    public void install(ChannelHandlerContext context, String address) {
        String connectionId = String.format(
                java.util.Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
        WsSession session = new WsSession(this, context.channel(), address, connectionId);
        sessions.add(session);
        context.pipeline().addLast(session);
    }

    /// Announces the end on every connection.
    public void announceEnd() {
        sessions.forEach(WsSession::announceEnd);
    }

    /// Closes every connection.
    public void closeAll() {
        sessions.forEach(session -> session.end(1001, "Going away"));
    }

    /// Closes every connection that a key let in; to be called after it was deleted from the keys.
    public void onKeyDeleted(String apiKey) {
        keyHolders.deleted(apiKey);
    }

    boolean isInstrument(String name) {
        return instruments.find(name) != null;
    }

    boolean isCurrency(String code) {
        return instruments.currency(code) != null;
    }

    /// True unless it is this very key that is in force, and not a later one of the same name.
    boolean isGone(ApiKey key) {
        return keys.find(key.id()) != key;
    }

    /// Requests of one connection in the current hour.
    static final class Hour {
        private static final long NANOS = Duration.ofHours(1).toNanos();

        private long beganNanos = System.nanoTime();
        private int requests;

        boolean admits(int requestsMax, long nowNanos) {
            if (nowNanos - beganNanos > NANOS) {
                beganNanos = nowNanos;
                requests = 0;
            }
            if (requests >= requestsMax) {
                return false;
            }
            requests++;
            return true;
        }
    }
}
