package seawall.gateway;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import seawall.gateway.admission.Buckets;
import seawall.gateway.admission.EndpointAdmission;
import seawall.gateway.admission.OrderAdmission;
import seawall.gateway.auth.ApiKeys;
import seawall.gateway.auth.Authenticator;
import seawall.gateway.auth.Repetitions;
import seawall.gateway.auth.Seal;
import seawall.gateway.fanout.FanOut;
import seawall.gateway.http.Counters;
import seawall.gateway.http.HttpInitializer;
import seawall.gateway.http.HttpLimits;
import seawall.gateway.http.HttpServices;
import seawall.gateway.http.ReadTable;
import seawall.gateway.okx.Endpoint;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.ReadEndpoints;
import seawall.gateway.okx.ReadRequest;
import seawall.gateway.okx.Reply;
import seawall.gateway.trade.Instruments;
import seawall.gateway.trade.OrderDesk;
import seawall.gateway.trade.PendingCommands;
import seawall.gateway.trade.TradeRoutes;
import seawall.gateway.view.ApiKeyView;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.EntryHeader;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.ViewLimits;
import seawall.gateway.view.ViewListener;
import seawall.gateway.view.Views;
import seawall.gateway.ws.Audiences;
import seawall.gateway.ws.KeyHolders;
import seawall.gateway.ws.SocketLimits;
import seawall.gateway.ws.WsServices;
import seawall.link.JournalReader;

/// A gateway without threads, sockets or a clock, for inputs by the million: its handlers run in an `EmbeddedChannel`,
/// its journal is read when the test says so, and time stands still.
final class QuietGateway {
    static final long NOW_NANOS = 1_767_323_045_678_000_000L;
    private static final LongSupplier CLOCK = () -> NOW_NANOS;
    private static final int FACTOR = GatewayConfig.UNLIMITED;

    final Counters counters = new Counters();
    final ScriptedVenue venue;
    final HttpInitializer connections;
    final WsServices sockets;
    private final Views views =
            new Views(new ViewLimits(8, 8, 1_024, 1_024, 8_192, 400, 5_000, 100, 100, 100, 100, 100, 100));
    private final FanOut fanOut = new FanOut(views);
    private final JournalReader journal;

    QuietGateway(HttpLimits limits) {
        Seal seal = new Seal(new byte[32]);
        venue = ScriptedVenue.withOneMarket(seal, "key-1", "secret-1", "pass-1", "");
        ApiKeys keys = new ApiKeys(seal);
        Instruments instruments = new Instruments();
        PendingCommands pending = new PendingCommands(1_024, 0);
        Buckets buckets = new Buckets(1 << 16);
        OrderAdmission orders = new OrderAdmission(buckets, FACTOR);
        EndpointAdmission endpoints = new EndpointAdmission(buckets, FACTOR);
        Authenticator authenticator = new Authenticator(keys);
        TradeRoutes trade = new TradeRoutes(
                new OrderDesk(
                        instruments,
                        views::openAlgo,
                        pending,
                        venue,
                        orders,
                        CLOCK,
                        Duration.ofSeconds(5).toNanos(),
                        Duration.ofSeconds(10).toNanos()),
                views,
                seal);
        views.listen(fanOut);
        views.listen(new ViewListener() {
            @Override
            public void onCurrency(CurrencyView currency) {
                instruments.put(currency);
            }

            @Override
            public void onInstrument(InstrumentView instrument) {
                instruments.put(instrument);
            }

            @Override
            public void onApiKey(ApiKeyView key) {
                keys.put(key);
            }

            @Override
            public void onApiKeyChanged(ApiKeyView key) {
                keys.put(key);
            }

            @Override
            public void onEntry(EntryHeader header) {
                pending.onEntry(header);
            }
        });
        SocketLimits sessionLimits = new SocketLimits(Integer.MAX_VALUE, 500, 30, Duration.ofSeconds(30));
        sockets = new WsServices(
                counters,
                keys,
                authenticator,
                endpoints,
                instruments,
                trade,
                fanOut,
                new Audiences(sessionLimits.connectionsMax()),
                new KeyHolders(),
                WsServices.noSessions(),
                () -> true,
                CLOCK,
                sessionLimits);
        connections = new HttpInitializer(
                new HttpServices(
                        limits,
                        counters,
                        keys,
                        authenticator,
                        new Repetitions(0),
                        endpoints,
                        orders,
                        trade,
                        reads(new ReadEndpoints(views, null, List::of)),
                        () -> true,
                        () -> false,
                        CLOCK,
                        Runnable::run,
                        sockets),
                () -> null);
        journal = venue.reader(views);
        readJournal();
    }

    /// Applies what the venue has said since the last call and hands it to those who listen.
    void readJournal() {
        while (journal.poll(256) > 0) {
            // The venue says no more than it was made to say.
        }
        views.refresh(NOW_NANOS);
        fanOut.onTick(NOW_NANOS);
    }

    private static ReadTable reads(ReadEndpoints all) {
        return path -> {
            Endpoint endpoint = all.endpoint(path);
            return endpoint == null ? null : new Read(all, endpoint);
        };
    }

    private record Read(ReadEndpoints all, Endpoint endpoint) implements ReadTable.Read {
        @Override
        public int permission() {
            return endpoint.permission();
        }

        @Override
        public boolean isAlwaysAnswered() {
            return false;
        }

        @Override
        public @Nullable RateLimit limit() {
            return endpoint.limit();
        }

        @Override
        public Reply answer(ReadRequest request, JsonOutput body, boolean mayWait) {
            return all.answer(endpoint, request, body);
        }
    }
}
