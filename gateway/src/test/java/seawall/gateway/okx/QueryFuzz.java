package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import seawall.gateway.view.ApiKeyView;
import seawall.wire.FuzzTarget;
import seawall.wire.Fuzzing;

/// Every read endpoint answers every query string with one envelope: either data and code 0, or a documented code, a
/// text and no data. No more than 500 rows, whatever `limit` and `sz` say.
final class QueryFuzz extends FuzzTarget {
    private static final int ROWS_MAX = 500;
    private static final Scene SCENE = new Scene();
    private static final List<Endpoint> ENDPOINTS =
            SCENE.endpoints.endpoints().stream().toList();
    // The first character picks the endpoint.
    private static final List<byte[]> SEEDS = Fuzzing.texts(
            "\u0000instId=BTC-USDT",
            "\u0001instType=SPOT&instId=BTC-USDT&limit=100&after=1&before=99999999999999999999",
            "\u0002instId=BTC-USDT&sz=400&bar=1m&after=1597026383085&before=0",
            "\u0003ccy=BTC,ETH,USDT&type=1&ordId=100000000000000001&clOrdId=x",
            "\u0004instType=SPOT&state=live&ordType=limit,ioc&begin=0&end=1597026383085",
            "\u0005instId=%00%ff%e2%82&instId=BTC-USDT&=&&a",
            "\u0006bar=1Dutc&instId=BTC-USDT&limit=0",
            "\u0007uly=BTC-USDT&instFamily=x&quoteCcy=USDT&sz=-1");
    private static final JsonOutput BODY = new JsonOutput(1 << 20);

    QueryFuzz() {
        super(withEveryEndpoint(), 4_000, QueryFuzz::fuzzerTestOneInput);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Endpoint endpoint = ENDPOINTS.get((input[0] & 0xff) % ENDPOINTS.size());
        String query = new String(input, 1, input.length - 1, StandardCharsets.ISO_8859_1);
        Map<String, String> parameters = new LinkedHashMap<>();
        try {
            new QueryStringDecoder('?' + query, StandardCharsets.UTF_8, true, 64)
                    .parameters()
                    .forEach((name, values) -> parameters.put(name, values.getFirst()));
        } catch (IllegalArgumentException malformed) {
            return;
        }
        ApiKeyView key = SCENE.views.apiKey("key-of-maker");
        ReadRequest request = new ReadRequest(endpoint.path(), parameters, key, Scene.NOW_NANOS, "192.0.2.1");
        Reply reply = SCENE.endpoints.answer(endpoint, request, BODY);

        assertThat(reply.needsOlderPages()).isFalse();
        Map<String, Object> envelope = JsonTree.object(JsonTree.parse(BODY.toString()));
        assertThat(envelope.keySet()).containsExactly("code", "msg", "data");
        assertThat(envelope.get("code")).isEqualTo(reply.code());
        List<Object> data = JsonTree.list(envelope.get("data"));
        if (reply.code().equals("0")) {
            assertThat(reply.httpStatus()).isEqualTo(200);
            assertThat(data).hasSizeLessThanOrEqualTo(ROWS_MAX);
        } else {
            assertThat(reply.code()).as(endpoint.path() + '?' + query).matches("5[0-9]{4}");
            assertThat(reply.httpStatus()).isIn(200, 400, 404);
            assertThat((String) envelope.get("msg")).isNotBlank();
            assertThat(data).isEmpty();
        }
    }

    private static List<byte[]> withEveryEndpoint() {
        List<byte[]> seeds = new java.util.ArrayList<>(SEEDS);
        for (int i = 0; i < ENDPOINTS.size(); i++) {
            byte[] seed = SEEDS.get(i % SEEDS.size()).clone();
            seed[0] = (byte) i;
            seeds.add(seed);
        }
        return seeds;
    }
}
