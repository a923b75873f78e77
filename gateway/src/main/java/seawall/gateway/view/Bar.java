package seawall.gateway.view;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The bars of candles, under the names OKX gives them. From six hours up a bar opens by the clock of UTC+8, and by
/// that
/// of UTC where the name says so. Bars of several days count from 1970-01-01; a week opens on Monday, three months with
/// the quarter.
public enum Bar {
    SECOND_1("1s", 1_000),
    MINUTE_1("1m", 60_000),
    MINUTE_3("3m", 180_000),
    MINUTE_5("5m", 300_000),
    MINUTE_15("15m", 900_000),
    MINUTE_30("30m", 1_800_000),
    HOUR_1("1H", 3_600_000),
    HOUR_2("2H", 7_200_000),
    HOUR_4("4H", 14_400_000),
    HOUR_6("6H", 21_600_000, Clock.UTC8),
    HOUR_12("12H", 43_200_000, Clock.UTC8),
    DAY_1("1D", 86_400_000L, Clock.UTC8),
    DAY_2("2D", 2 * 86_400_000L, Clock.UTC8),
    DAY_3("3D", 3 * 86_400_000L, Clock.UTC8),
    DAY_5("5D", 5 * 86_400_000L, Clock.UTC8),
    WEEK_1("1W", 0, Clock.UTC8),
    MONTH_1("1M", 0, Clock.UTC8),
    MONTH_3("3M", 0, Clock.UTC8),
    HOUR_6_UTC("6Hutc", 21_600_000),
    HOUR_12_UTC("12Hutc", 43_200_000),
    DAY_1_UTC("1Dutc", 86_400_000L),
    DAY_2_UTC("2Dutc", 2 * 86_400_000L),
    DAY_3_UTC("3Dutc", 3 * 86_400_000L),
    DAY_5_UTC("5Dutc", 5 * 86_400_000L),
    WEEK_1_UTC("1Wutc", 0),
    MONTH_1_UTC("1Mutc", 0),
    MONTH_3_UTC("3Mutc", 0);

    private enum Clock {
        UTC(0),
        UTC8(8 * 3_600_000);

        final long offsetMillis;

        Clock(long offsetMillis) {
            this.offsetMillis = offsetMillis;
        }
    }

    private static final Map<String, Bar> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(bar -> bar.code, Function.identity()));

    private final String code;
    private final long millis;
    private final Clock clock;

    Bar(String code, long millis) {
        this(code, millis, Clock.UTC);
    }

    Bar(String code, long millis, Clock clock) {
        this.code = code;
        this.millis = millis;
        this.clock = clock;
    }

    /// The bar of that name; null when there is none. Names are case-sensitive: `1m` is a minute, `1M` a month.
    public static @Nullable Bar of(String code) {
        return BY_CODE.get(code);
    }

    /// Its name, such as `1m` or `1Dutc`.
    public String code() {
        return code;
    }

    /// When the bar that holds a moment opens.
    public long openMillis(long millisUtc) {
        long local = millisUtc + clock.offsetMillis;
        long open = millis > 0 ? Math.floorDiv(local, millis) * millis : calendarOpen(local);
        return open - clock.offsetMillis;
    }

    /// When the bar after the one that opens at a moment opens.
    public long nextMillis(long openMillis) {
        if (millis > 0) {
            return openMillis + millis;
        }
        LocalDate date = date(openMillis + clock.offsetMillis);
        return millis(
                        switch (this) {
                            case WEEK_1, WEEK_1_UTC -> date.plusWeeks(1);
                            case MONTH_1, MONTH_1_UTC -> date.plusMonths(1);
                            default -> date.plusMonths(3);
                        })
                - clock.offsetMillis;
    }

    /// When the bar before the one that opens at a moment opens.
    public long previousMillis(long openMillis) {
        return openMillis(openMillis - 1);
    }

    private long calendarOpen(long local) {
        LocalDate date = date(local);
        return millis(
                switch (this) {
                    case WEEK_1, WEEK_1_UTC -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH_1, MONTH_1_UTC -> date.withDayOfMonth(1);
                    default -> date.withDayOfMonth(1).withMonth((date.getMonthValue() - 1) / 3 * 3 + 1);
                });
    }

    private static LocalDate date(long local) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(local), ZoneOffset.UTC);
    }

    private static long millis(LocalDate date) {
        return date.toEpochDay() * 86_400_000L;
    }
}
