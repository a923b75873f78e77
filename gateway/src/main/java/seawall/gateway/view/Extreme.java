package seawall.gateway.view;

/// The best price that some trailing stops have followed so far: the highest for those that sell, the lowest for those
/// that buy. Once one price has carried several of them along, they have one extreme in common from then on; so each
/// is a place in a forest, whose root knows the price. The view thread writes, any thread reads.
final class Extreme {
    private volatile long ticks;
    private volatile Extreme mergedInto = this;
    // Of the stops that wait; belongs to the view thread.
    private int followers;

    Extreme(long ticks) {
        this.ticks = ticks;
    }

    long ticks() {
        return root().ticks;
    }

    Extreme root() {
        Extreme root = this;
        while (root.mergedInto != root) {
            root = root.mergedInto;
        }
        // Whoever asks shortens the way for those after him, whichever thread he is.
        if (mergedInto != root) {
            mergedInto = root;
        }
        return root;
    }

    void moveTo(long newTicks) {
        ticks = newTicks;
    }

    void merge(Extreme other) {
        followers += other.followers;
        other.mergedInto = this;
    }

    void follow() {
        followers++;
    }

    /// @return true when nothing follows it any more
    boolean leave() {
        return --followers == 0;
    }
}
