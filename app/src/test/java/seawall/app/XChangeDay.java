package seawall.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.currency.Currency;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import org.knowm.xchange.instrument.Instrument;
import org.knowm.xchange.okex.OkexExchange;
import org.knowm.xchange.okex.dto.OkexException;
import org.knowm.xchange.okex.dto.trade.OkexOrderDetails;
import org.knowm.xchange.okex.dto.trade.OkexOrderFlags;
import org.knowm.xchange.okex.dto.trade.OkexTradeParams.OkexCancelOrderParams;
import org.knowm.xchange.okex.service.OkexAccountService;
import org.knowm.xchange.okex.service.OkexMarketDataService;
import org.knowm.xchange.okex.service.OkexTradeService;
import org.knowm.xchange.service.trade.params.orders.DefaultOpenOrdersParamInstrument;
import org.knowm.xchange.service.trade.params.orders.DefaultQueryOrderParamInstrument;
import seawall.drill.client.Credentials;

/// A trader's day with XChange, unmodified but for its base URL. It has REST only: its stream is another artifact,
/// which is not published for this version.
final class XChangeDay {
    private static final Instrument BTC_USDT = CurrencyPair.BTC_USDT;
    private static final String BTC_USDT_ID = "BTC-USDT";
    private static final BigDecimal SIZE = new BigDecimal("0.01");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Exchange exchange;
    private final OkexMarketDataService marketData;
    private final OkexTradeService trade;
    private final OkexAccountService account;

    XChangeDay(URI base, Credentials user) {
        var specification = new OkexExchange().getDefaultExchangeSpecification();
        specification.setSslUri(base.toString());
        specification.setPlainTextUri(base.toString());
        specification.setHost(base.getHost());
        specification.setApiKey(user.apiKey());
        specification.setSecretKey(user.secretKey());
        specification.setExchangeSpecificParametersItem("passphrase", user.passphrase());
        exchange = ExchangeFactory.INSTANCE.createExchange(specification);
        marketData = (OkexMarketDataService) exchange.getMarketDataService();
        trade = (OkexTradeService) exchange.getTradeService();
        account = (OkexAccountService) exchange.getAccountService();
    }

    void spend() throws Exception {
        assertThat(exchange.getExchangeMetaData().getInstruments().keySet()).contains(BTC_USDT);
        looksAtTheMarket();
        BigDecimal bestBid = bestBid();
        BigDecimal far = bestBid.multiply(new BigDecimal("0.95")).setScale(1, RoundingMode.DOWN);
        placesAmendsAndCancels(far);
        buysAtMarketForAQuoteAmount();
        isRefusedAPostOnlyOrderThatWouldTake(bestBid);
        isRefusedWhatItCannotPay(far);
        placesAndCancelsABatch(far);
        readsItsHistory();
    }

    private BigDecimal bestBid() throws Exception {
        var book = eventually("a two-sided book", () -> {
            var found = marketData.getOrderBook(BTC_USDT);
            return found.getBids().isEmpty() || found.getAsks().isEmpty() ? null : found;
        });
        BigDecimal best = book.getBids().getFirst().getLimitPrice();
        assertThat(best).isLessThan(book.getAsks().getFirst().getLimitPrice());
        return best;
    }

    private void looksAtTheMarket() throws Exception {
        var ticker = eventually("a traded price", () -> {
            var found = marketData.getTicker(BTC_USDT);
            return found.getLast() == null || found.getLast().signum() == 0 ? null : found;
        });
        assertThat(ticker.getInstrument()).isEqualTo(BTC_USDT);
        assertThat(marketData.getTrades(BTC_USDT).getTrades()).isNotEmpty().allSatisfy(print -> {
            assertThat(print.getPrice()).isPositive();
            assertThat(print.getOriginalAmount()).isPositive();
        });
        assertThat(marketData
                        .getCandle(BTC_USDT_ID, null, null, "1m", "5")
                        .getData()
                        .getFirst())
                .satisfies(candle ->
                        assertThat(new BigDecimal(candle.getHighPrice())).isPositive());
    }

    private void placesAmendsAndCancels(BigDecimal far) throws Exception {
        String orderId = trade.placeLimitOrder(bid(SIZE, far));
        assertThat(openOrderIds()).contains(orderId);
        BigDecimal twice = SIZE.add(SIZE);
        var changed = new LimitOrder(Order.OrderType.BID, twice, BTC_USDT, orderId, null, far);
        assertThat(trade.changeOrder(changed)).isEqualTo(orderId);
        eventually("the new size", () -> {
            Order order = trade.getOrder(new DefaultQueryOrderParamInstrument(BTC_USDT, orderId));
            return order.getOriginalAmount().compareTo(twice) == 0 ? order : null;
        });
        assertThat(trade.cancelOrder(new OkexCancelOrderParams(BTC_USDT, orderId)))
                .isTrue();
        eventually("the order gone", () -> openOrderIds().contains(orderId) ? null : true);
        assertThatThrownBy(() -> trade.cancelOrder(new OkexCancelOrderParams(BTC_USDT, orderId)))
                .isInstanceOfSatisfying(
                        OkexException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(51400));
    }

