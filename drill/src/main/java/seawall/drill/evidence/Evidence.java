package seawall.drill.evidence;

import java.util.List;

/// Everything a judge gets to see.
///
/// @param operations  in the order of asking
/// @param connections in the order of their numbers
/// @param pushes      in the order of arrival on each connection
/// @param journals    of each member, its entries from the first one on, as bytes
/// @param hashes      what members said of their state during the run and, last, when it was over
/// @param outages     made by the drill, in order
/// @param isComplete  false when more happened than a history holds
public record Evidence(
        List<Operation> operations,
        List<Connection> connections,
        List<Push> pushes,
        List<List<byte[]>> journals,
        List<HashSample> hashes,
        List<Outage> outages,
        boolean isComplete) {
    public Evidence withOperations(List<Operation> others) {
        return new Evidence(others, connections, pushes, journals, hashes, outages, isComplete);
    }

    public Evidence withPushes(List<Push> others) {
        return new Evidence(operations, connections, others, journals, hashes, outages, isComplete);
    }

    public Evidence withJournals(List<List<byte[]>> others) {
        return new Evidence(operations, connections, pushes, others, hashes, outages, isComplete);
    }

    public Evidence withHashes(List<HashSample> others) {
        return new Evidence(operations, connections, pushes, journals, others, outages, isComplete);
    }
}
