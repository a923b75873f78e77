package seawall.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JournalPaceTest {
    private static final long LIMIT = 1_000_000;

    private final JournalPace pace = new JournalPace();

    private long idle(long timeNanos, long senderPosition) {
        return pace.onIdle(timeNanos, LIMIT, senderPosition, false);
    }

    @Test
    void a_reader_with_room_sets_the_limit() {
        assertThat(pace.onReader(LIMIT + 500_000, LIMIT)).isEqualTo(LIMIT + 500_000);
        assertThat(pace.onReader(LIMIT - 500_000, LIMIT)).isEqualTo(LIMIT);
        assertThat(idle(0, LIMIT - 500_000)).isEqualTo(LIMIT);
        assertThat(idle(10 * JournalPace.PATIENCE_NANOS, LIMIT - 500_000)).isEqualTo(LIMIT);
    }

    @Test
    void the_journal_waits_for_a_stalled_reader_only_as_long_as_its_patience_lasts() {
        assertThat(idle(5, LIMIT)).isEqualTo(LIMIT);
        assertThat(idle(5 + JournalPace.PATIENCE_NANOS - 1, LIMIT)).isEqualTo(LIMIT);
        assertThat(idle(5 + JournalPace.PATIENCE_NANOS, LIMIT)).isEqualTo(LIMIT + JournalPace.STRIDE_BYTES);
    }

    @Test
    void a_journal_that_went_on_alone_does_not_wait_at_every_stride() {
        idle(0, LIMIT);
        long alone = idle(JournalPace.PATIENCE_NANOS, LIMIT);
        long time = JournalPace.PATIENCE_NANOS + 1;
        assertThat(pace.onIdle(time, alone, alone, false)).isEqualTo(alone + JournalPace.STRIDE_BYTES);
    }

    @Test
    void a_reader_that_is_left_behind_does_not_count_and_one_that_keeps_up_does() {
        idle(0, LIMIT);
        long alone = idle(JournalPace.PATIENCE_NANOS, LIMIT);
        pace.onIdle(JournalPace.PATIENCE_NANOS, alone, alone, false);
        pace.onReader(LIMIT, alone);
        assertThat(pace.onIdle(JournalPace.PATIENCE_NANOS, alone, alone, false))
                .isEqualTo(alone + JournalPace.STRIDE_BYTES);
        long limit = pace.onReader(alone + 1_000, alone);
        assertThat(limit).isEqualTo(alone + 1_000);
        assertThat(pace.onIdle(JournalPace.PATIENCE_NANOS, limit, alone, false)).isEqualTo(limit);
    }
}
