package seawall.gateway.view;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rows with the greatest ids. Everything above [#floorId()] is here; at or below it, rows have left.
final class RecentRows<T> {
    private final int rowsMax;
    private final TreeMap<Long, T> rows = new TreeMap<>();
    private long floorId;

    RecentRows(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    void put(long id, T row) {
        if (id <= floorId) {
            return;
        }
        rows.put(id, row);
        if (rows.size() > rowsMax) {
            floorId = rows.pollFirstEntry().getKey();
        }
    }

    @Nullable
    T get(long id) {
        return rows.get(id);
    }

    long floorId() {
        return floorId;
    }

    Rows<T> page(long afterId, long beforeId, int limit, Predicate<? super T> filter) {
        return new Rows<>(page(rows, afterId, beforeId, limit, filter), floorId);
    }

    /// Newest first, ids between the bounds, both excluded.
    static <T> List<T> page(
            NavigableMap<Long, T> rows, long afterId, long beforeId, int limit, Predicate<? super T> filter) {
        var page = new ArrayList<T>();
        if (afterId > beforeId) {
            for (T row :
                    rows.subMap(beforeId, false, afterId, false).descendingMap().values()) {
                if (page.size() == limit) {
                    break;
                }
                if (filter.test(row)) {
                    page.add(row);
                }
            }
        }
        return page;
    }
}
