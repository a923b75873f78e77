package seawall.engine;

/// The commands of one gateway: which start of it may send, and which number comes next.
final class Stream {
    final int gatewayId;
    long incarnation;
    long nextSequence = 1;

    Stream(int gatewayId, long incarnation) {
        this.gatewayId = gatewayId;
        this.incarnation = incarnation;
    }

    long mix() {
        return Mix.of(7, gatewayId, incarnation, nextSequence);
    }
}
