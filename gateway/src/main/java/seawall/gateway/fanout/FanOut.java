package seawall.gateway.fanout;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.AlgoJson;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.view.AlgoUpdate;
import seawall.gateway.view.AlgoView;
import seawall.gateway.view.Bar;
import seawall.gateway.view.EntryHeader;
import seawall.gateway.view.FillView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OrderUpdate;
import seawall.gateway.view.TradeView;
import seawall.gateway.view.ViewListener;
import seawall.gateway.view.Views;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;
import seawall.wire.codec.Wallet;

/// Tells subscribers what changed. The view thread notes what happened while it applies entries, and encodes one
/// message for each topic that has listeners on its tick; event loops only copy references.
public final class FanOut implements ViewListener {
    private static final int REQUESTS_MAX = 65_536;
    private static final long MILLI = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int TURNS = 6;
    private static final int TRADES_MAX = 1_000;
    private static final int ADVANCED_MAX = 100;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,18}");
    private static final TopicKey INSTRUMENTS = new TopicKey("instruments", "SPOT", "", "", "", 0);
    private static final TopicKey STATUS = new TopicKey("status", "", "", "", "", 0);

    private final Views views;
    private final OkxJson render;
    private final AlgoJson renderAlgo;
    private final ManyToOneConcurrentArrayQueue<Subscription> requests =
            new ManyToOneConcurrentArrayQueue<>(REQUESTS_MAX);
    private final Map<TopicKey, Topic> topics = new HashMap<>();
    // What is told of one instrument in one tick comes in the documented order of its channels.
    private final List<Set<Topic>> turns = Stream.generate(() -> (Set<Topic>) new LinkedHashSet<Topic>())
            .limit(TURNS)
            .toList();
    private final Map<Integer, List<Topic>> byInstrument = new HashMap<>();
    private final Map<Integer, List<Topic>> byAccount = new HashMap<>();
    private final StatusChanges statusChanges = new StatusChanges();
    private final List<TradeView> tradesOfEntry = new ArrayList<>();
    private final Set<BalanceAndPositionTopic> touchedInEntry = new LinkedHashSet<>();
    private volatile int topicCount;
    private final AtomicLong frames = new AtomicLong();

    public FanOut(Views views) {
        this.views = views;
        this.render = new OkxJson(views);
        this.renderAlgo = new AlgoJson(views);
    }

    /// Joins the topic of a subscription, or leaves it when the subscription has ended. Any thread.
    ///
    /// @return false when too many requests wait: ask again later
    public boolean request(Subscription subscription) {
        return requests.offer(subscription);
    }

    /// Topics with listeners.
    public int topics() {
        return topicCount;
    }

    /// Frames encoded so far, whatever their audience.
    public long frames() {
        return frames.get();
    }

    /// True for a channel that exists, whatever its arguments.
    public static boolean isChannel(String channel) {
        return switch (channel) {
            case "tickers",
                    "trades",
                    "trades-all",
                    "books",
                    "books5",
                    "bbo-tbt",
                    "books50-l2-tbt",
                    "books-l2-tbt",
                    "instruments",
                    "price-limit",
                    "status",
                    "index-tickers",
                    "call-auction-details" -> true;
            default -> isPrivate(channel) || bar(channel) != null;
        };
    }

    /// True for a channel that shows what belongs to one account.
    public static boolean isPrivate(String channel) {
        return switch (channel) {
            case "orders",
                    "account",
                    "balance_and_position",
                    "fills",
                    "positions",
                    "orders-algo",
                    "algo-advance",
                    "deposit-info",
                    "withdrawal-info" -> true;
            default -> false;
        };
    }

    /// True for a public channel that only those may hear who logged in.
    public static boolean needsLogin(String channel) {
        return isPrivate(channel) || channel.equals("books50-l2-tbt") || channel.equals("books-l2-tbt");
    }

    /// True for a public channel of one instrument.
    public static boolean isOfInstrument(String channel) {
        return !isPrivate(channel) && !channel.equals("instruments") && !channel.equals("status");
    }

    private static @Nullable Bar bar(String channel) {
        return channel.startsWith("candle") ? Bar.of(channel.substring("candle".length())) : null;
    }

    // The view thread.

    /// Lets those in who asked to join. To be called before each entry: whoever was told that a subscription stands,
    /// and then sent an order, hears what becomes of it.
    public void takeRequests() {
        for (int i = 0; i < REQUESTS_MAX; i++) {
            Subscription subscription = requests.poll();
            if (subscription == null) {
                break;
            }
            if (subscription.isActive()) {
                topic(subscription.key()).ifPresent(topic -> topic.join(subscription));
            } else {
                leave(subscription);
            }
        }
    }

    /// Takes a look at the status page.
    public void onStatus(List<StatusRow> page, long nowNanos) {
        List<StatusRow> changes = statusChanges.look(page);
        if (!changes.isEmpty() && topics.get(STATUS) instanceof ListTopic topic) {
            changes.forEach(row -> topic.add(json -> render.status(json, row, nowNanos / MILLI)));
        }
    }

    private boolean writeLatestStatus(JsonOutput json, long nowNanos) {
        StatusRow latest = statusChanges.latest();
        if (latest != null) {
            render.status(json, latest, nowNanos / MILLI);
        }
        return latest != null;
    }

    /// Takes requests and tells what changed since the tick before.
    public void onTick(long nowNanos) {
        takeRequests();
        Batch batch = new Batch();
        turns.forEach(turn -> turn.forEach(topic -> topic.tick(nowNanos, batch)));
        frames.addAndGet(batch.send());
        topicCount = topics.size();
    }

    private void leave(Subscription subscription) {
        Topic topic = topics.get(subscription.key());
        if (topic == null) {
            return;
        }
        topic.leave(subscription);
        if (topic.isEmpty()) {
            topics.remove(topic.key);
            turns.get(turn(topic.key.channel())).remove(topic);
            InstrumentView instrument = views.instrument(topic.key.instrument());
            if (topic.key.accountId() != 0) {
                remove(topic, topic.key.accountId(), byAccount);
            } else if (instrument != null) {
                remove(topic, instrument.instrumentId(), byInstrument);
            }
        }
    }

    private static void remove(Topic topic, int id, Map<Integer, List<Topic>> topicsById) {
        topicsById.computeIfPresent(id, (unused, list) -> {
            list.remove(topic);
            return list.isEmpty() ? null : list;
        });
    }

    private Optional<Topic> topic(TopicKey key) {
        Topic known = topics.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        InstrumentView instrument = key.instrument().isEmpty() ? null : views.instrument(key.instrument());
        Topic topic = instrument == null ? general(key) : ofInstrument(key, instrument);
        if (topic == null) {
            // The session has checked the channel and its instrument: only a filter that can never match is left, and a
            // channel of what is not offered here.
            return Optional.empty();
        }
        topics.put(key, topic);
        turns.get(turn(key.channel())).add(topic);
        if (key.accountId() != 0) {
            byAccount
                    .computeIfAbsent(key.accountId(), unused -> new ArrayList<>())
                    .add(topic);
        } else if (instrument != null) {
            byInstrument
                    .computeIfAbsent(instrument.instrumentId(), unused -> new ArrayList<>())
                    .add(topic);
        }
        return Optional.of(topic);
    }

    private static int turn(String channel) {
        return switch (channel) {
            case "bbo-tbt" -> 0;
            case "books-l2-tbt" -> 1;
            case "books50-l2-tbt" -> 2;
            case "books" -> 3;
            case "books5" -> 4;
            default -> TURNS - 1;
        };
    }

    private @Nullable Topic general(TopicKey key) {
        return switch (key.channel()) {
            case "orders", "orders-algo" -> ordersTopic(key);
            case "algo-advance" -> advanceTopic(key);
            case "fills" -> new ListTopic(key, 0, 1, null);
            case "account" -> new AccountTopic(key, views, render);
            case "balance_and_position" -> new BalanceAndPositionTopic(key, views, render);
            // Nothing of another type is ever listed here.
            case "instruments" -> key.instrumentType().equals("SPOT") ? new InstrumentsTopic(key, views, render) : null;
            case "status" -> new ListTopic(key, 100 * MILLI, 1, this::writeLatestStatus);
            default -> null;
        };
    }

    private @Nullable Topic ofInstrument(TopicKey key, InstrumentView instrument) {
        int id = instrument.instrumentId();
        return switch (key.channel()) {
            case "books" -> new BookTopic(key, render, instrument, views.book(id), 400, 100 * MILLI, true);
            case "books-l2-tbt" -> new BookTopic(key, render, instrument, views.book(id), 400, 10 * MILLI, true);
            case "books50-l2-tbt" -> new BookTopic(key, render, instrument, views.book(id), 50, 10 * MILLI, true);
            case "books5" -> new BookTopic(key, render, instrument, views.book(id), 5, 100 * MILLI, false);
            case "bbo-tbt" -> new BookTopic(key, render, instrument, views.book(id), 1, 10 * MILLI, false);
            case "tickers" ->
                new StateTopic<>(
                        key,
                        100 * MILLI,
                        NEVER,
                        nowNanos -> views.liveTicker(id, nowNanos).at(0),
                        (json, ticker, nowNanos) -> render.ticker(json, latest(id), ticker.at(nowNanos)));
            case "index-tickers" ->
                new StateTopic<>(
                        key,
                        100 * MILLI,
                        60_000 * MILLI,
                        nowNanos -> views.liveTicker(id, nowNanos).withoutBook().at(0),
                        (json, ticker, nowNanos) -> render.indexTicker(json, latest(id), ticker.at(nowNanos)));
            case "price-limit" ->
                new StateTopic<>(
                        key,
                        200 * MILLI,
                        NEVER,
                        nowNanos -> new Limits(
                                latest(id).buyLimitTicks(), latest(id).sellLimitTicks()),
                        (json, limits, nowNanos) -> render.priceLimit(json, latest(id), nowNanos));
            case "call-auction-details" ->
                new StateTopic<>(
                        key,
                        1_000 * MILLI,
                        1_000 * MILLI,
                        // Outside an auction there is none to tell of.
                        nowNanos -> latest(id).phase() == Phase.AUCTION ? views.liveAuction(id) : null,
                        (json, auction, nowNanos) -> render.callAuction(json, latest(id), auction, nowNanos));
            case "trades", "trades-all" -> new ListTopic(key, 10 * MILLI, TRADES_MAX, null);
            case "orders", "orders-algo" -> ordersTopic(key);
            case "algo-advance" -> advanceTopic(key);
            case "fills" -> new ListTopic(key, 0, 1, null);
            default -> {
                Bar bar = bar(key.channel());
                yield bar == null ? null : new CandleTopic(key, views, render, id, bar);
            }
        };
    }

    /// Null for a filter that no spot order matches: another type, or a family, which only derivatives have.
    private static @Nullable Topic ordersTopic(TopicKey key) {
        return isOfSpot(key) ? new ListTopic(key, 0, 1, null) : null;
    }

    /// Newcomers are told what waits.
    private @Nullable Topic advanceTopic(TopicKey key) {
        return isOfSpot(key)
                ? new ListTopic(key, 0, ADVANCED_MAX, (json, nowNanos) -> writeAdvanced(json, key, nowNanos))
                : null;
    }

    private boolean writeAdvanced(JsonOutput json, TopicKey key, long nowNanos) {
        List<AlgoView> open = views.openAlgos(
                key.accountId(),
                Long.MAX_VALUE,
                0,
                ADVANCED_MAX,
                algo -> AlgoJson.isAdvanced(algo) && matches(key, algo.instrumentId()));
        open.forEach(algo -> renderAlgo.advance(json, algo, nowNanos));
        return !open.isEmpty();
    }

    private static boolean isOfSpot(TopicKey key) {
        boolean isSpot =
                key.instrumentType().equals("SPOT") || key.instrumentType().equals("ANY");
        return isSpot && key.instrumentFamily().isEmpty();
    }

    private record Limits(long buyTicks, long sellTicks) {}

    private InstrumentView latest(int instrumentId) {
        InstrumentView instrument = views.instrument(instrumentId);
        if (instrument == null) {
            throw new IllegalStateException("expected a known instrument, found instrumentId " + instrumentId);
        }
        return instrument;
    }

    // What happened.

    @Override
    public void onInstrument(InstrumentView instrument) {
        tellOfInstrument(instrument.instrumentId());
    }

    @Override
    public void onPhase(InstrumentView instrument, Phase phase) {
        tellOfInstrument(instrument.instrumentId());
        touch(instrument.instrumentId());
    }

    @Override
    public void onPriceLimit(InstrumentView instrument) {
        touch(instrument.instrumentId());
    }

    @Override
    public void onLevel(int instrumentId, Side side, long priceTicks, long quantityLots, int orders) {
        touch(instrumentId);
    }

    @Override
    public void onTrade(TradeView trade) {
        tradesOfEntry.add(trade);
        touch(trade.instrumentId());
    }

    @Override
    public void onOrder(OrderUpdate update) {
        if (update.isRepetition()) {
            return;
        }
        forAccount(update.order().accountId(), "orders", topic -> {
            if (topic instanceof ListTopic list
                    && matches(topic.key, update.order().instrumentId())) {
                list.add(json -> render.orderUpdate(json, update));
            }
        });
    }

    @Override
    public void onAlgo(AlgoUpdate update) {
        AlgoView algo = update.algo();
        boolean isAdvanced = AlgoJson.isAdvanced(algo);
        forAccount(algo.accountId(), isAdvanced ? "algo-advance" : "orders-algo", topic -> {
            if (topic instanceof ListTopic list && matches(topic.key, algo.instrumentId())) {
                list.add(json -> {
                    if (isAdvanced) {
                        renderAlgo.advance(json, algo, algo.updatedNanos());
                    } else {
                        renderAlgo.update(json, update);
                    }
                });
            }
        });
    }

    @Override
    public void onFillForAccount(FillView fill) {
        forAccount(fill.accountId(), "fills", topic -> {
            if (topic instanceof ListTopic list && matches(topic.key, fill.instrumentId())) {
                list.add(json -> writeFill(json, fill));
            }
        });
        forAccount(fill.accountId(), "balance_and_position", topic -> {
            if (topic instanceof BalanceAndPositionTopic balances) {
                balances.filled(fill);
                touchedInEntry.add(balances);
            }
        });
    }

    @Override
    public void onBalance(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms) {
        if (wallet != Wallet.TRADING) {
            return;
        }
        for (Topic topic : byAccount.getOrDefault(accountId, List.of())) {
            if (topic instanceof AccountTopic account) {
                account.changed(currencyId);
            } else if (topic instanceof BalanceAndPositionTopic balances) {
                balances.changed(currencyId);
                touchedInEntry.add(balances);
            }
        }
    }

    @Override
    public void onEntry(EntryHeader header) {
        if (!tradesOfEntry.isEmpty()) {
            tellTrades(header.sequence());
            tradesOfEntry.clear();
        }
        touchedInEntry.forEach(BalanceAndPositionTopic::endEntry);
        touchedInEntry.clear();
    }

    /// Tells each match to `trades-all`, and to `trades` what one incoming order did at one price.
    private void tellTrades(long sequence) {
        int begin = 0;
        long lots = 0;
        for (int i = 0; i < tradesOfEntry.size(); i++) {
            TradeView trade = tradesOfEntry.get(i);
            lots += trade.quantityLots();
            InstrumentView instrument = latest(trade.instrumentId());
            for (Topic topic : byInstrument.getOrDefault(trade.instrumentId(), List.of())) {
                if (topic instanceof ListTopic list && topic.key.channel().equals("trades-all")) {
                    list.add(json -> render.trade(json, instrument, trade));
                }
            }
            boolean isLast = i + 1 == tradesOfEntry.size()
                    || tradesOfEntry.get(i + 1).takerOrderId() != trade.takerOrderId()
                    || tradesOfEntry.get(i + 1).priceTicks() != trade.priceTicks();
            if (isLast) {
                int count = i + 1 - begin;
                long total = lots;
                for (Topic topic : byInstrument.getOrDefault(trade.instrumentId(), List.of())) {
                    if (topic instanceof ListTopic list && topic.key.channel().equals("trades")) {
                        list.add(json -> render.trades(json, instrument, trade, total, count, sequence));
                    }
                }
                begin = i + 1;
                lots = 0;
            }
        }
    }

    private void writeFill(JsonOutput json, FillView fill) {
        InstrumentView instrument = latest(fill.instrumentId());
        json.beginObject().field("instId", instrument.name());
        json.key("fillSz").decimal(fill.quantityLots() * instrument.lotMantissa(), instrument.lotScale());
        json.key("fillPx").decimal(fill.priceTicks() * instrument.tickMantissa(), instrument.tickScale());
        json.field("side", OkxJson.side(fill.side()))
                .millis("ts", fill.timeNanos())
                .field("ordId", fill.orderId())
                .field("clOrdId", isPositiveLong(fill.clientOrderId()) ? fill.clientOrderId() : "")
                .field("tradeId", fill.tradeId())
                .field("execType", fill.liquidity() == Liquidity.MAKER ? "M" : "T")
                .field("count", "1")
                .endObject();
    }

    /// This channel shows only client order ids that are numbers.
    private static boolean isPositiveLong(String text) {
        return NUMBER.matcher(text).matches() && new BigInteger(text).bitLength() < Long.SIZE;
    }

    private boolean matches(TopicKey key, int instrumentId) {
        return key.instrument().isEmpty()
                || key.instrument().equals(latest(instrumentId).name());
    }

    private void forAccount(int accountId, String channel, Consumer<Topic> action) {
        for (Topic topic : byAccount.getOrDefault(accountId, List.of())) {
            if (topic.key.channel().equals(channel)) {
                action.accept(topic);
            }
        }
    }

    private void touch(int instrumentId) {
        for (Topic topic : byInstrument.getOrDefault(instrumentId, List.of())) {
            if (topic instanceof StateTopic<?> state) {
                state.touch();
            }
        }
    }

    private void tellOfInstrument(int instrumentId) {
        if (topics.get(INSTRUMENTS) instanceof InstrumentsTopic topic) {
            topic.changed(instrumentId);
        }
    }
}
