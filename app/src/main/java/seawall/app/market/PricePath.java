package seawall.app.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The course of a day: where the price stands relative to the day's start and how busy the market is, at any time
/// since the
/// walk began. At its end the walk turns round and goes back, so that the price never jumps.
public final class PricePath {
    private static final String SURGE = "surge-2021-01-29.csv";

    /// A quarter of an hour before the first run-up: whoever starts the demo sees a calm market first.
    private static final int SURGE_START_MINUTE = 8 * 60 + 20;

    private final double[] indexes;
    private final double[] paces;
    private final int startMinute;

    private PricePath(double[] indexes, double[] paces, int startMinute) {
        this.indexes = indexes;
        this.paces = paces;
        this.startMinute = startMinute;
    }

    /// 29 January 2021, from 08:20 UTC.
    public static PricePath surgeDay() {
        try (InputStream resource = PricePath.class.getResourceAsStream(SURGE)) {
            if (resource == null) {
                throw new IllegalStateException("expected the resource " + SURGE + " beside this class");
            }
            return read(resource, SURGE_START_MINUTE);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + SURGE, e);
        }
    }

    static PricePath read(InputStream resource, int startMinute) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            List<String[]> rows = reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("minute,"))
                    .map(line -> line.split(",", -1))
                    .toList();
            return new PricePath(
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray(),
                    startMinute);
        }
    }

    /// Price relative to the start of the day, between two minutes on a straight line.
    double index(Duration sinceStart) {
        double minute = startMinute + sinceStart.toMillis() / 60_000.0;
        int before = (int) Math.floor(minute);
        double share = minute - before;
        return indexes[place(before)] * (1 - share) + indexes[place(before + 1)] * share;
    }

    /// Trades relative to a usual minute.
    double pace(Duration sinceStart) {
        return paces[place(startMinute + (int) sinceStart.toMinutes())];
    }

    /// Minutes 0 to n-1, then back to 0, and so on.
    private int place(int minute) {
        int period = 2 * (indexes.length - 1);
        int within = Math.floorMod(minute, period);
        return within < indexes.length ? within : period - within;
    }
}
