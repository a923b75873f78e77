package seawall.gateway.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;
import seawall.gateway.view.BalanceView;
import seawall.gateway.view.FillView;
import seawall.gateway.view.Views;
import seawall.wire.codec.Wallet;

/// The channel `balance_and_position`: everything at first, then the balances that moved, together with what moved
/// them. It shows no holds, so orders that are placed, amended or canceled say nothing here.
final class BalanceAndPositionTopic extends Topic {
    private static final long INTERVAL_NANOS = 10_000_000;
    // One message tells no more trades than this, but for those of one entry.
    private static final int FILLS_MAX = 1_000;

    /// Balances as one or several entries left them, and the trades that did it; no trades, and it was a transfer.
    private record Movement(Map<Integer, BalanceView> balances, List<FillView> fills) {
        static Movement none() {
            return new Movement(new LinkedHashMap<>(), new ArrayList<>());
        }

        boolean canTake(Movement later) {
            return fills.isEmpty() == later.fills.isEmpty() && fills.size() + later.fills.size() <= FILLS_MAX;
        }

        void take(Movement later) {
            balances.putAll(later.balances);
            fills.addAll(later.fills);
        }
    }

    private final Views views;
    private final OkxJson render;
    private final Map<Integer, Long> balanceAtoms = new HashMap<>();
    private final Deque<Movement> movements = new ArrayDeque<>();
    private Movement ofEntry = Movement.none();

    BalanceAndPositionTopic(TopicKey key, Views views, OkxJson render) {
        super(key, INTERVAL_NANOS);
        this.views = views;
        this.render = render;
        all().forEach(this::hasMoved);
    }

    void filled(FillView fill) {
        ofEntry.fills.add(fill);
    }

    void changed(int currencyId) {
        BalanceView balance = views.balance(key.accountId(), Wallet.TRADING, currencyId);
        if (balance != null && hasMoved(balance)) {
            ofEntry.balances.put(currencyId, balance);
        }
    }

    private boolean hasMoved(BalanceView balance) {
        Long before = balanceAtoms.put(balance.currency().currencyId(), balance.balanceAtoms());
        return balance.balanceAtoms() != (before == null ? 0 : before);
    }

    /// The entry ends whose fills and balances were told.
    void endEntry() {
        if (!ofEntry.balances.isEmpty()) {
            Movement last = movements.peekLast();
            if (last != null && last.canTake(ofEntry)) {
                last.take(ofEntry);
            } else {
                movements.add(ofEntry);
            }
        }
        ofEntry = Movement.none();
    }

    @Override
    @Nullable
    JsonOutput update(long nowNanos, JsonOutput message) {
        Movement movement = movements.poll();
        if (movement == null) {
            return null;
        }
        // Money that comes from outside is named as a transfer too: the documented list has no word of its own for it.
        String eventType = movement.fills.isEmpty() ? "transferred" : "filled";
        return tell(message, eventType, List.copyOf(movement.balances.values()), movement.fills, nowNanos);
    }

    @Override
    boolean hasMore() {
        return !movements.isEmpty();
    }

    @Override
    JsonOutput snapshot(long nowNanos, JsonOutput message) {
        List<BalanceView> balances =
                all().stream().filter(balance -> balance.balanceAtoms() != 0).toList();
        return tell(message, "snapshot", balances, List.of(), nowNanos);
    }

    @Override
    void skipUpdate(long nowNanos) {
        movements.clear();
    }

    private JsonOutput tell(
            JsonOutput message, String eventType, List<BalanceView> balances, List<FillView> fills, long nowNanos) {
        message.key("data").beginArray();
        render.balanceAndPosition(message, eventType, balances, fills, nowNanos);
        return message.endArray().endObject();
    }

    private List<BalanceView> all() {
        return views.balances(key.accountId(), Wallet.TRADING);
    }
}
