package seawall.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import seawall.gateway.http.HttpLimits;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// Bytes on a public connection earn answers that are whole, each with one JSON object, and the same ones however the
/// bytes were cut into packets; nothing that was not signed becomes a command, and nothing fails inside.
final class HttpFuzz extends FuzzTarget {
    private static final HttpLimits LIMITS =
            new HttpLimits(256, 512, 128, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(75), 1 << 20, 1 << 18, 256);
    private static final QuietGateway GATEWAY = new QuietGateway(LIMITS);
    private static final int LINE_END_BYTES = 2;
    private static final Pattern HEAD =
            Pattern.compile("\\GHTTP/1\\.1 (\\d{3}) [^\\r\\n]*\\r\\n((?:[!-9;-~]+: [^\\r\\n]*\\r\\n)*)\\r\\n");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: (\\d+)\\r?$");
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "GET /api/v5/public/time HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /api/v5/market/books?instId=BTC-USDT&sz=5 HTTP/1.1\r\n\r\nGET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n",
            "POST /api/v5/trade/order HTTP/1.1\r\nContent-Type: application/json\r\nOK-ACCESS-KEY: key-1\r\nOK-ACCESS-SIGN: x\r\nOK-ACCESS-TIMESTAMP: 1767323045\r\nOK-ACCESS-PASSPHRASE: pass-1\r\nContent-Length: 2\r\n\r\n{}",
            "POST /api/v5/trade/order-algo HTTP/1.1\r\nContent-Type: application/json\r\nOK-ACCESS-KEY: key-1\r\nOK-ACCESS-SIGN: x\r\nContent-Length: 40\r\n\r\n{\"ordType\":\"trigger\",\"triggerPx\":\"51000\"}",
            "POST /api/v5/trade/cancel-algos HTTP/1.1\r\nContent-Length: 16\r\n\r\n[{\"algoId\":\"1\"}]POST /api/v5/trade/amend-algos HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
            "GET /api/v5/trade/orders-algo-pending?ordType=conditional,oco HTTP/1.1\r\n\r\nGET /api/v5/market/call-auction-details?instId=BTC-USDT HTTP/1.1\r\n\r\n",
            "POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "POST /api/v5/trade/order HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "POST / HTTP/1.1\r\nContent-Length: 300\r\nExpect: 100-continue\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
            "GET http://a/api/v5/public/time HTTP/1.1\r\n\r\nHEAD /api/v5/public/time HTTP/1.0\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\n\r\nTRACE / HTTP/1.1\r\nMax-Forwards: 0\r\n\r\n",
            "GET /api/v5/market/ticker?instId=%00%zz HTTP/1.1\r\nA:\u0000b\r\n c\r\n\r\n",
            "GET /ws/v5/public HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    HttpFuzz() {
        super(SEEDS, 3_000, HttpFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) throws MalformedJsonException {
        String whole = answers(input, input.length);
        // The first byte also says into how long packets the bytes are cut.
        String cut = answers(input, input.length == 0 ? 1 : 1 + (input[0] & 0x1f));
        if (whole.startsWith("HTTP/1.1 101") || whole.contains("\r\n\r\nHTTP/1.1 101")) {
            // What follows are frames, and their answers have an id that is drawn.
            return;
        }
        if (!fillsALimit(input)) {
            assertThat(cut).as("the same bytes in packets").isEqualTo(whole);
        }
        check(cut, new String(input, StandardCharsets.ISO_8859_1).contains("HEAD"));
        check(whole, new String(input, StandardCharsets.ISO_8859_1).contains("HEAD"));
    }

    /// True when a line, or several in a row, are as long as a request line or the headers may be, to the last two
    /// bytes.
    /// The decoder counts the end of a line against the limit only if it comes in a packet of its own.
    private static boolean fillsALimit(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int from = 0; from < lines.length; from++) {
            int length = 0;
            for (int to = from; to < lines.length; to++) {
                length += lines[to].length();
                if (isAt(LIMITS.requestLineBytesMax(), length) || isAt(LIMITS.headerBytesMax(), length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAt(int bytesMax, int length) {
        // With or without a carriage return for each of a few lines.
        return length >= bytesMax && length <= bytesMax + LINE_END_BYTES;
    }

    private static void check(String answers, boolean asksForHeads) throws MalformedJsonException {
        Matcher head = HEAD.matcher(answers);
        int at = 0;
        while (at < answers.length()) {
            assertThat(head.find(at)).as(answers.substring(at)).isTrue();
            assertThat(head.start()).isEqualTo(at);
            at = head.end();
            if (head.group(1).equals("100")) {
                continue;
            }
            if (asksForHeads && (at == answers.length() || answers.startsWith("HTTP/1.1 ", at))) {
                // The head alone, which tells the length of the body that it leaves out.
                continue;
            }
            Matcher length = LENGTH.matcher(head.group(2));
            assertThat(length.find()).as(head.group()).isTrue();
            int end = at + Integer.parseInt(length.group(1));
            assertThat(end).isLessThanOrEqualTo(answers.length());
            if (end > at) {
                assertThat(JsonInput.read(answers.substring(at, end))).isNotNull();
            }
            at = end;
        }
    }

    private static String answers(byte[] input, int packetBytes) {
        long failures = GATEWAY.counters.value("http_failures") + GATEWAY.counters.value("socket_failures");
        EmbeddedChannel channel = new EmbeddedChannel(GATEWAY.connections);
        List<ByteBuf> out = new ArrayList<>();
        for (int at = 0; at < input.length && channel.isActive(); at += packetBytes) {
            channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(packetBytes, input.length - at)));
            channel.runPendingTasks();
        }
        GATEWAY.readJournal();
        channel.runPendingTasks();
        channel.checkException();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            out.add(part);
        }
        channel.finishAndReleaseAll();
        StringBuilder text = new StringBuilder();
        out.forEach(part -> {
            text.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        });
        assertThat(GATEWAY.counters.value("http_failures") + GATEWAY.counters.value("socket_failures"))
                .as("failures inside")
                .isEqualTo(failures);
        assertThat(GATEWAY.venue.offered).isEmpty();
        return text.toString();
    }
}
