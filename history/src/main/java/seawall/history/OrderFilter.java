package seawall.history;

import java.util.List;
import seawall.wire.codec.OrderType;

/// Which orders of an account.
///
/// @param instrumentId   0 = any
/// @param orderTypes     empty = any
/// @param states         empty = any
/// @param withUnfilled   false leaves out orders that were canceled without a fill
public record OrderFilter(int instrumentId, List<OrderType> orderTypes, List<OrderState> states, boolean withUnfilled) {
    /// Every order.
    public static final OrderFilter ANY = new OrderFilter(0, List.of(), List.of(), true);

    public OrderFilter {
        orderTypes = List.copyOf(orderTypes);
        states = List.copyOf(states);
    }
}
