package seawall.app.market;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.drill.client.Credentials;
import seawall.drill.client.Json;
import seawall.drill.client.RestClient;

/// A lively market: one maker who quotes every instrument and takers who hit the quotes, all over the public API
/// and real
/// sockets, along the course and the pace of a recorded day.
///
/// Everything here runs on one thread, a tick every [#TICK_MILLIS]. How much is done in a tick is set by an
/// allowance that grows
/// with the pace and never exceeds one second's worth, so a market that was held up does not make up for lost time.
public final class Market implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Market.class);
    private static final long TICK_MILLIS = 50;

    /// Orders a second on all instruments, whatever the day's pace: two cores have other things to do.
    private static final double ORDERS_PER_SECOND_MAX = 120;

    /// Half of the allowance moves quotes, half of it trades.
    private static final double TAKER_SHARE = 0.5;

    private static final double DRIFT_BACK_PER_SECOND = 0.02;
    private static final double UNREST = 0.0003;

    private final PricePath path;
    private final double ordersPerSecond;
    private final Clock clock;
    private final Random random;
    /// When the course would have begun, had it never been interrupted.
    private final long startMillis;
    private final Consumer<Duration> progress;
    private final ScheduledExecutorService thread;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private final RestClient rest;
    private final List<Place> places = new ArrayList<>();
    private final Trader maker;
    private final List<Trader> takers = new ArrayList<>();
    private long lastTickMillis;
    private long lastTendMillis;
    private int nextTaker;

    /// One instrument's part of the market.
    private final class Place {
        final DemoInstrument instrument;
        final Ladder ladder;
        double makerAllowance;
        double takerAllowance;
        double drift;
        long boughtLots;
        boolean hasTraded;

        Place(DemoInstrument instrument, String clientIdPrefix) {
            this.instrument = instrument;
            this.ladder = new Ladder(instrument, clientIdPrefix, random);
        }

        /// Begins where the price stands, whatever the course says: a jump would leave the price limit.
        void startAt(double lastPrice) {
            long lastTicks = Math.round(lastPrice * Math.pow(10, instrument.tickScale()));
            drift = (double) lastTicks / instrument.ticks(path.index(elapsed(clock.millis()))) - 1;
            hasTraded = true;
        }

        void tick(Duration elapsed, double seconds) {
            double orders =
                    Math.min(ORDERS_PER_SECOND_MAX, ordersPerSecond * path.pace(elapsed)) * instrument.share() / 100;
            // A little unrest of its own, pulled back to the course: a real price does not walk on a straight line.
            drift = drift * (1 - DRIFT_BACK_PER_SECOND * seconds) + UNREST * Math.sqrt(seconds) * random.nextGaussian();
            long middleTicks = Math.max(2, Math.round(instrument.ticks(path.index(elapsed)) * (1 + drift)));
            makerAllowance =
                    Math.min(makerAllowance + orders * (1 - TAKER_SHARE) * seconds, Math.max(2 * Ladder.DEPTH, orders));
            takerAllowance = Math.min(takerAllowance + orders * TAKER_SHARE * seconds, Math.max(1, orders));
            if (makerAllowance >= 2 * Ladder.DEPTH && maker.isFree()) {
                makerAllowance -= Math.max(1, ladder.requote(maker, middleTicks, 2 * Ladder.DEPTH));
            }
            // The first trade comes as soon as there are quotes: until then there is no last price for anybody. After
            // it, the times between takers scatter as those of independent people do.
            if (!hasTraded && ladder.isTwoSided()) {
                take(middleTicks);
            } else if (takerAllowance >= 1 && random.nextDouble() < orders * TAKER_SHARE * seconds * 1.5) {
                takerAllowance -= 1;
                take(middleTicks);
            }
        }

        private void take(long middleTicks) {
            Trader taker = takers.get(nextTaker++ % takers.size());
            // Who has bought much is more likely to sell: the takers' funds last for ever.
            double lean = Math.clamp(boughtLots / (instrument.usualLots() * 40.0), -0.45, 0.45);
            boolean buy = random.nextDouble() > 0.5 + lean;
            long lots = instrument.roundedLots(
                    instrument.usualLots() * Math.min(4, -0.4 * Math.log(1 - random.nextDouble())));
            long reach = Math.max(2, Math.round(middleTicks * 0.002));
            long priceTicks = Math.max(1, buy ? middleTicks + reach : middleTicks - reach);
            String order = Json.fields(
                    "instId",
                    instrument.name(),
                    "tdMode",
                    "cash",
                    "side",
                    buy ? "buy" : "sell",
                    "ordType",
                    "ioc",
                    "px",
                    instrument.priceText(priceTicks),
                    "sz",
                    instrument.sizeText(lots));
            taker.request("order", order, items -> {
                if (items.size() == 1 && items.getFirst().isDone()) {
                    hasTraded = true;
                    boughtLots += buy ? lots : -lots;
                }
            });
        }
    }

    /// @param restBase        such as `http://127.0.0.1:8080`
    /// @param webSocket       the private endpoint
    /// @param makerKey        has funds in every currency
    /// @param takerKeys       at least one; have funds in every currency
    /// @param trust           what a secure connection trusts; null for what this machine trusts
    /// @param ordersPerSecond in a usual minute; the day's pace multiplies it, up to a named maximum
    /// @param elapsed         of the course, in earlier starts
    /// @param progress        told about once a second, and at the end, how far the course has come
    /// @param seed            of the robots' whims
    public Market(
            URI restBase,
            URI webSocket,
            Credentials makerKey,
            List<Credentials> takerKeys,
            List<DemoInstrument> instruments,
            PricePath path,
            @Nullable SSLContext trust,
            double ordersPerSecond,
            Duration elapsed,
            Consumer<Duration> progress,
            long seed,
            Clock clock) {
        if (takerKeys.isEmpty() || ordersPerSecond <= 0) {
            throw new IllegalArgumentException("expected takers and a pace above 0, found " + takerKeys.size()
                    + " takers and a pace of " + ordersPerSecond);
        }
        this.path = path;
        this.ordersPerSecond = ordersPerSecond;
        this.clock = clock;
        this.random = new Random(seed);
        this.startMillis = clock.millis() - elapsed.toMillis();
        this.progress = progress;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("market").factory());
        HttpClient.Builder client = HttpClient.newBuilder()
                .executor(waiting)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10));
        this.http = (trust == null ? client : client.sslContext(trust)).build();
        this.rest = new RestClient(http, restBase, null);
        String run = Long.toString(clock.millis(), 36);
        for (DemoInstrument instrument : instruments) {
            places.add(new Place(instrument, "m" + run + (char) ('a' + places.size())));
        }
        this.maker = new Trader(
                "maker", http, restBase, webSocket, makerKey, thread, waiting, clock, random, new MakerListener());
        for (Credentials key : takerKeys) {
            takers.add(new Trader(
                    "taker " + (takers.size() + 1),
                    http,
                    restBase,
                    webSocket,
                    key,
                    thread,
                    waiting,
                    clock,
                    random,
                    new TakerListener()));
        }
    }

    /// Starts to trade from the last prices of the exchange; returns when these are known.
    public void start() throws IOException, InterruptedException {
        var lastPrices = new HashMap<Place, Double>();
        for (Place place : places) {
            RestClient.Reply ticker = rest.get("/api/v5/market/ticker?instId=" + place.instrument.name());
            if (!ticker.data().isEmpty() && isPrice(ticker.data().getFirst(), "last")) {
                lastPrices.put(place, Double.valueOf(Json.text(ticker.data().getFirst(), "last")));
            }
        }
        thread.execute(() -> {
            lastPrices.forEach(Place::startAt);
            lastTickMillis = clock.millis();
            maker.start();
            takers.forEach(Trader::start);
        });
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Waits until everybody can trade: quotes on both sides of every instrument, and a last price.
    ///
    /// @return the instruments that are not there yet after the time; empty when all are
    public List<String> awaitLively(Duration max) throws IOException, InterruptedException {
        long deadlineMillis = clock.millis() + max.toMillis();
        List<String> quiet = quiet();
        while (!quiet.isEmpty() && clock.millis() < deadlineMillis) {
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            quiet = quiet();
        }
        return quiet;
    }

    private List<String> quiet() throws IOException, InterruptedException {
        RestClient.Reply tickers = rest.get("/api/v5/market/tickers?instType=SPOT");
        var lively = new HashSet<String>();
        for (Map<String, Object> ticker : tickers.data()) {
            if (isPrice(ticker, "last") && isPrice(ticker, "bidPx") && isPrice(ticker, "askPx")) {
                lively.add(Json.text(ticker, "instId"));
            }
        }
        return places.stream()
                .map(place -> place.instrument.name())
                .filter(name -> !lively.contains(name))
                .toList();
    }

    private static boolean isPrice(Map<String, Object> ticker, String field) {
        String text = Json.text(ticker, field);
        return !text.isEmpty() && Double.parseDouble(text) > 0;
    }

    /// What the robots have done so far.
    ///
    /// @param accepted orders and changes accepted
    /// @param refusals by code
    public record Progress(long accepted, Map<String, Long> refusals) {}

    /// Asks the market's thread for its progress.
    public Progress progress() throws InterruptedException, TimeoutException {
        try {
            return thread.submit(() -> {
                        var refusals = new TreeMap<>(maker.refusals());
                        long accepted = maker.accepted();
                        for (Trader taker : takers) {
                            accepted += taker.accepted();
                            taker.refusals().forEach((code, count) -> refusals.merge(code, count, Long::sum));
                        }
                        return new Progress(accepted, new LinkedHashMap<>(refusals));
                    })
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the market's thread failed", e);
        }
    }

    /// Stops trading. Quotes stay where they are; the next start cancels them.
    @Override
    public void close() {
        thread.execute(() -> {
            progress.accept(elapsed(clock.millis()));
            maker.close();
            takers.forEach(Trader::close);
            // What is still scheduled are reconnections, which nobody wants any more.
            thread.shutdownNow();
        });
        awaitQuietly(() -> {
            try {
                return thread.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        http.shutdownNow();
        waiting.shutdownNow();
    }

    private static void awaitQuietly(BooleanSupplier ended) {
        if (!ended.getAsBoolean()) {
            LOG.info("the market's thread did not end within 5 s and is left behind");
        }
    }

    private Duration elapsed(long nowMillis) {
        return Duration.ofMillis(nowMillis - startMillis);
    }

    private void tick() {
        try {
            long nowMillis = clock.millis();
            double seconds = Math.clamp((nowMillis - lastTickMillis) / 1000.0, 0.0, 1.0);
            lastTickMillis = nowMillis;
            Duration elapsed = elapsed(nowMillis);
            for (Place place : places) {
                place.tick(elapsed, seconds);
            }
            if (nowMillis - lastTendMillis >= 1_000) {
                lastTendMillis = nowMillis;
                maker.tend();
                takers.forEach(Trader::tend);
                progress.accept(elapsed);
            }
        } catch (RuntimeException e) {
            // An executor drops a task that throws, without a word: the market would just fall silent.
            LOG.error("the market stops: a tick failed", e);
            throw e;
        }
    }

    private final class MakerListener implements Trader.Listener {
        @Override
        public void onTrading() {
            for (Place place : places) {
                place.ladder.clear();
                place.makerAllowance = 2 * Ladder.DEPTH;
            }
        }

        @Override
        public void onOrder(Map<String, Object> order) {
            String name = Json.text(order, "instId");
            for (Place place : places) {
                if (place.instrument.name().equals(name)) {
                    place.ladder.onOrder(order);
                }
            }
        }

        @Override
        public void onAway() {
            places.forEach(place -> place.ladder.clear());
        }
    }

    private static final class TakerListener implements Trader.Listener {
        @Override
        public void onTrading() {}

        @Override
        public void onOrder(Map<String, Object> order) {}

        @Override
        public void onAway() {}
    }
}
