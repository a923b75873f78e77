package seawall.history;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The bars of OKX candles (API v5, candles): up to four hours they open at multiples of their length in UTC, longer
/// ones at midnight of UTC+8, or of UTC when their name ends in `utc`. Weeks open on Monday, months on the first, three
/// months in January, April, July and October; bars of two and three days count from 1 January 1970.
public enum Bar {
    SECOND("1s", Unit.SECONDS, 1, 0),
    MINUTE("1m", Unit.MINUTES, 1, 0),
    MINUTES_3("3m", Unit.MINUTES, 3, 0),
    MINUTES_5("5m", Unit.MINUTES, 5, 0),
    MINUTES_15("15m", Unit.MINUTES, 15, 0),
    MINUTES_30("30m", Unit.MINUTES, 30, 0),
    HOUR("1H", Unit.HOURS, 1, 0),
    HOURS_2("2H", Unit.HOURS, 2, 0),
    HOURS_4("4H", Unit.HOURS, 4, 0),
    HOURS_6("6H", Unit.HOURS, 6, 8),
    HOURS_12("12H", Unit.HOURS, 12, 8),
    DAY("1D", Unit.DAYS, 1, 8),
    DAYS_2("2D", Unit.DAYS, 2, 8),
    DAYS_3("3D", Unit.DAYS, 3, 8),
    WEEK("1W", Unit.WEEKS, 1, 8),
    MONTH("1M", Unit.MONTHS, 1, 8),
    MONTHS_3("3M", Unit.MONTHS, 3, 8),
    HOURS_6_UTC("6Hutc", Unit.HOURS, 6, 0),
    HOURS_12_UTC("12Hutc", Unit.HOURS, 12, 0),
    DAY_UTC("1Dutc", Unit.DAYS, 1, 0),
    DAYS_2_UTC("2Dutc", Unit.DAYS, 2, 0),
    DAYS_3_UTC("3Dutc", Unit.DAYS, 3, 0),
    WEEK_UTC("1Wutc", Unit.WEEKS, 1, 0),
    MONTH_UTC("1Mutc", Unit.MONTHS, 1, 0),
    MONTHS_3_UTC("3Mutc", Unit.MONTHS, 3, 0);

    private static final List<Bar> STORED = List.of(MINUTE, HOUR);
    private static final long DAY_NANOS = 86_400_000_000_000L;

    private final String text;
    private final Unit unit;
    private final int count;
    private final long zoneNanos;

    Bar(String text, Unit unit, int count, int zoneHours) {
        this.text = text;
        this.unit = unit;
        this.count = count;
        this.zoneNanos = zoneHours * Unit.HOURS.nanos;
    }

    /// The bar that OKX calls so; `1m` is a minute and `1M` a month.
    public static Optional<Bar> of(String text) {
        for (Bar bar : values()) {
            if (bar.text.equals(text)) {
                return Optional.of(bar);
            }
        }
        return Optional.empty();
    }

    /// The name OKX has for it.
    public String text() {
        return text;
    }

    /// When the bar that contains this instant opened.
    public long floorNanos(long timeNanos) {
        long local = timeNanos + zoneNanos;
        if (unit == Unit.MONTHS) {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(local, DAY_NANOS));
            int month = (day.getMonthValue() - 1) / count * count + 1;
            return midnight(LocalDate.of(day.getYear(), month, 1));
        }
        long length = count * unit.nanos;
        return local - Math.floorMod(local - unit.firstNanos, length) - zoneNanos;
    }

    /// When the bar after the one that opened at `openNanos` opens.
    public long nextNanos(long openNanos) {
        return unit == Unit.MONTHS ? midnight(localDay(openNanos).plusMonths(count)) : openNanos + count * unit.nanos;
    }

    /// When the bar opened that is `bars` before the one that opened at `openNanos`.
    long earlierNanos(long openNanos, int bars) {
        return unit == Unit.MONTHS
                ? midnight(localDay(openNanos).minusMonths((long) bars * count))
                : openNanos - bars * (count * unit.nanos);
    }

    /// The bars that are written; the others are folded from one of them.
    static List<Bar> stored() {
        return STORED;
    }

    /// Length of the stored bar from which this one is folded, in minutes; 0 for bars folded from trades.
    int storedMinutes() {
        return switch (unit) {
            case SECONDS -> 0;
            case MINUTES -> 1;
            case HOURS, DAYS, WEEKS, MONTHS -> 60;
        };
    }

    private LocalDate localDay(long openNanos) {
        return LocalDate.ofEpochDay(Math.floorDiv(openNanos + zoneNanos, DAY_NANOS));
    }

    private long midnight(LocalDate day) {
        return day.toEpochDay() * DAY_NANOS - zoneNanos;
    }

    private enum Unit {
        SECONDS(1_000_000_000L, 0),
        MINUTES(60_000_000_000L, 0),
        HOURS(3_600_000_000_000L, 0),
        DAYS(86_400_000_000_000L, 0),
        // The first Monday of 1970 was the fifth of January.
        WEEKS(7 * 86_400_000_000_000L, 4 * 86_400_000_000_000L),
        MONTHS(0, 0);

        private final long nanos;
        private final long firstNanos;

        Unit(long nanos, long firstNanos) {
            this.nanos = nanos;
            this.firstNanos = firstNanos;
        }
    }
}
