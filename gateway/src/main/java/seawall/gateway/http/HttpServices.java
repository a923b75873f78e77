package seawall.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import seawall.gateway.admission.EndpointAdmission;
import seawall.gateway.admission.OrderAdmission;
import seawall.gateway.auth.ApiKeys;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Repetitions;
import seawall.gateway.trade.TradeRoutes;

/// What every connection of a gateway shares.
///
/// @param isLive     false until the views have caught up with the journal: nothing is answered from them before
/// @param isDraining true once the gateway is leaving
/// @param clockNanos nanoseconds since 1970
/// @param waiting    where a request may wait for older rows; it refuses by `RejectedExecutionException` when full
/// @param sockets    takes a connection over after its WebSocket handshake
public record HttpServices(
        HttpLimits limits,
        Counters counters,
        ApiKeys keys,
        Authenticator authenticator,
        Repetitions repetitions,
        EndpointAdmission endpoints,
        OrderAdmission orders,
        TradeRoutes trade,
        ReadTable reads,
        BooleanSupplier isLive,
        BooleanSupplier isDraining,
        LongSupplier clockNanos,
        Executor waiting,
        Sockets sockets) {
    /// Installs the handlers of a WebSocket session.
    @FunctionalInterface
    public interface Sockets {
        void install(ChannelHandlerContext context, String address);
    }
}
