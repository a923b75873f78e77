package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import seawall.gateway.http.HttpLimits;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PlaceOrderDecoder;

/// A text on a socket earns frames of one JSON object each, on a connection that stays open; without a login it never
/// becomes a command, and with one every command is about the account that logged in.
final class WsFuzz extends FuzzTarget {
    private static final int ACCOUNT = 1_000;
    private static final int ACCOUNT_OFFSET =
            MessageHeaderEncoder.ENCODED_LENGTH + PlaceOrderDecoder.accountIdEncodingOffset();
    private static final String LOGIN = login();
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "ping",
            "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"}]}",
            "{\"id\":\"1\",\"op\":\"unsubscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}]}",
            "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders\",\"instType\":\"ANY\"},{\"channel\":\"account\",\"ccy\":\"BTC\"},{\"channel\":\"instruments\",\"instType\":\"SPOT\"}]}",
            "{\"op\":\"login\",\"args\":[{\"apiKey\":\"key-1\",\"passphrase\":\"p\",\"timestamp\":\"1767323045\",\"sign\":\"x\"}]}",
            "{\"id\":\"1512\",\"op\":\"order\",\"args\":[{\"instIdCode\":1,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\"}]}",
            "{\"id\":\"2\",\"op\":\"batch-orders\",\"args\":[{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"sell\",\"ordType\":\"market\",\"sz\":\"2\"},7,null]}",
            "{\"id\":\"3\",\"op\":\"batch-cancel-orders\",\"args\":[{\"instId\":\"BTC-USDT\",\"ordId\":\"100000000000000001\"},{\"instId\":\"BTC-USDT\",\"clOrdId\":\"x\"}]}",
            "{\"id\":\"4\",\"op\":\"amend-order\",\"args\":[{\"instId\":\"BTC-USDT\",\"clOrdId\":\"x\",\"newSz\":\"3\"}],\"expTime\":\"1767323999000\"}",
            "{\"id\":\"6\",\"op\":\"order\",\"args\":[{\"instIdCode\":1,\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",\"px\":\"2.1\",\"sz\":\"2\",\"attachAlgoOrds\":[{\"tpTriggerPx\":\"3\",\"tpOrdPx\":\"-1\",\"slTriggerPx\":\"2\",\"slOrdPx\":\"1.9\"}]}]}",
            "{\"id\":\"7\",\"op\":\"batch-orders\",\"args\":[{\"instId\":\"BTC-USDT\",\"tdMode\":\"cross\",\"side\":\"sell\",\"ordType\":\"oco\",\"sz\":\"2\",\"tpTriggerPx\":\"3\",\"tpOrdPx\":\"-1\",\"slTriggerPx\":\"2\",\"slOrdPx\":\"-1\"},{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\",\"ordType\":\"move_order_stop\",\"sz\":\"2\",\"callbackSpread\":\"5\"}]}",
            "{\"op\":\"subscribe\",\"args\":[{\"channel\":\"orders-algo\",\"instType\":\"ANY\"},{\"channel\":\"algo-advance\",\"instType\":\"SPOT\",\"instId\":\"BTC-USDT\"},{\"channel\":\"call-auction-details\",\"instId\":\"BTC-USDT\"}]}",
            "{\"id\":\"5\",\"op\":\"mass-cancel\",\"args\":[{\"instType\":\"SPOT\"}]}",
            "{\"id\":\"\\ud800\",\"op\":\"\\u0000\",\"args\":[]}",
            "[]");

    private static QuietGateway gateway = quietGateway();

    WsFuzz() {
        super(SEEDS, 3_000, WsFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) throws MalformedJsonException {
        String text = new String(input, StandardCharsets.UTF_8);
        talk(text);
        assertThat(gateway.venue.offered).as("commands of nobody").isEmpty();
        List<String> frames = talk(LOGIN, text);
        if (frames.getFirst().contains("60014")) {
            // Wrong logins have used up what an address may guess, and time stands still here.
            gateway = quietGateway();
            frames = talk(LOGIN, text);
        }
        assertThat(frames.getFirst()).startsWith("{\"event\":\"login\",\"code\":\"0\"");
        gateway.venue.offered.forEach(
                command -> assertThat(command.bytes().getInt(ACCOUNT_OFFSET, java.nio.ByteOrder.LITTLE_ENDIAN))
                        .isEqualTo(ACCOUNT));
        gateway.venue.offered.clear();
    }

    private static List<String> talk(String... texts) throws MalformedJsonException {
        long failures = gateway.counters.value("socket_failures");
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                gateway.sockets.install(context, "192.0.2.1");
            }
        });
        for (String text : texts) {
            channel.writeInbound(new TextWebSocketFrame(text));
            gateway.readJournal();
            channel.runPendingTasks();
        }
        List<String> frames = new ArrayList<>();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            String frame = text(out);
            assertThat(frame.equals("pong") || JsonInput.read(frame) instanceof Fields)
                    .as(frame)
                    .isTrue();
            frames.add(frame);
        }
        assertThat(channel.isActive()).isTrue();
        channel.finishAndReleaseAll();
        assertThat(gateway.counters.value("socket_failures")).isEqualTo(failures);
        assertThat(gateway.sockets.sessions()).isEmpty();
        return frames;
    }

    /// Shared frames are bytes with their header already; others are still frames.
    private static String text(Object out) {
        switch (out) {
            case TextWebSocketFrame frame -> {
                String text = frame.text();
                frame.release();
                return text;
            }
            case ByteBuf frame -> {
                assertThat(frame.getUnsignedByte(0)).as("a final text frame").isEqualTo((short) 0x81);
                int length = frame.getUnsignedByte(1);
                int header = length < 126 ? 2 : length == 126 ? 4 : 10;
                String text = frame.toString(
                        frame.readerIndex() + header, frame.readableBytes() - header, StandardCharsets.UTF_8);
                frame.release();
                return text;
            }
            default -> throw new AssertionError("expected texts only, found " + out);
        }
    }

    private static QuietGateway quietGateway() {
        QuietGateway fresh = new QuietGateway(HttpLimits.standard());
        fresh.venue.answerAll(Outcome.BALANCE_INSUFFICIENT, 0);
        return fresh;
    }

    private static String login() {
        String timestamp = Long.toString(QuietGateway.NOW_NANOS / 1_000_000_000);
        return "{\"op\":\"login\",\"args\":[{\"apiKey\":\"key-1\",\"passphrase\":\"pass-1\",\"timestamp\":\""
                + timestamp + "\",\"sign\":\"" + TestClient.sign("secret-1", timestamp + "GET/users/self/verify")
                + "\"}]}";
    }
}
