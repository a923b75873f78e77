package seawall.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {
    private static final int COMMANDS = 5_000;
    private static final long SEED = 7;
    private static final Path ORDER_FLOW = Path.of("../../shared/data/orderflow");

    @TempDir
    private Path directory;

    @Test
    void our_engine_and_both_books_end_where_the_plain_book_ends() throws Exception {
        requireAgreement(CommonMix.tape(SEED, 1, 20, 300, COMMANDS));
        requireAgreement(PublishedMix.tape(SEED, 1, 20, 300, COMMANDS));
    }

    @Test
    void our_engine_ends_where_many_plain_books_end() throws Exception {
        for (Tape tape :
                new Tape[] {CommonMix.tape(SEED, 70, 20, 300, COMMANDS), PublishedMix.tape(SEED, 70, 20, 700, COMMANDS)
                }) {
            try (var engine = new SeawallEngine(tape)) {
                tape.digest.requireEqual(engine.count(), "ours");
                assertThat(engine.pass().nanos()).isPositive();
            }
        }
    }

    @Test
    void recorded_order_flow_makes_a_tape_that_all_agree_on() throws Exception {
        Tape cme = RecordedFlow.cme(ORDER_FLOW, 100_000);
        Tape bitstamp = RecordedFlow.bitstamp(ORDER_FLOW, 100_000);
        assumeTrue(cme != null && bitstamp != null, "no recorded order flow beside the repository");
        requireAgreement(cme);
        requireAgreement(bitstamp);
        assertThat(cme.digest.trades()).isGreaterThan(1_000);
        assertThat(bitstamp.digest.trades()).isGreaterThan(100);
    }

    @Test
    void a_missing_recording_makes_no_tape() throws Exception {
        assertThat(RecordedFlow.cme(directory, COMMANDS)).isNull();
        assertThat(RecordedFlow.bitstamp(directory, COMMANDS)).isNull();
    }

    @Test
    void a_candidate_that_trades_one_lot_more_than_the_tape_is_caught() throws Exception {
        Tape tape = CommonMix.tape(SEED, 1, 20, 300, COMMANDS);
        int last = tape.size - 1;
        while (tape.kind(last) != Kind.MARKET) {
            last--;
        }
        tape.quantities[last]++;
        try (var engine = new SeawallEngine(tape);
                var ours = new SeawallBook(tape);
                var theirs = new ExchangeCoreBook(tape)) {
            Digest found = engine.count();
            assertThatThrownBy(() -> tape.digest.requireEqual(found, "ours"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("ours: expected Digest[");
            assertThatThrownBy(ours::pass).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(theirs::pass).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_tape_is_the_same_for_the_same_seed_and_after_a_file() throws Exception {
        Tape tape = CommonMix.tape(SEED, 3, 20, 300, COMMANDS);
        Path file = directory.resolve("a.tape");
        tape.save(file);
        requireSame(Tape.load(file), tape);
        requireSame(CommonMix.tape(SEED, 3, 20, 300, COMMANDS), tape);
        assertThat(CommonMix.tape(SEED + 1, 3, 20, 300, COMMANDS).digest).isNotEqualTo(tape.digest);
    }

    @Test
    void the_common_mix_has_its_proportions_and_keeps_its_floor() {
        Tape tape = CommonMix.tape(SEED, 1, 100, 1_000, 100_000);
        int[] counts = timedKinds(tape);
        assertThat(share(counts, Kind.MARKET, Kind.IOC)).isCloseTo(0.10, within(0.01));
        assertThat(share(counts, Kind.MOVE, Kind.REDUCE)).isCloseTo(0.05, within(0.01));
        // Limit orders and cancels share the rest; trades take orders too, so the floor turns some cancels into limits.
        assertThat(share(counts, Kind.LIMIT)).isBetween(0.40, 0.50);
        assertThat(share(counts, Kind.CANCEL)).isBetween(0.35, 0.45);
        assertThat(tape.digest.restingOrders()).isBetween(900L, 1_100L);
        assertThat((double) tape.digest.trades() / tape.size).isBetween(0.15, 0.25);
    }

    @Test
    void the_published_mix_is_mostly_moves() {
        int[] counts = timedKinds(PublishedMix.tape(SEED, 1, 100, 1_000, 100_000));
        assertThat(share(counts, Kind.MOVE)).isBetween(0.65, 0.90);
        assertThat(share(counts, Kind.LIMIT)).isBetween(0.03, 0.20);
        assertThat(share(counts, Kind.IOC)).isBetween(0.01, 0.05);
        assertThat(share(counts, Kind.MARKET)).isZero();
    }

    private static void requireAgreement(Tape tape) throws Exception {
        try (var engine = new SeawallEngine(tape);
                var ours = new SeawallBook(tape);
                var theirs = new ExchangeCoreBook(tape)) {
            for (Candidate candidate : new Candidate[] {engine, ours, theirs}) {
                tape.digest.requireEqual(candidate.count(), candidate.toString());
                assertThat(candidate.pass().nanos()).isPositive();
                var rate = new Rate(1_000_000, 1_000);
                assertThat(candidate.atRate(rate).max()).isPositive();
            }
        }
    }

    private static void requireSame(Tape found, Tape expected) {
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    }

    private static int[] timedKinds(Tape tape) {
        int[] counts = new int[Kind.values().length];
        for (int index = tape.fill; index < tape.size; index++) {
            counts[tape.kind(index).code()]++;
        }
        return counts;
    }

    private static double share(int[] counts, Kind... kinds) {
        double all = 0;
        double chosen = 0;
        for (int count : counts) {
            all += count;
        }
        for (Kind kind : kinds) {
            chosen += counts[kind.code()];
        }
        return chosen / all;
    }
}
