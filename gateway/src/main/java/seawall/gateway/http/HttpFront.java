package seawall.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.auth.ApiKey;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Authenticator.Result;
import seawall.gateway.auth.Refusal;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.ReadRequest;
import seawall.gateway.okx.Reply;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;
import seawall.gateway.trade.TradeReply;
import seawall.gateway.trade.TradeRoutes;

/// Answers the requests of one connection, one after the other: the next is read when the answer of the one before is
/// written, so that pipelined requests are answered in order and none of them queues here.
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int REPLY_BYTES_MAX = 8 * 1024 * 1024;
    private static final int QUERY_PARAMETERS_MAX = 64;
    private static final int COUNTED_LENGTH_MAX = 16;
    private static final byte[] NOTHING = {};
    private static final Object MALFORMED = new Object();

    private final HttpServices services;
    private final ConnectionTimer timer;
    private boolean answering;

    HttpFront(HttpServices services, ConnectionTimer timer) {
        this.services = services;
        this.timer = timer;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
        context.fireChannelActive();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // A read that brought only a part of a request has used up our demand for one.
        if (!answering) {
            context.read();
        }
        context.fireChannelReadComplete();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        answering = true;
        timer.requestComplete();
        services.counters().increment("http_requests");
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && !services.isDraining().getAsBoolean();
        if (request.decoderResult().isFailure()) {
            refuseMalformed(context, request.decoderResult().cause());
            return;
        }
        Exchange exchange = new Exchange(context, keepAlive);
        String target = request.uri();
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        InetAddress address = address(context);
        if (path.startsWith("/ws/v5/")) {
            upgrade(context, request, path, address, exchange);
        } else if (!path.startsWith("/api/v5/")) {
            exchange.gatewayError(404, "50030", "You don't have permission to use this API endpoint");
        } else if (request.method().equals(HttpMethod.GET)) {
            read(exchange, request, target, path, address);
        } else if (request.method().equals(HttpMethod.POST)) {
            trade(exchange, request, target, path, address);
        } else {
            exchange.gatewayError(405, "50115", "Invalid request method.");
        }
    }

    private void read(Exchange exchange, FullHttpRequest request, String target, String path, InetAddress address) {
        ReadTable.Read read = services.reads().find(path);
        if (read == null) {
            refuseUnknown(exchange, services.trade().find(path) != null);
            return;
        }
        if (!services.isLive().getAsBoolean() && !read.isAlwaysAnswered()) {
            exchange.unavailable();
            return;
        }
        Map<String, String> parameters = parameters(target);
        if (parameters == null) {
            exchange.applicationError(400, "51000", "Parameter query error");
            return;
        }
        long nowNanos = services.clockNanos().getAsLong();
        String ip = address.getHostAddress();
        String instrument = parameters.getOrDefault("instId", "");
        String type = parameters.getOrDefault("instType", "");
        RateLimit limit = read.limit();
        ApiKey key = null;
        if (read.permission() != 0) {
            key = authenticate(
                    exchange, request, target, NOTHING, address, read.permission(), path, limit, instrument, type);
            if (key == null) {
                return;
            }
        }
        int accountId = key == null ? 0 : key.accountId();
        if (!services.endpoints().admit(path, limit, ip, accountId, instrument, type, nowNanos)) {
            exchange.tooMany();
            return;
        }
        var question = new ReadRequest(path, parameters, key == null ? null : key.view(), nowNanos, ip);
        JsonOutput body = new JsonOutput(REPLY_BYTES_MAX);
        Reply reply = read.answer(question, body, false);
        if (reply.needsOlderPages()) {
            askElsewhere(exchange, read, question);
        } else {
            exchange.answer(reply, body);
        }
    }

    private void askElsewhere(Exchange exchange, ReadTable.Read read, ReadRequest question) {
        try {
            services.waiting().execute(() -> {
                JsonOutput body = new JsonOutput(REPLY_BYTES_MAX);
                try {
                    Reply reply = read.answer(question, body, true);
                    exchange.execute(() -> exchange.answer(reply, body));
                } catch (RuntimeException problem) {
                    LOG.error("answering {} with older rows", question.path(), problem);
                    exchange.execute(() -> exchange.applicationError(500, "50026", "System error. Try again later."));
                }
            });
        } catch (RejectedExecutionException full) {
            services.counters().increment("older_rows_refused");
            exchange.applicationError(429, "50013", "Systems are busy. Please try again later.");
        }
    }

    private void trade(Exchange exchange, FullHttpRequest request, String target, String path, InetAddress address) {
        TradeRoutes.Route route = services.trade().find(path);
        if (route == null) {
            refuseUnknown(exchange, services.reads().find(path) != null);
            return;
        }
        if (!services.isLive().getAsBoolean()) {
            exchange.unavailable();
            return;
        }
        byte[] content = ByteBufUtil.getBytes(request.content());
        // A path that can be read as well has two allowances.
        String counted = services.reads().find(path) == null ? path : path + "#post";
        ApiKey key = authenticate(
                exchange, request, target, content, address, route.permission(), counted, route.limit(), "", "");
        if (key == null) {
            return;
        }
        long inNanos = services.clockNanos().getAsLong();
        RateLimit limit = route.limit();
        boolean isCountedByBody = limit != null && !limit.scope().bodyField().isEmpty();
        // Elsewhere a refusal comes before the body is parsed: it must cost less than serving.
        Object body = isCountedByBody ? parsed(content) : null;
        if (limit != null
                && !services.endpoints()
                        .admit(
                                counted,
                                limit,
                                address.getHostAddress(),
                                key.accountId(),
                                "",
                                counted(limit, body),
                                inNanos)) {
            if (limit.scope() == RateLimit.Scope.USER_CURRENCY) {
                services.counters().increment("rate_refused");
                exchange.applicationError(
                        429,
                        "58102",
                        "Rate limit reached. Please refer to API docs and throttle requests accordingly.");
            } else {
                exchange.tooMany();
            }
            return;
        }
        if (content.length == 0) {
            exchange.applicationError(400, "50000", "Body for POST request cannot be empty.");
            return;
        }
        if (!isJson(request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""))) {
            exchange.applicationError(400, "50006", "Invalid Content-Type. Please use \"application/JSON\".");
            return;
        }
        if (!isCountedByBody) {
            body = parsed(content);
        }
        if (body == MALFORMED) {
            exchange.applicationError(400, "50002", "JSON syntax error");
            return;
        }
        if (services.repetitions()
                .isRepeated(
                        request.headers().get("OK-ACCESS-SIGN", ""),
                        request.headers().get("OK-ACCESS-TIMESTAMP", ""),
                        inNanos)) {
            services.counters().increment("requests_repeated");
            exchange.applicationError(200, "50042", "Repeated request");
            return;
        }
        String expTime = request.headers().get("expTime", "");
        route.handler()
                .handle(
                        new TradeRoutes.Request(body, expTime, key.accountId()),
                        exchange.context.executor(),
                        reply -> exchange.answer(reply, inNanos));
    }

    /// The body as JSON, null if there is none, or [#MALFORMED].
    private static @Nullable Object parsed(byte[] content) {
        try {
            return content.length == 0 ? null : JsonInput.read(content);
        } catch (MalformedJsonException malformed) {
            return MALFORMED;
        }
    }

    /// What a limit counts by, from the body; nonsense of any kind is counted together, and so not remembered.
    private static String counted(RateLimit limit, @Nullable Object body) {
        String field = limit.scope().bodyField();
        String value = !field.isEmpty() && body instanceof Fields fields ? fields.text(field) : "";
        return value.length() > COUNTED_LENGTH_MAX ? "" : value;
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .trim()
                .equalsIgnoreCase("application/json");
    }

    /// The key that signed the request; null when the request has been refused.
    private @Nullable ApiKey authenticate(
            Exchange exchange,
            FullHttpRequest request,
            String target,
            byte[] body,
            InetAddress address,
            int permission,
            String path,
            @Nullable RateLimit limit,
            String instrument,
            String type) {
        HttpHeaders headers = request.headers();
        String claimed = headers.get("OK-ACCESS-KEY");
        String ip = address.getHostAddress();
        long nowNanos = services.clockNanos().getAsLong();
        ApiKey known = claimed == null ? null : services.keys().find(claimed);
        // Who has guessed too often hears nothing of his guesses any more. A known key is checked all the same,
        // since its owner may share the address with the one who guesses.
        boolean mayGuess = services.endpoints().mayGuess(ip, nowNanos);
        if (known == null && !mayGuess) {
            exchange.tooMany();
            return null;
        }
        if (known != null && isUsedUp(known, path, limit, ip, instrument, type, nowNanos)) {
            // Cheaper than checking a signature, and it spends nothing: whoever merely knows the id of a key can
            // neither use up its owner's allowance nor learn more than that it is busy.
            exchange.tooMany();
            return null;
        }
        Result result = services.authenticator()
                .check(
                        new Authenticator.Headers(
                                claimed,
                                headers.get("OK-ACCESS-SIGN"),
                                headers.get("OK-ACCESS-TIMESTAMP"),
                                headers.get("OK-ACCESS-PASSPHRASE")),
                        request.method().name(),
                        target,
                        body,
                        address,
                        permission,
                        nowNanos / 1_000_000);
        return switch (result) {
            case Result.Authenticated(ApiKey key) -> key;
            case Result.Refused(Refusal refusal) -> {
                services.counters().increment("authentication_refused");
                if (refusal.chargesIp() && !mayGuess) {
                    exchange.tooMany();
                    yield null;
                }
                if (refusal.chargesIp()) {
                    services.endpoints().chargeGuess(ip, nowNanos);
                }
                exchange.gatewayError(refusal.httpStatus(), refusal.code(), refusal.message());
                yield null;
            }
        };
    }

    private boolean isUsedUp(
            ApiKey key,
            String path,
            @Nullable RateLimit limit,
            String ip,
            String instrument,
            String type,
            long nowNanos) {
        if (limit != null && !limit.scope().bodyField().isEmpty()) {
            // It counts by the body, which is not read before it is known to be the owner's.
            return false;
        }
        return limit == null
                ? !services.orders().isOpen(key.accountId(), nowNanos)
                        && !path.contains("cancel")
                        && !path.contains("algo")
                : !services.endpoints().isOpen(path, limit, ip, key.accountId(), instrument, type, nowNanos);
    }

    private void upgrade(
            ChannelHandlerContext context,
            FullHttpRequest request,
            String path,
            InetAddress address,
            Exchange exchange) {
        String ip = address.getHostAddress();
        if (!path.equals("/ws/v5/public") && !path.equals("/ws/v5/private") && !path.equals("/ws/v5/business")) {
            exchange.gatewayError(404, "60018", "Wrong URL. Please use the correct URL referring to API document.");
            return;
        }
        if (services.isDraining().getAsBoolean() || !services.isLive().getAsBoolean()) {
            exchange.unavailable();
            return;
        }
        if (!services.endpoints().admitConnection(ip, services.clockNanos().getAsLong())) {
            services.counters().increment("socket_connects_refused");
            exchange.tooMany();
            return;
        }
        var factory = new WebSocketServerHandshakerFactory(
                "ws://" + request.headers().get(HttpHeaderNames.HOST, "localhost") + path,
                null,
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(services.limits().frameBytesMax())
                        .expectMaskedFrames(true)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(true)
                        .withUTF8Validator(true)
                        .build());
        WebSocketServerHandshaker handshaker = factory.newHandshaker(request);
        if (handshaker == null) {
            exchange.gatewayError(400, "60012", "Expected a WebSocket upgrade of version 13");
            return;
        }
        try {
            handshaker.handshake(context.channel(), request).addListener(done -> {
                if (done.isSuccess()) {
                    context.pipeline()
                            .addLast(new WebSocketFrameAggregator(
                                    services.limits().frameBytesMax()));
                    services.sockets().install(context, ip);
                    context.pipeline().remove(timer);
                    context.pipeline().remove(io.netty.handler.flow.FlowControlHandler.class);
                    context.pipeline().remove(this);
                    context.channel().config().setAutoRead(true);
                } else {
                    context.close();
                }
            });
        } catch (RuntimeException malformed) {
            exchange.gatewayError(400, "60012", "Expected a WebSocket handshake");
        }
    }

    private static @Nullable Map<String, String> parameters(String target) {
        try {
            Map<String, String> parameters = new LinkedHashMap<>();
            new QueryStringDecoder(target, StandardCharsets.UTF_8, true, QUERY_PARAMETERS_MAX)
                    .parameters()
                    .forEach((name, values) -> parameters.put(name, values.getFirst()));
            return parameters;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static void refuseUnknown(Exchange exchange, boolean isOtherMethod) {
        if (isOtherMethod) {
            exchange.gatewayError(405, "50115", "Invalid request method.");
        } else {
            exchange.applicationError(404, "50030", "You don't have permission to use this API endpoint");
        }
    }

    private void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
        services.counters().increment("http_malformed");
        Exchange exchange = new Exchange(context, false);
        switch (cause) {
            case TooLongHttpLineException line -> exchange.gatewayError(414, "51000", "Request line is too long");
            case TooLongHttpHeaderException header -> exchange.gatewayError(431, "51000", "Headers are too long");
            default -> exchange.gatewayError(400, "51000", "Malformed HTTP request");
        }
    }

    static InetAddress address(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
        if (problem instanceof IOException || problem instanceof CodecException) {
            // The client hung up within a request, or does not speak TLS where we do. That is its doing, and so
            // cheap for it that a line in the log would fill the disk.
            services.counters().increment("connections_broken");
        } else {
            services.counters().increment("http_failures");
            LOG.error("failed to serve {}", context.channel().remoteAddress(), problem);
        }
        context.close();
    }

    /// One request and its answer.
    private final class Exchange {
        private final ChannelHandlerContext context;
        private final boolean keepAlive;

        Exchange(ChannelHandlerContext context, boolean keepAlive) {
            this.context = context;
            this.keepAlive = keepAlive;
        }

        void execute(Runnable task) {
            context.executor().execute(task);
        }

        void tooMany() {
            services.counters().increment("rate_refused");
            gatewayError(429, "50011", "Too Many Requests");
        }

        void unavailable() {
            applicationError(503, "50001", "Service temporarily unavailable. Please try again later.");
        }

        /// Refused before the application saw it: no `data`, as OKX has it.
        void gatewayError(int status, String code, String message) {
            JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
            json.beginObject().field("msg", message).field("code", code).endObject();
            write(status, json);
        }

        void applicationError(int status, String code, String message) {
            JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
            json.beginObject().field("code", code).key("data").beginArray().endArray();
            json.field("msg", message).endObject();
            write(status, json);
        }

        void answer(Reply reply, JsonOutput body) {
            write(reply.httpStatus(), body);
        }

        void answer(TradeReply reply, long inNanos) {
            services.counters().increment("trade_replies_" + (reply.code().length() == 1 ? reply.code() : "refused"));
            if (reply.itemsJson().isEmpty()) {
                gatewayError(reply.httpStatus(), reply.code(), reply.message());
                return;
            }
            byte[] items = reply.itemsJson().getBytes(StandardCharsets.UTF_8);
            JsonOutput json = new JsonOutput(REPLY_BYTES_MAX);
            json.beginObject().field("code", reply.code()).key("data").json(items, 0, items.length);
            if (reply.isTimed()) {
                json.field("inTime", inNanos / 1_000);
            }
            json.field("msg", reply.message());
            if (reply.isTimed()) {
                json.field("outTime", services.clockNanos().getAsLong() / 1_000);
            }
            json.endObject();
            write(reply.httpStatus(), json);
        }

        private void write(int status, JsonOutput json) {
            if (!context.channel().isActive()) {
                services.counters().increment("answers_without_listener");
                return;
            }
            ByteBuf content = Unpooled.wrappedBuffer(json.array(), 0, json.length());
            var response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length());
            HttpUtil.setKeepAlive(response, keepAlive);
            timer.answered();
            var written = context.writeAndFlush(response);
            if (keepAlive) {
                written.addListener(done -> {
                    answering = false;
                    if (done.isSuccess()) {
                        context.read();
                    } else {
                        context.close();
                    }
                });
            } else {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }
    }
}
