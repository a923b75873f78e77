package seawall.gateway.trade;

import seawall.gateway.trade.CommandWriter.Command;

/// Turns one item of a request into a command, or says why there is none.
final class ItemParser {
    /// A command, or why there is none.
    sealed interface Parsed {
        record Ready(Command command) implements Parsed {}

        record Refused(Problem problem) implements Parsed {}
    }

    private final OrderParser orders;
    private final AlgoParser algos;

    ItemParser(Instruments instruments, OpenAlgos openAlgos) {
        this.orders = new OrderParser(instruments);
        this.algos = new AlgoParser(instruments, openAlgos);
    }

    Parsed parse(Operation operation, int accountId, Fields item) {
        try {
            return new Parsed.Ready(
                    switch (operation) {
                        case PLACE -> orders.place(accountId, item);
                        case CANCEL -> orders.cancel(accountId, item);
                        case AMEND -> orders.amend(accountId, item);
                        case PLACE_ALGO -> algos.place(accountId, item);
                        case CANCEL_ALGO -> algos.cancel(accountId, item);
                        case AMEND_ALGO -> algos.amend(accountId, item);
                    });
        } catch (ItemRefusal refusal) {
            return new Parsed.Refused(refusal.problem());
        }
    }
}
