package seawall.simulation.recorded;

import seawall.wire.codec.Side;

/// One open order of the engine, kept from what its journal says.
final class OurOrder {
    final long orderId;
    final long recordedId;
    final Side side;
    long priceTicks;
    long quantityLots;
    long filledLots;

    OurOrder(long orderId, long recordedId, Side side, long priceTicks, long quantityLots) {
        this.orderId = orderId;
        this.recordedId = recordedId;
        this.side = side;
        this.priceTicks = priceTicks;
        this.quantityLots = quantityLots;
    }

    long leftLots() {
        return quantityLots - filledLots;
    }

    @Override
    public String toString() {
        return side + " " + priceTicks + " x " + leftLots();
    }
}
