package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static seawall.gateway.view.HandWrittenJournal.START_NANOS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.AlgoUpdate;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.HandWrittenJournal;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.OrderUpdate;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.view.ViewListener;
import seawall.gateway.view.Views;
import seawall.wire.codec.CloseReason;
import seawall.wire.codec.OrderType;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Side;
import seawall.wire.codec.SizeUnit;
import seawall.wire.codec.Wallet;

/// A small venue after a few orders: account 1000 has an open buy (14), a canceled order (13) and a filled one (11);
/// account 1001 took from it with a market order sized in quote (12).
final class Scene {
    static final long NOW_NANOS = START_NANOS + 60_000_000_000L;

    final List<OrderUpdate> updates = new ArrayList<>();
    final List<AlgoUpdate> algoUpdates = new ArrayList<>();
    final Views views;
    final HandWrittenJournal journal;
    final ReadEndpoints endpoints;
    final List<StatusRow> status = new ArrayList<>();
    private final JsonOutput body = new JsonOutput(1 << 20);
    /// The key that asks.
    String askingKey = "key-of-maker";

    Scene() {
        this(ViewLimits.standard(), null);
    }

    Scene(ViewLimits limits, @Nullable OlderPages older) {
        views = new Views(limits);
        views.listen(new ViewListener() {
            @Override
            public void onOrder(OrderUpdate update) {
                updates.add(update);
            }

            @Override
            public void onAlgo(AlgoUpdate update) {
                algoUpdates.add(update);
            }
        });
        journal = new HandWrittenJournal(views).venue();
        endpoints = new ReadEndpoints(views, older, () -> status);
        journal.entry(START_NANOS)
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.DEPOSIT, 900_00000000L, 900_00000000L, "gift")
                .balance(1_000, 2, Wallet.FUNDING, 900_00000000L, 0)
                .end();
        journal.entry(START_NANOS + 1_000_000)
                .posting(1_000, 2, Wallet.FUNDING, PostingReason.TRANSFER_OUT, -800_00000000L, 100_00000000L, "t1")
                .posting(1_000, 2, Wallet.TRADING, PostingReason.TRANSFER_IN, 800_00000000L, 800_00000000L, "t1")
                .balance(1_000, 2, Wallet.FUNDING, 100_00000000L, 0)
                .balance(1_000, 2, Wallet.TRADING, 800_00000000L, 0)
                .end();
        journal.entry(START_NANOS + 2_000_000)
                .accepted(11, 1_000, Side.SELL, OrderType.LIMIT, SizeUnit.BASE, 500_005, 400, "sell1")
                .level(Side.SELL, 500_005, 400, 1)
                .end();
        journal.entry(START_NANOS + 3_000_000)
                .accepted(12, 1_001, Side.BUY, OrderType.MARKET, SizeUnit.QUOTE, 0, 201_00000000L, "")
                .filled(1, Side.BUY, 12, 1_001, 11, 1_000, 500_005, 400)
                .closed(11, 1_000, CloseReason.FILLED, 400)
                .closed(12, 1_001, CloseReason.FILLED, 400)
                .level(Side.SELL, 500_005, 0, 0)
                .priceLimit(500_005, 525_005, 475_005)
                .end();
        journal.entry(START_NANOS + 4_000_000)
                .accepted(13, 1_000, Side.SELL, OrderType.POST_ONLY, SizeUnit.BASE, 500_000, 1, "")
                .closed(13, 1_000, CloseReason.POST_ONLY, 0)
                .end();
        journal.entry(START_NANOS + 5_000_000)
                .accepted(14, 1_000, Side.BUY, OrderType.LIMIT, SizeUnit.BASE, 499_990, 100, "buy1")
                .level(Side.BUY, 499_990, 100, 1)
                .balance(1_000, 2, Wallet.TRADING, 1000_02000000L, 49_99900000L)
                .end();
        views.refresh(NOW_NANOS);
    }

    /// Asks as account 1000, checks the envelope and returns the elements of `data`.
    List<Object> data(String path, String... parameters) {
        Map<String, Object> reply = ask(200, path, parameters);
        assertThat(reply.keySet()).containsExactly("code", "msg", "data");
        assertThat(reply.get("code")).as(body.toString()).isEqualTo("0");
        return JsonTree.list(reply.get("data"));
    }

    Map<String, Object> first(String path, String... parameters) {
        return JsonTree.object(data(path, parameters).getFirst());
    }

    /// Asks and expects a refusal; returns "status code message".
    String refusal(String path, String... parameters) {
        Reply reply = answer(path, parameters);
        Map<String, Object> tree = JsonTree.object(JsonTree.parse(body.toString()));
        assertThat(tree).isEqualTo(Map.of("code", reply.code(), "msg", reply.message(), "data", List.of()));
        return reply.httpStatus() + " " + reply.code() + " " + reply.message();
    }

    private Map<String, Object> ask(int httpStatus, String path, String... parameters) {
        Reply reply = answer(path, parameters);
        assertThat(reply.needsOlderPages()).isFalse();
        assertThat(reply.httpStatus()).as(body.toString()).isEqualTo(httpStatus);
        return JsonTree.object(JsonTree.parse(body.toString()));
    }

    Reply answer(String path, String... parameters) {
        return endpoints.answer(endpoint(path), request(path, parameters), body);
    }

    List<Object> dataWithOlder(String path, String... parameters) {
        assertThat(answer(path, parameters).needsOlderPages()).isTrue();
        endpoints.answerWithOlderPages(endpoint(path), request(path, parameters), body);
        return JsonTree.list(JsonTree.object(JsonTree.parse(body.toString())).get("data"));
    }

    private Endpoint endpoint(String path) {
        Endpoint endpoint = endpoints.endpoint("/api/v5/" + path);
        assertThat(endpoint).as(path).isNotNull();
        return endpoint;
    }

    private ReadRequest request(String path, String... parameters) {
        var query = new LinkedHashMap<String, String>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        ApiKeyView apiKey = views.apiKey(askingKey);
        return new ReadRequest("/api/v5/" + path, query, apiKey, NOW_NANOS, "192.0.2.1");
    }
}
