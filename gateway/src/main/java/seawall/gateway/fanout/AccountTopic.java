package seawall.gateway.fanout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Wallet;

/// The channel `account`: everything at first, then the currencies whose balance or hold changed, zeros included, and
/// everything again at an interval, unless its listeners want events only.
final class AccountTopic extends Topic {
    private static final long INTERVAL_NANOS = 50_000_000;
    private static final long REGULAR_NANOS = 5_000_000_000L;

    private final Views views;
    private final OkxJson render;
    private final Set<Integer> changed = new LinkedHashSet<>();
    private long nextRegularNanos;
    private boolean isRegularDue;

    AccountTopic(TopicKey key, Views views, OkxJson render) {
        super(key, INTERVAL_NANOS);
        this.views = views;
        this.render = render;
    }

    void changed(int currencyId) {
        changed.add(currencyId);
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        // Most turns have nothing to tell, and there are twenty a second for each account that is listened to.
        List<BalanceView> rows = changed.isEmpty()
                ? List.of()
                : rows(balance -> changed.contains(balance.currency().currencyId()));
        changed.clear();
        isRegularDue = nowNanos >= nextRegularNanos;
        if (!rows.isEmpty()) {
            // First, even if a snapshot is due: that one does not show what fell to zero.
            return balances(message.field("eventType", "event_update"), rows, nowNanos);
        }
        if (isRegularDue) {
            scheduleRegular(nowNanos);
            return snapshot(nowNanos, message);
        }
        return null;
    }

    @Override
    boolean hasMore() {
        return isRegularDue;
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        message.field("eventType", "snapshot").key("curPage").integer(1);
        return balances(message.field("lastPage", true), rows(balance -> balance.balanceAtoms() != 0), nowNanos);
    }

    @Override
    void skipUpdate(long nowNanos) {
        changed.clear();
        // Whoever joins in this turn gets a snapshot now.
        scheduleRegular(nowNanos);
    }

    private void scheduleRegular(long nowNanos) {
        nextRegularNanos = key.isEventsOnly() ? Long.MAX_VALUE : nowNanos + REGULAR_NANOS;
        isRegularDue = false;
    }

    private JsonOutput balances(JsonOutput message, List<BalanceView> rows, long nowNanos) {
        message.key("data").beginArray();
        render.balance(message, rows, all(), nowNanos);
        return message.endArray().endObject();
    }

    private List<BalanceView> rows(Predicate<BalanceView> filter) {
        return all().stream()
                .filter(balance -> key.currency().isEmpty()
                        || key.currency().equals(balance.currency().code()))
                .filter(filter)
                .toList();
    }

    private List<BalanceView> all() {
        return views.balances(key.accountId(), Wallet.TRADING);
    }
}