    private void buysAtMarketForAQuoteAmount() throws Exception {
        BigDecimal before = usdt();
        assertThat(before).isPositive();
        // XChange names no unit, so the size of a market buy is an amount of USDT.
        String orderId = trade.placeMarketOrder(new MarketOrder(Order.OrderType.BID, new BigDecimal("100"), BTC_USDT));
        OkexOrderDetails filled = eventually("the market order filled", () -> closed(orderId));
        assertThat(List.of(filled.getState(), filled.getAmount(), filled.getFeeCurrency()))
                .containsExactly("filled", "100", "BTC");
        BigDecimal paid = before.subtract(usdt());
        assertThat(paid).isPositive().isLessThanOrEqualTo(new BigDecimal("100"));
    }

    private void isRefusedAPostOnlyOrderThatWouldTake(BigDecimal bestBid) throws Exception {
        var order = bid(SIZE, bestBid.multiply(new BigDecimal("1.03")).setScale(1, RoundingMode.UP));
        order.addOrderFlag(OkexOrderFlags.POST_ONLY);
        String orderId = trade.placeLimitOrder(order);
        OkexOrderDetails ended = eventually("the post-only order canceled", () -> closed(orderId));
        assertThat(List.of(ended.getState(), ended.getAccumulatedFill())).containsExactly("canceled", "0");
    }

    private void isRefusedWhatItCannotPay(BigDecimal far) {
        assertThatThrownBy(() -> trade.placeLimitOrder(bid(new BigDecimal("9000"), far)))
                .isInstanceOfSatisfying(
                        OkexException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(51008));
    }

    private void placesAndCancelsABatch(BigDecimal far) throws Exception {
        List<String> orderIds =
                trade.placeLimitOrder(List.of(bid(SIZE, far), bid(SIZE.add(SIZE), far), bid(SIZE, far)));
        assertThat(openOrderIds()).containsAll(orderIds);
        assertThat(trade.cancelOrder(orderIds.stream()
                        .map(orderId -> (org.knowm.xchange.service.trade.params.CancelOrderParams)
                                new OkexCancelOrderParams(BTC_USDT, orderId))
                        .toList()))
                .containsExactly(true, true, true);
        eventually("the batch gone", () -> openOrderIds().stream().anyMatch(orderIds::contains) ? null : true);
    }

    private void readsItsHistory() throws Exception {
        var orders = trade.getOrderHistory("SPOT", BTC_USDT_ID, null, null, null, null)
                .getData();
        // XChange itself asks for filled orders only.
        assertThat(orders)
                .isNotEmpty()
                .allSatisfy(order -> assertThat(order.getState()).isEqualTo("filled"));
        var bills = account.getBills("SPOT", null, null, null, null, null, null, null, null, null, null)
                .getData();
        assertThat(bills)
                .extracting(bill -> bill.getCurrency() + " " + bill.getBillType())
                .contains("BTC 2", "USDT 2");
        assertThat(account.getTradeFee("SPOT", BTC_USDT_ID, null, null).getData())
                .singleElement()
                .satisfies(fee -> assertThat(fee.getTaker()).isEqualTo("-0.001"));
    }

    private static LimitOrder bid(BigDecimal size, BigDecimal price) {
        return new LimitOrder(Order.OrderType.BID, size, BTC_USDT, null, null, price);
    }

    private BigDecimal usdt() throws IOException {
        return account.getAccountInfo()
                .getWallet("trading")
                .getBalance(Currency.USDT)
                .getTotal();
    }

    private List<String> openOrderIds() throws IOException {
        return trade.getOpenOrders(new DefaultOpenOrdersParamInstrument(BTC_USDT)).getOpenOrders().stream()
                .map(Order::getId)
                .toList();
    }

    /// An order that has ended; null while it is open.
    private OkexOrderDetails closed(String orderId) throws IOException {
        return trade.getOkexOrder(BTC_USDT_ID, orderId).getData().stream()
                .filter(order -> List.of("filled", "canceled").contains(order.getState()))
                .findFirst()
                .orElse(null);
    }

    private static <T> T eventually(String what, Callable<T> probe) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            T value = probe.call();
            if (value != null) {
                return value;
            }
            assertThat(System.nanoTime() - deadline)
                    .as("no %s within %s", what, PATIENCE)
                    .isNegative();
            Thread.sleep(20);
        }
    }
}
