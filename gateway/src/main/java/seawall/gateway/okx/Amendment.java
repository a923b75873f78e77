package seawall.gateway.okx;

import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OrderUpdate;
import seawall.wire.codec.Outcome;

/// What an element of the `orders` channel says of an amendment.
///
/// @param result  `0` it was made; `1` it failed, and the order was canceled, as the client wished; else empty
/// @param source  `1` for the user's own; else empty
/// @param code    why it failed, as the reply to the amendment says it; else `0`
/// @param message the same in words; else empty
record Amendment(String result, String source, String requestId, String code, String message) {
    private static final Amendment NONE = new Amendment("", "", "", "0", "");

    static Amendment of(OrderUpdate update, InstrumentView instrument) {
        return switch (update.change()) {
            case OrderUpdate.Change.Amended(String requestId, boolean kept) ->
                new Amendment("0", "1", requestId, "0", "");
            case OrderUpdate.Change.ClosedByAmendment(var reason, Outcome refusal, String requestId) ->
                failed(refusal, requestId, instrument);
            case OrderUpdate.Change.Accepted accepted -> NONE;
            case OrderUpdate.Change.Filled filled -> NONE;
            case OrderUpdate.Change.Closed closed -> NONE;
        };
    }

    private static Amendment failed(Outcome outcome, String requestId, InstrumentView instrument) {
        AmendRefusal refusal = AmendRefusal.of(outcome, instrument);
        // Rules that are newer than this gateway may know another reason; the order is canceled all the same.
        return refusal == null
                ? new Amendment("1", "1", requestId, "50026", "System error. Try again later.")
                : new Amendment("1", "1", requestId, refusal.code(), refusal.message());
    }
}
