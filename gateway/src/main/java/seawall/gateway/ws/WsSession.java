package seawall.gateway.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;

/// One WebSocket connection: reads its requests and hands each to its [Logins], its [Subscriptions] or its
/// [OrderOperations]. Every channel and operation works on each of the three paths, since several clients know only one
/// address.
public final class WsSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WsSession.class);
    private static final int IDLE_CHECKS = 6;
    private static final int ID_LENGTH_MAX = 32;

    private final WsServices services;
    private final Channel channel;
    private final SocketOutput output;
    private final Logins logins;
    private final Subscriptions subscriptions;
    private final OrderOperations orders;
    private final WsServices.Hour hour = new WsServices.Hour();
    private long lastReadNanos = System.nanoTime();
    private @Nullable ScheduledFuture<?> check;

    WsSession(WsServices services, Channel channel, String address, String connectionId) {
        this.services = services;
        this.channel = channel;
        this.output = new SocketOutput(channel, services.counters(), connectionId, this::leaveAll);
        this.logins = new Logins(services, this, output, hour, address, inetAddress(channel));
        var arguments = new TopicArguments(services, logins, output);
        this.subscriptions = new Subscriptions(services, arguments, output, channel.eventLoop());
        this.orders = new OrderOperations(services, logins, output, address, channel.eventLoop());
    }

    private static InetAddress inetAddress(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private void leaveAll() {
        subscriptions.leaveAll();
    }

    // From birth to death.

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        long checkNanos = services.limits().idle().toNanos() / IDLE_CHECKS;
        check = added.executor().scheduleAtFixedRate(this::checkIdle, checkNanos, checkNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        services.sessions().remove(this);
        if (check != null) {
            check.cancel(false);
        }
        logins.end();
        subscriptions.leaveAll();
        inactive.fireChannelInactive();
    }

    private void checkIdle() {
        long idleNanos = services.limits().idle().toNanos();
        long nowNanos = System.nanoTime();
        if (nowNanos - lastReadNanos > idleNanos && nowNanos - output.lastNanos() > idleNanos) {
            output.close(4004, "No data received in 30s");
        }
    }

    /// Announces that this gateway leaves. Any thread.
    void announceEnd() {
        execute(() -> output.event(
                "",
                "notice",
                json -> json.field("code", "64008")
                        .field("msg", "The connection will soon be closed for a service upgrade. Please reconnect.")));
    }

    /// Ends the connection. Any thread.
    void end(int code, String reason) {
        execute(() -> output.close(code, reason));
    }

    /// Ends the connection if it lives by a key that is gone. Any thread.
    void endForDeletedKey() {
        execute(() -> {
            if (logins.holdGoneKey()) {
                output.close(4007, "API key has been updated or deleted");
            }
        });
    }

    private void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable problem) {
        if (problem instanceof IOException) {
            services.counters().increment("connections_broken");
            failed.close();
        } else if (problem instanceof TooLongFrameException && !(problem instanceof CorruptedWebSocketFrameException)) {
            // Each fragment was small enough, the message is not.
            services.counters().increment("frames_oversized");
            output.close(1009, "Request message too long");
        } else if (problem instanceof CodecException) {
            // A wrong frame: the decoder has answered with the right close code already.
            services.counters().increment("frames_malformed");
            failed.close();
        } else {
            services.counters().increment("socket_failures");
            LOG.error("failed to serve {}", failed.channel().remoteAddress(), problem);
            output.close(1011, "Internal error");
        }
    }

    // Requests.

    @Override
    protected void channelRead0(ChannelHandlerContext read, WebSocketFrame frame) {
        lastReadNanos = System.nanoTime();
        switch (frame) {
            case TextWebSocketFrame text -> onText(text.text());
            case PingWebSocketFrame ping ->
                read.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame close -> output.close(close);
            case PongWebSocketFrame pong -> {}
            default -> output.close(1003, "Text frames only");
        }
    }

    private void onText(String text) {
        if (text.equals("ping")) {
            output.pong();
            return;
        }
        Fields request;
        try {
            if (!(JsonInput.read(text) instanceof Fields fields)) {
                output.illegal("", text);
                return;
            }
            request = fields;
        } catch (MalformedJsonException malformed) {
            output.illegal("", text);
            return;
        }
        String id = request.text("id");
        String op = request.text("op");
        if (op.isEmpty() || id.length() > ID_LENGTH_MAX || !(request.values().get("args") instanceof List<?> args)) {
            output.illegal(id.length() > ID_LENGTH_MAX ? "" : id, text);
            return;
        }
        switch (op) {
            case "login", "subscribe", "unsubscribe" -> onSessionRequest(id, op, args);
            default -> orders.handle(id, op, args, request);
        }
    }

    private void onSessionRequest(String id, String op, List<?> args) {
        if (!hour.admits(services.limits().requestsPerHourMax(), System.nanoTime())) {
            output.error(id, "60014", "Requests too frequent");
        } else if (args.isEmpty()) {
            output.error(id, "60013", "Invalid args");
        } else if (op.equals("login")) {
            logins.login(id, args);
        } else {
            args.forEach(arg -> {
                if (!(arg instanceof Fields fields)) {
                    output.error(id, "60013", "Invalid args");
                } else if (op.equals("subscribe")) {
                    subscriptions.subscribe(id, fields);
                } else {
                    subscriptions.unsubscribe(id, fields);
                }
            });
        }
    }
}
