package seawall.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds the pipeline of a public connection.
public final class HttpInitializer extends ChannelInitializer<Channel> {
    private final HttpServices services;
    private final Supplier<@Nullable SslContext> tls;
    private final AtomicInteger connections = new AtomicInteger();

    /// @param tls the certificate in force, asked for each connection; null for plain text
    public HttpInitializer(HttpServices services, Supplier<@Nullable SslContext> tls) {
        this.services = services;
        this.tls = tls;
    }

    /// Connections open now.
    public int connections() {
        return connections.get();
    }

    @Override
    protected void initChannel(Channel channel) {
        HttpLimits limits = services.limits();
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > limits.connectionsMax()) {
            // Not even an answer: under a flood of connections each byte written makes it worse.
            services.counters().increment("connections_refused");
            channel.close();
            return;
        }
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(limits.writeBytesLow(), limits.writeBytesHigh()));
        channel.config().setAutoRead(false);
        ConnectionTimer timer = new ConnectionTimer(limits);
        ChannelPipeline pipeline = channel.pipeline();
        SslContext context = tls.get();
        if (context != null) {
            SslHandler handler = context.newHandler(channel.alloc());
            // A handshake is a part of what a sender may take his time for.
            handler.setHandshakeTimeoutMillis(limits.requestSender().toMillis());
            pipeline.addLast(handler);
        }
        pipeline.addLast(timer)
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.requestLineBytesMax())
                        .setMaxHeaderSize(limits.headerBytesMax())
                        .setMaxChunkSize(limits.bodyBytesMax())
                        .setAllowDuplicateContentLengths(false)))
                .addLast(new Body(limits.bodyBytesMax()))
                .addLast(new FlowControlHandler())
                .addLast(new HttpFront(services, timer));
    }

    /// Collects a body up to its maximum; a larger one is handed on as malformed, so that the front answers it.
    private final class Body extends HttpObjectAggregator {
        Body(int bytesMax) {
            super(bytesMax);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            services.counters().increment("http_oversized");
            // The rest of the body is not read: the connection ends with this answer.
            byte[] json = ("{\"msg\":\"Request body exceeds " + maxContentLength() + " bytes\",\"code\":\"50002\"}")
                    .getBytes(StandardCharsets.US_ASCII);
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, Unpooled.wrappedBuffer(json));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
            HttpUtil.setKeepAlive(response, false);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
