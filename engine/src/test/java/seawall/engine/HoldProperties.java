package seawall.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Section 3 promises that a buy pays out of its hold, though the hold is rounded up and each of its fills down.
/// The seed of a failing run is its parameter.
class HoldProperties {
    private static final int ORDERS = 2_000;

    /// The units of an instrument: fractions of an atom of quote for each tick and lot, exact atoms, and many
    /// atoms.
    private enum Units {
        DUST("tick=7 tick-scale=3 lot=3 lot-scale=1"),
        CENTS("tick=3 tick-scale=1 lot=1 lot-scale=0"),
        EXACT("tick=1 tick-scale=0 lot=9 lot-scale=0");

        private final String options;

        Units(String options) {
            this.options = options;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_buy_hold_always_covers_what_it_must_pay(long seed) {
        Random random = new Random(seed);
        Units units = Units.values()[(int) (seed % Units.values().length)];
        Venue venue = Venue.ready();
        venue.given("list name=TWO base=BTC quote=USD " + units.options + "\n");
        Invariants invariants = new Invariants(venue.engine);
        Account account = venue.engine.registry.accounts.getFirst();
        Balance buyer = account.balance(2, Wallet.TRADING);
        long fills = 0;
        long amends = 0;
        for (int number = 0; number < ORDERS; number++) {
            String context = "seed " + seed + ", order " + number;
            // What was bought goes back, so that neither side runs out.
            refill(venue, number);
            long priceTicks = 1 + random.nextInt(400);
            long lots = 1 + random.nextInt(60);
            venue.given("buy A " + priceTicks + " x " + lots + " on=2");
            Order order = account.firstOrder;
            assertThat(order).as(context).isNotNull();
            assertThat(buyer.holdAtoms).as(context).isEqualTo(needed(venue, order));
            while (account.firstOrder == order && random.nextInt(8) != 0) {
                long balanceBefore = buyer.atoms;
                long holdBefore = buyer.holdAtoms;
                boolean amending = random.nextInt(3) == 0;
                if (amending) {
                    String price = random.nextBoolean() ? "" : " price=" + (1 + random.nextInt(400));
                    String name = " #" + (order.orderId - Limits.ID_MIN + 1);
                    venue.given("amend A" + name + price + " quantity=" + (1 + random.nextInt(60)) + " on=2");
                    amends++;
                } else {
                    venue.given("sell B " + order.priceTicks + " x " + (1 + random.nextInt(20)) + " IOC on=2");
                    fills++;
                }
                long paidAtoms = balanceBefore - buyer.atoms;
                if (amending) {
                    assertThat(paidAtoms).as(context).isZero();
                } else {
                    // Never more than the hold gives up, so that what is available never shrinks under a fill.
                    assertThat(paidAtoms).as(context).isBetween(0L, holdBefore - buyer.holdAtoms);
                }
                assertThat(buyer.holdAtoms)
                        .as(context)
                        .isEqualTo(account.firstOrder == order ? needed(venue, order) : 0);
                invariants.check();
            }
            venue.given("mass-cancel A");
            assertThat(buyer.holdAtoms).as(context).isZero();
        }
        assertThat(fills).as("fills").isGreaterThan(ORDERS);
        assertThat(amends).as("amends").isGreaterThan(ORDERS / 2);
    }

    private static void refill(Venue venue, int number) {
        venue.given("deposit A USD 100000 id=a" + number + "\ndeposit B BTC 10000 id=b" + number);
    }

    /// The rule once more, in arithmetic that cannot overflow and does not know how the engine does it.
    private static long needed(Venue venue, Order order) {
        Instrument instrument = venue.engine.registry.instruments.get(1);
        assertThat(order.instrument()).isSameAs(instrument);
        var exact = new BigDecimal(order.priceTicks)
                .multiply(new BigDecimal(order.remainingLots()))
                .multiply(BigDecimal.valueOf(instrument.tickMantissa, instrument.tickScale))
                .multiply(BigDecimal.valueOf(instrument.lotMantissa, instrument.lotScale));
        return exact.setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
