package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import org.knowm.xchange.instrument.Instrument;
import org.knowm.xchange.okex.OkexExchange;
import org.knowm.xchange.okex.dto.trade.OkexTradeParams;
import org.knowm.xchange.service.trade.params.orders.DefaultOpenOrdersParamInstrument;
import org.knowm.xchange.service.trade.params.orders.DefaultQueryOrderParamInstrument;
import seawall.app.client.Credentials;

/// Unmodified OKX clients from the public registries spend a trader's whole day at a running demo; only their base
/// URLs are ours.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealClientsTest {
    private static final Instrument BTC_USDT = CurrencyPair.BTC_USDT;
    private static final Path NODE_PROJECT = nodeProject();
    private static final Duration INSTALL_MAX = Duration.ofMinutes(4);
    private static final Duration DAY_MAX = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static DemoProcess demo;

    @BeforeAll
    static void demo_runs() throws Exception {
        demo = DemoProcess.start(directory.resolve("data"));
    }

    @AfterAll
    static void demo_stops() throws Exception {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void xchange_trades_a_whole_day() throws Exception {
        Exchange exchange = xchange(demo.users().getFirst());
        assertThat(exchange.getExchangeMetaData().getInstruments().keySet()).contains(BTC_USDT);
        var marketData = exchange.getMarketDataService();
        var trade = exchange.getTradeService();

        var book = eventually("a two-sided book", () -> {
            var found = marketData.getOrderBook(BTC_USDT);
            return found.getBids().isEmpty() || found.getAsks().isEmpty() ? null : found;
        });
        BigDecimal bestBid = book.getBids().getFirst().getLimitPrice();
        assertThat(bestBid).isLessThan(book.getAsks().getFirst().getLimitPrice());
        assertThat(marketData.getTicker(BTC_USDT).getLast()).isPositive();

        var wallet = exchange.getAccountService().getAccountInfo().getWallet("trading");
        BigDecimal usdt =
                wallet.getBalance(org.knowm.xchange.currency.Currency.USDT).getAvailable();
        assertThat(usdt).isPositive();

        BigDecimal far = bestBid.multiply(new BigDecimal("0.95")).setScale(1, java.math.RoundingMode.DOWN);
        String orderId = trade.placeLimitOrder(
                new LimitOrder(Order.OrderType.BID, new BigDecimal("0.01"), BTC_USDT, null, null, far));
        var open = trade.getOpenOrders(new DefaultOpenOrdersParamInstrument(BTC_USDT))
                .getOpenOrders();
        assertThat(open).extracting(Order::getId).contains(orderId);

        var changed = new LimitOrder(Order.OrderType.BID, new BigDecimal("0.02"), BTC_USDT, orderId, null, far);
        assertThat(trade.changeOrder(changed)).isEqualTo(orderId);
        eventually(
                "the new size",
                () -> trade.getOrder(new DefaultQueryOrderParamInstrument(BTC_USDT, orderId)).stream()
                        .filter(order -> order.getOriginalAmount().compareTo(new BigDecimal("0.02")) == 0)
                        .findFirst()
                        .orElse(null));
        assertThat(trade.cancelOrder(new OkexTradeParams.OkexCancelOrderParams(BTC_USDT, orderId)))
                .isTrue();
        eventually(
                "the order gone",
                () -> trade.getOpenOrders(new DefaultOpenOrdersParamInstrument(BTC_USDT)).getOpenOrders().stream()
                                .noneMatch(order -> order.getId().equals(orderId))
                        ? true
                        : null);

        // XChange names no unit, so the size of a market buy is an amount of USDT.
        assertThat(trade.placeMarketOrder(new MarketOrder(Order.OrderType.BID, new BigDecimal("100"), BTC_USDT)))
                .isNotEmpty();
        eventually(
                "bought bitcoin",
                () -> exchange.getAccountService()
                                        .getAccountInfo()
                                        .getWallet("trading")
                                        .getBalance(org.knowm.xchange.currency.Currency.USDT)
                                        .getTotal()
                                        .compareTo(usdt)
                                < 0
                        ? true
                        : null);

        assertThat(refusal(() -> trade.placeLimitOrder(
                        new LimitOrder(Order.OrderType.BID, new BigDecimal("90000"), BTC_USDT, null, null, far))))
                .isInstanceOf(Exception.class);
    }

    @Test
    void okx_api_trades_a_whole_day() throws Exception {
        assertThat(node("okx-api-day.mjs")).isZero();
    }

    @Test
    @Tag("drill")
    void ccxt_trades_a_whole_day() throws Exception {
        assertThat(node("ccxt-day.mjs")).isZero();
    }

    private static Exchange xchange(Credentials user) throws IOException {
        var specification = new OkexExchange().getDefaultExchangeSpecification();
        specification.setSslUri(demo.restBase().toString());
        specification.setPlainTextUri(demo.restBase().toString());
        specification.setHost(demo.restBase().getHost());
        specification.setApiKey(user.apiKey());
        specification.setSecretKey(user.secretKey());
        specification.setExchangeSpecificParametersItem("passphrase", user.passphrase());
        return ExchangeFactory.INSTANCE.createExchange(specification);
    }

    private static Throwable refusal(Callable<?> call) {
        try {
            throw new AssertionError("expected a refusal, found " + call.call());
        } catch (Exception refused) {
            return refused;
        }
    }

    private static <T> T eventually(String what, Callable<T> probe) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            T value = probe.call();
            if (value != null) {
                return value;
            }
            assertThat(System.nanoTime() - deadline)
                    .as("no " + what + " within 10 s")
                    .isNegative();
            Thread.sleep(20);
        }
    }

    private static int node(String script) throws IOException, InterruptedException {
        if (isStale()) {
            run(INSTALL_MAX, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }
        return run(DAY_MAX, "node", script, demo.credentialsFile().toString());
    }

    /// npm writes this file last, with what it has installed.
    private static boolean isStale() throws IOException {
        Path installed = NODE_PROJECT.resolve("node_modules/.package-lock.json");
        return Files.notExists(installed)
                || Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(NODE_PROJECT.resolve("package-lock.json")))
                        < 0;
    }

    private static int run(Duration max, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(NODE_PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        var watch = Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        watch.interrupt();
        System.out.println(output);
        assertThat(status).as(List.of(command) + "\n" + output).isZero();
        return status;
    }

    private static Path nodeProject() {
        Path here = Path.of("src/test/node");
        return Files.exists(here) ? here : Path.of("app/src/test/node");
    }
}
