package seawall.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BarTest {
    @ParameterizedTest
    @CsvSource({
        "1s,    2026-11-23T17:45:30.5Z, 2026-11-23T17:45:30Z, 2026-11-23T17:45:31Z",
        "15m,   2026-11-23T17:44:30Z,   2026-11-23T17:30:00Z, 2026-11-23T17:45:00Z",
        "4H,    2026-11-23T17:44:30Z,   2026-11-23T16:00:00Z, 2026-11-23T20:00:00Z",
        "6H,    2026-11-23T17:44:30Z,   2026-11-23T16:00:00Z, 2026-11-23T22:00:00Z",
        "6Hutc, 2026-11-23T17:44:30Z,   2026-11-23T12:00:00Z, 2026-11-23T18:00:00Z",
        "1D,    2026-11-23T17:44:30Z,   2026-11-23T16:00:00Z, 2026-11-24T16:00:00Z",
        "1Dutc, 2026-11-23T17:44:30Z,   2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
        "1W,    2026-11-23T17:44:30Z,   2026-11-22T16:00:00Z, 2026-11-29T16:00:00Z",
        "1Wutc, 2026-11-22T23:44:30Z,   2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "1M,    2026-11-30T17:44:30Z,   2026-11-30T16:00:00Z, 2026-12-31T16:00:00Z",
        "1Mutc, 2026-02-28T17:44:30Z,   2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "3Mutc, 2026-11-23T17:44:30Z,   2026-10-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void a_bar_opens_by_its_own_clock(String code, Instant moment, Instant open, Instant next) {
        Bar bar = Bar.of(code);
        assertThat(bar).isNotNull();
        assertThat(Instant.ofEpochMilli(bar.openMillis(moment.toEpochMilli()))).isEqualTo(open);
        assertThat(Instant.ofEpochMilli(bar.nextMillis(open.toEpochMilli()))).isEqualTo(next);
        assertThat(bar.previousMillis(next.toEpochMilli())).isEqualTo(open.toEpochMilli());
    }

    @ParameterizedTest
    @EnumSource
    void the_next_bar_opens_where_this_one_ends(Bar bar) {
        long open = bar.openMillis(Instant.parse("2026-01-31T23:59:59Z").toEpochMilli());
        for (int i = 0; i < 1_000; i++) {
            long next = bar.nextMillis(open);
            assertThat(bar.openMillis(next)).isEqualTo(next);
            assertThat(bar.openMillis(next - 1)).isEqualTo(open);
            open = next;
        }
    }

    @Test
    void names_are_case_sensitive() {
        assertThat(Bar.of("1m")).isEqualTo(Bar.MINUTE_1);
        assertThat(Bar.of("1M")).isEqualTo(Bar.MONTH_1);
        assertThat(Bar.of("1h")).isNull();
    }
}
