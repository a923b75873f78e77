package seawall.gateway.trade;

import seawall.gateway.trade.CommandWriter.Command;

/// What a request calls an order: its id, or 0 and its client's id.
record OrderName(int accountId, int instrumentId, long orderId, String clientOrderId) {
    static OrderName of(Command.Amend amend) {
        return new OrderName(
                amend.accountId(), amend.instrument().instrumentId(), amend.orderId(), amend.clientOrderId());
    }
}
