package seawall.gateway.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.auth.ApiKey;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Refusal;
import seawall.gateway.fanout.FanOut;
import seawall.gateway.fanout.Frames;
import seawall.gateway.fanout.Subscription;
import seawall.gateway.fanout.TopicKey;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;
import seawall.gateway.trade.TradeReply;
import seawall.gateway.trade.TradeRoutes;

/// One WebSocket connection: its logins, its subscriptions, and the orders it sends. Every channel and operation
/// works on
/// each of the three paths, since several clients know only one address.
public final class WsSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WsSession.class);
    private static final int REPLY_BYTES_MAX = 256 * 1024;
    private static final int FAREWELL_SECONDS = 5;
    private static final int IDLE_CHECKS = 6;
    private static final int ID_LENGTH_MAX = 32;
    private static final int FAMILY_LENGTH_MAX = 32;
    private static final Set<String> TYPES = Set.of("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS");
    private static final String NOT_FOUND =
            " doesn't exist. Please use the correct URL, channel and parameters referring to API document.";

    private final WsServices services;
    private final String address;
    private final String connectionId;
    private final Map<Integer, ApiKey> logins = new LinkedHashMap<>();
    private final Map<TopicKey, Listening> subscriptions = new HashMap<>();
    private final WsServices.Hour hour = new WsServices.Hour();
    private long lastTrafficNanos = System.nanoTime();
    private boolean closing;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> check;

    WsSession(WsServices services, String address, String connectionId) {
        this.services = services;
        this.address = address;
        this.connectionId = connectionId;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        long checkNanos = services.limits().idle().toNanos() / IDLE_CHECKS;
        check = added.executor().scheduleAtFixedRate(this::checkIdle, checkNanos, checkNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        services.sessions().remove(this);
        if (check != null) {
            check.cancel(false);
        }
        logins.values().forEach(key -> services.keyHolders().remove(key.id(), this));
        List.copyOf(subscriptions.keySet()).forEach(this::leave);
        inactive.fireChannelInactive();
    }

    private void checkIdle() {
        if (!closing
                && System.nanoTime() - lastTrafficNanos
                        > services.limits().idle().toNanos()) {
            close(4004, "No data received in 30s");
        }
    }

    /// Announces that this gateway leaves. Any thread.
    void announceEnd() {
        execute(() -> {
            JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
            json.beginObject()
                    .field("event", "notice")
                    .field("code", "64008")
                    .field("msg", "The connection will soon be closed for a service upgrade. Please reconnect.")
                    .field("connId", connectionId)
                    .endObject();
            send(json);
        });
    }

    /// Ends the connection. Any thread.
    void end(int code, String reason) {
        execute(() -> close(code, reason));
    }

    /// Ends the connection if it lives by a key that is gone. Any thread.
    void endForDeletedKey() {
        execute(() -> {
            if (logins.values().stream().anyMatch(services::isGone)) {
                close(4007, "API key has been updated or deleted");
            }
        });
    }

    private void execute(Runnable task) {
        if (context != null) {
            context.executor().execute(task);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext read, WebSocketFrame frame) {
        lastTrafficNanos = System.nanoTime();
        switch (frame) {
            case TextWebSocketFrame text -> onText(text.text());
            case PingWebSocketFrame ping ->
                read.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case CloseWebSocketFrame close -> {
                closing = true;
                read.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            }
            case PongWebSocketFrame pong -> {}
            default -> close(1003, "Text frames only");
        }
    }

    private void onText(String text) {
        if (text.equals("ping")) {
            if (context != null) {
                context.writeAndFlush(new TextWebSocketFrame("pong"));
            }
            return;
        }
        Fields request;
        try {
            if (!(JsonInput.read(text) instanceof Fields fields)) {
                illegal("", text);
                return;
            }
            request = fields;
        } catch (MalformedJsonException malformed) {
            illegal("", text);
            return;
        }
        String id = request.text("id");
        String op = request.text("op");
        if (op.isEmpty() || id.length() > ID_LENGTH_MAX || !(request.values().get("args") instanceof List<?> args)) {
            illegal(id.length() > ID_LENGTH_MAX ? "" : id, text);
            return;
        }
        switch (op) {
            case "login", "subscribe", "unsubscribe" -> {
                if (!hour.admits(services.limits().requestsPerHourMax(), System.nanoTime())) {
                    error(id, "60014", "Requests too frequent");
                } else if (args.isEmpty()) {
                    error(id, "60013", "Invalid args");
                } else if (op.equals("login")) {
                    login(id, args);
                } else {
                    args.forEach(arg -> {
                        if (!(arg instanceof Fields fields)) {
                            error(id, "60013", "Invalid args");
                        } else if (op.equals("subscribe")) {
                            subscribe(id, fields);
                        } else {
                            unsubscribe(id, fields);
                        }
                    });
                }
            }
            default -> trade(id, op, args, request);
        }
    }

    // Who.

    /// Several keys may log in with one request, one for each account. Private channels then tell of all of these
    /// accounts, each in messages of its own that name the user.
    private void login(String id, List<?> args) {
        if (!logins.isEmpty()) {
            // Whose data an earlier subscription shows does not change behind its back.
            repeatedLogin(id);
            return;
        }
        boolean isFirst = true;
        for (Object arg : args) {
            if (!isFirst && !hour.admits(services.limits().requestsPerHourMax(), System.nanoTime())) {
                error(id, "60023", "Bulk login requests too frequent");
                return;
            }
            isFirst = false;
            if (!(arg instanceof Fields fields)) {
                error(id, "60013", "Invalid args");
                return;
            }
            long nowNanos = services.clockNanos().getAsLong();
            if (!services.endpoints().mayGuess(address, nowNanos)) {
                error(id, "60014", "Requests too frequent");
                return;
            }
            login(id, fields, nowNanos);
        }
    }

    private void login(String id, Fields fields, long nowNanos) {
        var headers = new Authenticator.Headers(
                fields.text("apiKey"), fields.text("sign"), fields.text("timestamp"), fields.text("passphrase"));
        switch (services.authenticator().login(headers, inetAddress(), nowNanos / 1_000_000)) {
            case Authenticator.Result.Refused(Refusal refusal) -> {
                if (refusal.chargesIp()) {
                    services.endpoints().chargeGuess(address, nowNanos);
                }
                error(id, refusal.code(), refusal.message());
            }
            case Authenticator.Result.Authenticated(ApiKey key) -> {
                if (logins.putIfAbsent(key.accountId(), key) != null) {
                    repeatedLogin(id);
                    return;
                }
                services.keyHolders().add(key.id(), this);
                event(id, "login", json -> json.field("code", "0").field("msg", ""));
                // The key may have been deleted between the check and the entry above.
                endForDeletedKey();
            }
        }
    }

    private void repeatedLogin(String id) {
        error(id, "60031", "The WebSocket endpoint does not allow multiple or repeated logins.");
    }

    private InetAddress inetAddress() {
        return context != null && context.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    // Channels.

    private void subscribe(String id, Fields arg) {
        if (closing) {
            return;
        }
        List<TopicKey> fresh = new ArrayList<>(keys(id, arg));
        if (fresh.isEmpty()) {
            return;
        }
        fresh.removeIf(subscriptions::containsKey);
        if (subscriptions.size() + fresh.size() > services.limits().subscriptionsMax()) {
            close(4009, "number of subscription channels for this connection exceeds the limit");
            return;
        }
        if (fresh.stream().anyMatch(this::conflicts)) {
            error(id, "64004", "books-l2-tbt can't be subscribed together with books or books50-l2-tbt");
            return;
        }
        // It listens before it is told so: what the client does next must find it there. Pushes come from tasks of this
        // event loop, so none overtakes the acknowledgement.
        Map<TopicKey, Joining> joined = new LinkedHashMap<>();
        fresh.forEach(key -> joined.put(key, join(key)));
        event(id, "subscribe", json -> {
            json.key("arg");
            arg.write(json);
        });
        joined.forEach((key, joining) -> tell(id, key, joining));
    }

    private enum Joining {
        LISTENING,
        NO_SEAT,
        BUSY
    }

    private Joining join(TopicKey key) {
        // A connection takes one seat at a channel of an account, however many filters it subscribes.
        if (Audiences.isCounted(key.channel())
                && !isSeated(key)
                && !services.audiences().join(key)) {
            return Joining.NO_SEAT;
        }
        Listening listening = new Listening(key);
        subscriptions.put(key, listening);
        if (services.fanOut().request(listening)) {
            return Joining.LISTENING;
        }
        subscriptions.remove(key);
        giveSeatBack(key);
        return Joining.BUSY;
    }

    private void tell(String id, TopicKey key, Joining joining) {
        if (joining == Joining.BUSY) {
            error(id, "64007", "Operation subscribe failed due to WebSocket internal error. Please try again later.");
        } else if (Audiences.isCounted(key.channel())) {
            event(
                    "",
                    joining == Joining.LISTENING ? "channel-conn-count" : "channel-conn-count-error",
                    json -> json.field("channel", key.channel())
                            .field("connCount", services.audiences().count(key)));
        }
    }

    private boolean isSeated(TopicKey key) {
        return subscriptions.keySet().stream()
                .anyMatch(other -> other.channel().equals(key.channel()) && other.accountId() == key.accountId());
    }

    private void unsubscribe(String id, Fields arg) {
        List<TopicKey> keys = keys(id, arg);
        if (keys.isEmpty()) {
            return;
        }
        keys.forEach(this::leave);
        event(id, "unsubscribe", json -> {
            json.key("arg");
            arg.write(json);
        });
    }

    private void leave(TopicKey key) {
        Listening listening = subscriptions.remove(key);
        if (listening != null) {
            listening.end();
            giveSeatBack(key);
            retryLeave(listening);
        }
    }

    private void giveSeatBack(TopicKey key) {
        if (Audiences.isCounted(key.channel()) && !isSeated(key)) {
            services.audiences().leave(key);
        }
    }

    private void retryLeave(Listening listening) {
        if (!services.fanOut().request(listening) && context != null) {
            // Nothing is pushed to it any more; only its place in the topic waits to be freed.
            context.executor().schedule(() -> retryLeave(listening), 100, TimeUnit.MILLISECONDS);
        }
    }

    /// The topics that an argument names, one for each account of this connection if the channel is private; none when
    /// it was refused.
    private List<TopicKey> keys(String id, Fields arg) {
        String channel = arg.text("channel");
        String instrument = arg.text("instId");
        if (!FanOut.isChannel(channel)) {
            notFound(id, channel, "instId", instrument);
            return List.of();
        }
        if (FanOut.needsLogin(channel) && logins.isEmpty()) {
            error(id, "60011", "Please log in");
            return List.of();
        }
        if (FanOut.isOfInstrument(channel)
                ? !services.isInstrument(instrument)
                : !instrument.isEmpty() && !services.isInstrument(instrument)) {
            notFound(id, channel, "instId", instrument);
            return List.of();
        }
        String type = arg.text("instType");
        boolean isAny = type.equals("ANY") && !channel.equals("instruments");
        if (needsType(channel) && !isAny && !TYPES.contains(type)) {
            notFound(id, channel, "instType", type);
            return List.of();
        }
        String family = arg.text("instFamily");
        if (family.length() > FAMILY_LENGTH_MAX) {
            notFound(id, channel, "instFamily", family.substring(0, FAMILY_LENGTH_MAX));
            return List.of();
        }
        String currency = arg.text("ccy");
        if (channel.equals("account") && !currency.isEmpty() && !services.isCurrency(currency)) {
            notFound(id, channel, "ccy", currency.substring(0, Math.min(currency.length(), FAMILY_LENGTH_MAX)));
            return List.of();
        }
        String extra = channel.equals("account") ? arg.text("extraParams") : "";
        Fields extraParams = extra.isEmpty() ? new Fields(Map.of()) : object(extra);
        if (extraParams == null) {
            error(id, "60013", "Invalid args");
            return List.of();
        }
        boolean isEventsOnly = extraParams.text("updateInterval").equals("0");
        if (!FanOut.isPrivate(channel)) {
            boolean isList = channel.equals("instruments");
            boolean isOfInstrument = FanOut.isOfInstrument(channel);
            return List.of(new TopicKey(channel, isList ? type : "", "", isOfInstrument ? instrument : "", "", 0));
        }
        return logins.values().stream()
                .map(key -> new TopicKey(
                        channel,
                        needsType(channel) ? type : "",
                        needsType(channel) ? family : "",
                        isFiltered(channel) ? instrument : "",
                        channel.equals("account") ? currency : "",
                        isEventsOnly,
                        key.accountId()))
                .toList();
    }

    /// An object that came as text within text; null if it is none.
    private static @Nullable Fields object(String text) {
        try {
            return JsonInput.read(text) instanceof Fields fields ? fields : null;
        } catch (MalformedJsonException malformed) {
            return null;
        }
    }

    private void notFound(String id, String channel, String parameter, String value) {
        error(id, "60018", "Wrong URL or channel:" + channel + "," + parameter + ":" + value + NOT_FOUND);
    }

    private static boolean isFiltered(String channel) {
        return !channel.equals("account") && !channel.equals("balance_and_position");
    }

    private static boolean needsType(String channel) {
        return switch (channel) {
            case "instruments", "orders", "positions", "orders-algo", "algo-advance" -> true;
            default -> false;
        };
    }

    private boolean conflicts(TopicKey key) {
        return switch (key.channel()) {
            case "books-l2-tbt" -> listensTo("books", key) || listensTo("books50-l2-tbt", key);
            case "books", "books50-l2-tbt" -> listensTo("books-l2-tbt", key);
            default -> false;
        };
    }

    private boolean listensTo(String channel, TopicKey like) {
        return subscriptions.containsKey(new TopicKey(channel, "", "", like.instrument(), "", 0));
    }

    // Orders.

    private void trade(String id, String op, List<?> args, Fields request) {
        String path = switch (op) {
            case "order" -> "order";
            case "batch-orders" -> "batch-orders";
            case "cancel-order" -> "cancel-order";
            case "batch-cancel-orders" -> "cancel-batch-orders";
            case "amend-order" -> "amend-order";
            case "batch-amend-orders" -> "amend-batch-orders";
            case "mass-cancel" -> "mass-cancel";
            default -> "";
        };
        TradeRoutes.Route route = services.trade().find("/api/v5/trade/" + path);
        if (route == null) {
            error(id, "60019", "Invalid op: " + op);
            return;
        }
        if (id.isEmpty()) {
            error("", "60027", "Parameter id can not be empty.");
            return;
        }
        if (logins.isEmpty()) {
            error(id, "60011", "Please log in");
            return;
        }
        ApiKey key = logins.values().iterator().next();
        long inNanos = services.clockNanos().getAsLong();
        if (logins.size() > 1) {
            answer(
                    id,
                    op,
                    TradeReply.refused(
                            200,
                            "60028",
                            "The current operation is not supported by this connection: it is logged in to several"
                                    + " accounts."),
                    inNanos);
            return;
        }
        if (services.isGone(key)) {
            close(4007, "API key has been updated or deleted");
            return;
        }
        if (!key.may(route.permission())) {
            answer(
                    id,
                    op,
                    TradeReply.refused(200, "50120", "This API key doesn't have permission to use this function"),
                    inNanos);
            return;
        }
        boolean isBatch = op.startsWith("batch");
        if (args.isEmpty() || (!isBatch && !(args.size() == 1 && args.getFirst() instanceof Fields))) {
            answer(id, op, TradeReply.refused(200, "60013", "Invalid args"), inNanos);
            return;
        }
        if (!services.isServing().getAsBoolean()) {
            answer(
                    id,
                    op,
                    TradeReply.refused(503, "50001", "Service temporarily unavailable. Please try again later."),
                    inNanos);
            return;
        }
        if (route.limit() != null
                && !services.endpoints()
                        .admit("/api/v5/trade/" + path, route.limit(), address, key.accountId(), "", "", inNanos)) {
            answer(id, op, TradeReply.refused(429, "50011", "Too Many Requests"), inNanos);
            return;
        }
        var call = new TradeRoutes.Request(isBatch ? args : args.getFirst(), request.text("expTime"), key.accountId());
        if (context != null) {
            route.handler().handle(call, context.executor(), reply -> answer(id, op, reply, inNanos));
        }
    }

    private void answer(String id, String op, TradeReply reply, long inNanos) {
        byte[] items = (reply.itemsJson().isEmpty() ? "[]" : reply.itemsJson())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
        json.beginObject().field("id", id).field("op", op).key("data").json(items, 0, items.length);
        // Clients read the reasons of the items only if there is no message above them.
        json.field("code", reply.code()).field("msg", reply.hasItems() ? "" : reply.message());
        if (!op.equals("mass-cancel")) {
            json.field("inTime", inNanos / 1_000)
                    .field("outTime", services.clockNanos().getAsLong() / 1_000);
        }
        send(json.endObject());
    }

    // Out.

    private void illegal(String id, String text) {
        error(id, "60012", "Illegal request: " + text.substring(0, Math.min(text.length(), 512)));
    }

    private void error(String id, String code, String message) {
        event(id, "error", json -> json.field("code", code).field("msg", message));
    }

    private void event(String id, String event, java.util.function.Consumer<JsonOutput> fields) {
        JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
        json.beginObject();
        if (!id.isEmpty()) {
            json.field("id", id);
        }
        json.field("event", event);
        fields.accept(json);
        send(json.field("connId", connectionId).endObject());
    }

    private void send(JsonOutput json) {
        if (context != null && !closing) {
            write(Frames.text(json));
            context.flush();
        }
    }

    private void write(ByteBuf frame) {
        if (context == null || closing) {
            frame.release();
            return;
        }
        if (!context.channel().isWritable()) {
            // Much at once is no sign of a slow reader: first what waits must have had its chance to go.
            context.flush();
        }
        if (!context.channel().isWritable()) {
            // What it cannot take now it would have to miss, and a book with a gap is worse than none.
            frame.release();
            services.counters().increment("sockets_too_slow");
            close(4005, "Buffer is full, cannot write data");
            return;
        }
        lastTrafficNanos = System.nanoTime();
        context.write(frame);
    }

    private void close(int code, String reason) {
        if (context == null || closing) {
            return;
        }
        closing = true;
        List.copyOf(subscriptions.keySet()).forEach(this::leave);
        ChannelHandlerContext last = context;
        last.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(ChannelFutureListener.CLOSE);
        // A peer that reads nothing cannot take the farewell either.
        last.executor().schedule(() -> last.close(), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable problem) {
        if (problem instanceof IOException) {
            services.counters().increment("connections_broken");
            failed.close();
        } else if (problem instanceof TooLongFrameException && !(problem instanceof CorruptedWebSocketFrameException)) {
            // Each fragment was small enough, the message is not.
            services.counters().increment("frames_oversized");
            close(1009, "Request message too long");
        } else if (problem instanceof CodecException) {
            // A wrong frame: the decoder has answered with the right close code already.
            services.counters().increment("frames_malformed");
            failed.close();
        } else {
            services.counters().increment("socket_failures");
            LOG.error("failed to serve {}", failed.channel().remoteAddress(), problem);
            close(1011, "Internal error");
        }
    }

    private final class Listening extends Subscription {
        Listening(TopicKey key) {
            super(key, loop());
        }

        @Override
        protected void push(ByteBuf frame) {
            write(frame);
        }

        @Override
        protected void flush() {
            if (context != null) {
                context.flush();
            }
        }
    }

    private io.netty.channel.EventLoop loop() {
        if (context == null) {
            throw new IllegalStateException("expected an installed session");
        }
        return context.channel().eventLoop();
    }
}
