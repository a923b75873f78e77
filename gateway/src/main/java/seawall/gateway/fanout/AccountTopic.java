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

/// The channel `account`: everything at first, then the currencies whose balance or hold changed, zeros included.
final class AccountTopic extends Topic {
    private static final long INTERVAL_NANOS = 50_000_000;

    private final Views views;
    private final OkxJson render;
    private final Set<Integer> changed = new LinkedHashSet<>();

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
        List<BalanceView> rows =
                rows(balance -> changed.contains(balance.currency().currencyId()));
        changed.clear();
        if (rows.isEmpty()) {
            return null;
        }
        return balances(message.field("eventType", "event_update"), rows, nowNanos);
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        message.field("eventType", "snapshot").key("curPage").integer(1);
        return balances(message.field("lastPage", true), rows(balance -> balance.balanceAtoms() != 0), nowNanos);
    }

    @Override
    void skipUpdate(long nowNanos) {
        changed.clear();
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
