package seawall.gateway.fanout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.StatusRow;

/// Finds what changed on the status page between two looks at it: a new event, a new state of one, a new end.
final class StatusChanges {
    private record Event(String title, long beginMillis) {
        static Event of(StatusRow row) {
            return new Event(row.title(), row.beginMillis());
        }
    }

    private Map<Event, StatusRow> known = Map.of();
    private @Nullable StatusRow latest;

    /// Looks at the page.
    ///
    /// @return the rows that changed since the look before, in the order of the page
    List<StatusRow> look(List<StatusRow> page) {
        Map<Event, StatusRow> now = new LinkedHashMap<>();
        List<StatusRow> changes = new ArrayList<>();
        for (StatusRow row : page) {
            StatusRow before = known.get(Event.of(row));
            if (before == null || !before.state().equals(row.state()) || before.endMillis() != row.endMillis()) {
                changes.add(row);
            }
            now.put(Event.of(row), row);
        }
        known = now;
        if (!changes.isEmpty()) {
            latest = changes.getLast();
        } else if (latest != null && !now.containsKey(Event.of(latest))) {
            // It has left the page: what is still there is what there is to say.
            latest = page.isEmpty() ? null : page.getLast();
        }
        return changes;
    }

    /// The row that changed last; null when the page is empty.
    @Nullable
    StatusRow latest() {
        return latest;
    }
}
