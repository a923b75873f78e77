package seawall.gateway.fanout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Wallet;

/// The channels `account` and `balance_and_position`: everything at first, then the currencies that changed, zeros
/// included.
final class BalanceTopic extends Topic {
    private final Views views;
    private final OkxJson render;
    private final boolean withPositions;
    private final Set<Integer> changed = new LinkedHashSet<>();
    private final List<FillView> fills = new ArrayList<>();

    BalanceTopic(TopicKey key, Views views, OkxJson render, long intervalNanos, boolean withPositions) {
        super(key, intervalNanos);
        this.views = views;
        this.render = render;
        this.withPositions = withPositions;
    }

    void changed(int currencyId) {
        changed.add(currencyId);
    }

    void filled(FillView fill) {
        fills.add(fill);
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        List<BalanceView> rows = rows(true);
        if (rows.isEmpty()) {
            skipUpdate(nowNanos);
            return null;
        }
        if (withPositions) {
            message.key("data").beginArray();
            render.balanceAndPosition(message, fills.isEmpty() ? "transferred" : "filled", rows, fills, nowNanos);
            message.endArray();
        } else {
            message.field("eventType", "event_update").key("data").beginArray();
            render.balance(message, rows, all(), nowNanos);
            message.endArray();
        }
        skipUpdate(nowNanos);
        return message.endObject();
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        if (withPositions) {
            message.key("data").beginArray();
            render.balanceAndPosition(message, "snapshot", rows(false), List.of(), nowNanos);
            return message.endArray().endObject();
        }
        message.field("eventType", "snapshot").key("curPage").integer(1);
        message.field("lastPage", true).key("data").beginArray();
        render.balance(message, rows(false), all(), nowNanos);
        return message.endArray().endObject();
    }

    @Override
    void skipUpdate(long nowNanos) {
        changed.clear();
        fills.clear();
    }

    private List<BalanceView> all() {
        return views.balances(key.accountId(), Wallet.TRADING);
    }

    private List<BalanceView> rows(boolean onlyChanged) {
        return all().stream()
                .filter(balance -> key.currency().isEmpty()
                        || key.currency().equals(balance.currency().code()))
                .filter(balance ->
                        onlyChanged ? changed.contains(balance.currency().currencyId()) : balance.balanceAtoms() != 0)
                .toList();
    }
}
