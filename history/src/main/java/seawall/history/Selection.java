package seawall.history;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// A SELECT whose conditions depend on the question. Only conditions in use are written, so that the planner sees what
/// it needs; values are always bound. One table of a SELECT is called by its alias in every condition.
final class Selection {
    private final StringBuilder sql;
    private final List<Object> values = new ArrayList<>();
    private String glue = " WHERE ";

    Selection(String select) {
        this.sql = new StringBuilder(select.strip());
    }

    Selection where(String condition, Object value) {
        sql.append(glue).append(condition);
        values.add(value);
        glue = " AND ";
        return this;
    }

    Selection where(String condition) {
        sql.append(glue).append(condition);
        glue = " AND ";
        return this;
    }

    Selection whereId(String column, long id) {
        return id == 0 ? this : where(column + " = ?", id);
    }

    Selection whereIn(String column, List<? extends Object> anyOf) {
        if (anyOf.isEmpty()) {
            return this;
        }
        sql.append(glue)
                .append(column)
                .append(" IN (?")
                .append(", ?".repeat(anyOf.size() - 1))
                .append(')');
        values.addAll(anyOf);
        glue = " AND ";
        return this;
    }

    /// The bounds, the direction and the limit of a page; the last call.
    Selection page(Page page, String idColumn, String timeColumn, int rowsMax) {
        if (page.afterId() != Long.MAX_VALUE) {
            where(idColumn + " < ?", page.afterId());
        }
        if (page.beforeId() != 0) {
            where(idColumn + " > ?", page.beforeId());
        }
        if (page.beginNanos() != 0) {
            where(timeColumn + " >= ?", page.beginNanos());
        }
        if (page.endNanos() != Long.MAX_VALUE) {
            where(timeColumn + " <= ?", page.endNanos());
        }
        return newest(idColumn, Math.min(page.limit(), rowsMax));
    }

    Selection newest(String idColumn, int rowsMax) {
        sql.append(" ORDER BY ").append(idColumn).append(" DESC LIMIT ?");
        values.add(rowsMax);
        return this;
    }

    Query in(Handle handle) {
        Query query = handle.createQuery(sql.toString());
        for (int i = 0; i < values.size(); i++) {
            query.bind(i, values.get(i));
        }
        return query;
    }
}
