package seawall.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operators' port: health, metrics, drain. It listens where only operators reach it, so it asks for no key.
public final class OpsServer extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    private static final int BODY_BYTES_MAX = 4 * 1024;
    private static final int CONNECTIONS_MAX = 64;

    /// What operators may see and do.
    public interface Operations {
        /// True while requests are answered.
        boolean isHealthy();

        /// One JSON object.
        String health();

        /// Prometheus text format.
        String metrics();

        /// Begins to leave; returns at once.
        void drain();
    }

    private final Operations operations;
    private final long lifetimeNanos;
    private final AtomicInteger connections = new AtomicInteger();

    /// @param lifetime a connection serves one request and ends after this long, however its sender dawdles
    public OpsServer(Operations operations, Duration lifetime) {
        this.operations = operations;
        this.lifetimeNanos = lifetime.toNanos();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        var end = channel.eventLoop().schedule(() -> channel.close(), lifetimeNanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> {
            end.cancel(false);
            connections.decrementAndGet();
        });
        if (connections.incrementAndGet() > CONNECTIONS_MAX) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(new HttpServerCodec()).addLast(new Body()).addLast(new Front());
    }

    /// Collects a body up to its maximum; the rest of a larger one is not read.
    private static final class Body extends HttpObjectAggregator {
        Body() {
            super(BODY_BYTES_MAX);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            answer(
                    context,
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "application/json",
                    "{\"error\":\"too large\"}");
        }
    }

    private final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.decoderResult().isFailure()) {
                answer(context, HttpResponseStatus.BAD_REQUEST, "application/json", "{\"error\":\"malformed\"}");
                return;
            }
            switch (request.method().name() + " " + request.uri()) {
                case "GET /health" ->
                    answer(
                            context,
                            operations.isHealthy() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "application/json",
                            operations.health());
                case "GET /metrics" ->
                    answer(context, HttpResponseStatus.OK, "text/plain; version=0.0.4", operations.metrics());
                case "POST /drain" -> {
                    operations.drain();
                    answer(context, HttpResponseStatus.ACCEPTED, "application/json", "{\"draining\":true}");
                }
                default -> answer(context, HttpResponseStatus.NOT_FOUND, "application/json", "{\"error\":\"unknown\"}");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
            LOG.info("operator's connection {} ended", context.channel().remoteAddress(), problem);
            context.close();
        }
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONNECTION, "close")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
