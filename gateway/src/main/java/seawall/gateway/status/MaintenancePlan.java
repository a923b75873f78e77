package seawall.gateway.status;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.StatusRow;
import seawall.gateway.trade.Fields;
import seawall.gateway.trade.JsonInput;
import seawall.gateway.trade.MalformedJsonException;

/// Maintenance as operators announce it, and what each of it is at a moment: scheduled, ongoing, opening, completed or
/// canceled. Pure.
///
/// ```json
/// {"maintenance": [
///   {"title": "New matching rules", "begin": "2026-12-01T08:00:00Z", "end": "2026-12-01T08:30:00Z",
///    "preOpenBegin": "2026-12-01T08:20:00Z", "serviceType": "5", "href": "", "scheDesc": "", "canceled": false}
/// ]}
/// ```
///
/// Times are ISO instants. From `preOpenBegin`, which may be left out, orders can be canceled and post-only ones
/// placed.
/// `serviceType` is that of the API: 0 WebSocket, 5 trading (also when left out), 99 others.
public record MaintenancePlan(List<Window> windows) {
    /// Nothing is planned.
    public static final MaintenancePlan NONE = new MaintenancePlan(List.of());

    private static final int WINDOWS_MAX = 100;
    private static final int TEXT_LENGTH_MAX = 500;
    private static final Set<String> KEYS =
            Set.of("title", "begin", "end", "preOpenBegin", "serviceType", "href", "scheDesc", "canceled");
    private static final Set<String> SERVICE_TYPES = Set.of("0", "5", "6", "7", "8", "9", "10", "11", "99");
    /// What is over is shown for so long.
    private static final Duration SHOWN_AFTER_END = Duration.ofDays(30);

    private static final List<String> ORDER = List.of("completed", "canceled", "scheduled", "pre_open", "ongoing");

    /// One announcement.
    ///
    /// @param preOpenBegin null when there is none
    public record Window(
            String title,
            Instant begin,
            Instant end,
            @Nullable Instant preOpenBegin,
            String serviceType,
            String href,
            String scheDesc,
            boolean isCanceled) {
        String state(Instant now) {
            if (isCanceled) {
                return "canceled";
            }
            if (now.isBefore(begin)) {
                return "scheduled";
            }
            if (!now.isBefore(end)) {
                return "completed";
            }
            return preOpenBegin != null && !now.isBefore(preOpenBegin) ? "pre_open" : "ongoing";
        }
    }

    /// Reads a plan.
    ///
    /// @throws IllegalArgumentException saying what is wrong, and in which announcement
    public static MaintenancePlan parse(byte[] json) {
        Object document;
        try {
            document = JsonInput.read(json);
        } catch (MalformedJsonException malformed) {
            throw new IllegalArgumentException("expected JSON, found: " + malformed.getMessage(), malformed);
        }
        if (!(document instanceof Fields fields)
                || !fields.values().keySet().equals(Set.of("maintenance"))
                || !(fields.values().get("maintenance") instanceof List<?> list)) {
            throw new IllegalArgumentException("expected {\"maintenance\": [...]} and nothing else");
        }
        if (list.size() > WINDOWS_MAX) {
            throw new IllegalArgumentException(
                    "expected at most " + WINDOWS_MAX + " announcements, found " + list.size());
        }
        var windows = new ArrayList<Window>();
        for (Object element : list) {
            try {
                windows.add(window(element));
            } catch (IllegalArgumentException | DateTimeException wrong) {
                throw new IllegalArgumentException(
                        "announcement " + (windows.size() + 1) + ": " + wrong.getMessage(), wrong);
            }
        }
        return new MaintenancePlan(List.copyOf(windows));
    }

    private static Window window(@Nullable Object element) {
        if (!(element instanceof Fields fields)) {
            throw new IllegalArgumentException("expected an object");
        }
        for (String key : fields.values().keySet()) {
            require(KEYS.contains(key), "unknown key " + key);
        }
        String title = text(fields, "title");
        require(!title.isEmpty(), "expected a title");
        Instant begin = Instant.parse(text(fields, "begin"));
        Instant end = Instant.parse(text(fields, "end"));
        require(begin.isBefore(end), "expected begin before end");
        String preOpen = text(fields, "preOpenBegin");
        Instant preOpenBegin = preOpen.isEmpty() ? null : Instant.parse(preOpen);
        require(
                preOpenBegin == null || (!preOpenBegin.isBefore(begin) && preOpenBegin.isBefore(end)),
                "expected preOpenBegin from begin to end");
        String serviceType = fields.isGiven("serviceType") ? text(fields, "serviceType") : "5";
        require(SERVICE_TYPES.contains(serviceType), "expected a serviceType of the API, found " + serviceType);
        return new Window(
                title,
                begin,
                end,
                preOpenBegin,
                serviceType,
                text(fields, "href"),
                text(fields, "scheDesc"),
                fields.flag("canceled"));
    }

    private static String text(Fields fields, String key) {
        require(!fields.isGiven(key) || fields.values().get(key) instanceof String, "expected text in " + key);
        String text = fields.text(key);
        require(text.length() <= TEXT_LENGTH_MAX, "expected at most " + TEXT_LENGTH_MAX + " characters in " + key);
        return text;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    /// The announcements as they stand, what is going on last.
    public List<StatusRow> rows(Instant now) {
        return windows.stream()
                .filter(window -> now.isBefore(window.end().plus(SHOWN_AFTER_END)))
                .map(window -> new StatusRow(
                        window.title(),
                        window.state(now),
                        window.begin().toEpochMilli(),
                        window.end().toEpochMilli(),
                        window.preOpenBegin() == null
                                ? ""
                                : Long.toString(window.preOpenBegin().toEpochMilli()),
                        window.href(),
                        window.serviceType(),
                        window.scheDesc(),
                        "1"))
                .sorted(Comparator.comparingInt((StatusRow row) -> ORDER.indexOf(row.state()))
                        .thenComparingLong(StatusRow::beginMillis))
                .toList();
    }
}
