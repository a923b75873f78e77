package seawall.app.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import seawall.drill.client.Credentials;

/// Signed orders over HTTP connections that are kept open, one request on each at a time, as clients do it.
final class HttpLoad implements Load {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final String PATH = "/api/v5/trade/order";
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Receiver> free;
    private final String host;
    private final String order;
    private final String run = "b" + Long.toString(System.nanoTime(), 36) + "x";

    HttpLoad(URI uri, List<Credentials> traders, int connections, String order, Answers answers)
            throws InterruptedException {
        this.order = order;
        host = uri.getHost() + ":" + uri.getPort();
        free = new ArrayBlockingQueue<>(connections);
        var bootstrap =
                new Bootstrap().group(group).channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        for (int index = 0; index < connections; index++) {
            var receiver = new Receiver(OrderText.inTurn(traders, index), answers);
            bootstrap.handler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                    channel.pipeline()
                            .addLast(new HttpClientCodec())
                            .addLast(new HttpObjectAggregator(MESSAGE_BYTES_MAX))
                            .addLast(receiver);
                }
            });
            receiver.channel =
                    bootstrap.connect(uri.getHost(), uri.getPort()).sync().channel();
            free.add(receiver);
        }
    }

    @Override
    public boolean send(long index) {
        Receiver receiver = free.poll();
        if (receiver == null) {
            return false;
        }
        receiver.send(index);
        return true;
    }

    @Override
    public int poll() {
        return 0;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// One connection.
    private final class Receiver extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final Credentials trader;
        private final Answers answers;
        private volatile long index;
        private volatile String sent = "";
        private @Nullable Channel channel;

        Receiver(Credentials trader, Answers answers) {
            this.trader = trader;
            this.answers = answers;
        }

        void send(long number) {
            Channel open = channel;
            if (open == null) {
                throw new IllegalStateException("expected a connection");
            }
            index = number;
            String timestamp = MILLIS.format(Instant.now());
            String text = OrderText.withClientId(order, run + number);
            sent = text;
            var body = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
            var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, PATH, body);
            request.headers()
                    .set(HttpHeaderNames.HOST, host)
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set("OK-ACCESS-KEY", trader.apiKey())
                    .set("OK-ACCESS-SIGN", trader.signature(timestamp, "POST", PATH, text))
                    .set("OK-ACCESS-TIMESTAMP", timestamp)
                    .set("OK-ACCESS-PASSPHRASE", trader.passphrase());
            open.writeAndFlush(request, open.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            String text = response.content().toString(StandardCharsets.US_ASCII);
            // Both are read before the connection is given back: from then on they belong to its next request.
            long answered = index;
            boolean taken = OrderText.isTaken(text) || text.equals(sent);
            free.add(this);
            answers.onAnswer(answered, taken);
        }
    }
}
