package seawall.app.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
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
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import seawall.drill.client.Credentials;

/// Orders over WebSocket connections, one for each trader, all on one thread of its own.
final class WebSocketLoad implements Load {
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final int LOGIN_SECONDS_MAX = 30;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final String tail;

    /// @param traders    whose orders these are
    /// @param logIn      whether the other side wants a login, and says so when it has it
    /// @param order      the JSON of an order
    WebSocketLoad(URI uri, List<Credentials> traders, boolean logIn, String order, Answers answers)
            throws InterruptedException {
        tail = "\",\"op\":\"order\",\"args\":[" + order + "]}";
        var ready = new CountDownLatch(traders.size());
        var bootstrap =
                new Bootstrap().group(group).channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        for (Credentials trader : traders) {
            bootstrap.handler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                    channel.pipeline()
                            .addLast(new HttpClientCodec())
                            .addLast(new HttpObjectAggregator(MESSAGE_BYTES_MAX))
                            .addLast(new WebSocketClientProtocolHandler(
                                    uri,
                                    WebSocketVersion.V13,
                                    null,
                                    false,
                                    new DefaultHttpHeaders(),
                                    MESSAGE_BYTES_MAX))
                            .addLast(new Receiver(trader, logIn, ready, answers));
                }
            });
            channels.add(bootstrap.connect(uri.getHost(), uri.getPort()).sync().channel());
        }
        if (!ready.await(LOGIN_SECONDS_MAX, TimeUnit.SECONDS)) {
            close();
            throw new IllegalStateException("expected " + traders.size() + " connections within " + LOGIN_SECONDS_MAX
                    + " s, " + ready.getCount() + " are missing");
        }
    }

    @Override
    public boolean send(long index) {
        Channel channel = OrderText.inTurn(channels, index);
        if (!channel.isWritable()) {
            return false;
        }
        ByteBuf text = Unpooled.copiedBuffer("{\"id\":\"" + index + tail, StandardCharsets.US_ASCII);
        channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
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

    private static final class Receiver extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Credentials trader;
        private final boolean logIn;
        private final CountDownLatch ready;
        private final Answers answers;

        Receiver(Credentials trader, boolean logIn, CountDownLatch ready, Answers answers) {
            this.trader = trader;
            this.logIn = logIn;
            this.ready = ready;
            this.answers = answers;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                if (logIn) {
                    context.writeAndFlush(new TextWebSocketFrame(OrderText.login(trader)), context.voidPromise());
                } else {
                    ready.countDown();
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            String text = frame.text();
            long index = OrderText.number(text, "\"id\":\"");
            if (index >= 0) {
                answers.onAnswer(index, !logIn || OrderText.isTaken(text));
            } else if (text.contains("\"event\":\"login\"")) {
                ready.countDown();
            }
        }
    }
}
