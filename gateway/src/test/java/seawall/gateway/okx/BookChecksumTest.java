package seawall.gateway.okx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seawall.gateway.view.BookLevels;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.Reopening;
import seawall.gateway.view.TestBook;
import seawall.wire.codec.Phase;
import seawall.wire.codec.Side;

class BookChecksumTest {
    @ParameterizedTest
    @CsvSource({"3366.1:7:3366.8:9:3366:6:3368:8, -1881014294", "3366.1:7:3366.8:9:3368:8:3372:8, 831078360", "'', 0"})
    void the_published_vectors_hold(String checkString, int checksum) {
        assertThat(BookChecksum.of(checkString)).isEqualTo(checksum);
    }

    @Test
    void sides_alternate_and_the_longer_one_goes_on_alone() {
        var book = new TestBook();
        book.set(Side.BUY, 33_661, 7);
        book.set(Side.SELL, 33_668, 9);
        book.set(Side.SELL, 33_680, 8);
        book.set(Side.SELL, 33_720, 8);
        InstrumentView instrument = instrument("A-B", 1, 0);
        assertThat(new BookChecksum().of(instrument, book.levels())).isEqualTo(831_078_360);
        book.set(Side.SELL, 33_720, 0);
        book.set(Side.BUY, 33_660, 6);
        assertThat(new BookChecksum().of(instrument, book.levels())).isEqualTo(-1_881_014_294);
    }

    @Test
    void every_recorded_checksum_is_met() {
        Map<String, InstrumentView> instruments = Map.of(
                "BTC-USDT", instrument("BTC-USDT", 1, 8),
                "BTC-USD-220527", instrument("BTC-USD-220527", 1, 0),
                "UNI-USD-SWAP", instrument("UNI-USD-SWAP", 3, 0));
        var books = new HashMap<String, TestBook>();
        var checksum = new BookChecksum();
        int checked = 0;
        for (String line :
                SharedData.text("recorded/okx-ws-public-2022-05-13.txt").split("\n")) {
            int start = line.indexOf(": {");
            if (start < 0 || line.startsWith("wss") || !line.contains("\"checksum\"")) {
                continue;
            }
            Map<String, Object> message = JsonTree.object(JsonTree.parse(line.substring(start + 2)));
            String name = (String) JsonTree.object(message.get("arg")).get("instId");
            InstrumentView instrument = instruments.get(name);
            if ("snapshot".equals(message.get("action"))) {
                books.put(name, new TestBook());
            }
            TestBook book = books.get(name);
            Map<String, Object> data =
                    JsonTree.object(JsonTree.list(message.get("data")).getFirst());
            apply(instrument, book, Side.SELL, JsonTree.list(data.get("asks")));
            apply(instrument, book, Side.BUY, JsonTree.list(data.get("bids")));
            BookLevels levels = book.levels();
            assertThat((long) checksum.of(instrument, levels))
                    .as(name + " " + checked)
                    .isEqualTo(data.get("checksum"));
            checked++;
        }
        assertThat(checked).isEqualTo(290);
    }

    private static void apply(InstrumentView instrument, TestBook book, Side side, List<Object> levels) {
        for (Object level : levels) {
            List<Object> values = JsonTree.list(level);
            long priceTicks = Decimals.priceTicks(instrument, (String) values.get(0));
            long quantityLots = Decimals.quantityLots(instrument, (String) values.get(1));
            assertThat(priceTicks).isPositive();
            assertThat(quantityLots).isNotNegative();
            book.set(side, priceTicks, quantityLots);
        }
    }

    private static InstrumentView instrument(String name, int tickScale, int lotScale) {
        return new InstrumentView(
                1,
                name,
                new CurrencyView(1, "A", 8, 1L << 62),
                new CurrencyView(2, "B", 8, 1L << 62),
                1,
                tickScale,
                1,
                lotScale,
                1,
                1,
                1,
                1,
                0,
                0,
                0,
                0,
                Phase.TRADING,
                Reopening.NONE,
                0);
    }
}
