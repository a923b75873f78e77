package seawall.engine;

/// Knows how many instruments have work that is due without a command, so that asking after every command costs
/// nothing when there is none.
final class FollowUps {
    private int instruments;

    boolean arePending() {
        return instruments != 0;
    }

    int instruments() {
        return instruments;
    }

    /// To be called whenever the phase of an instrument, its uncrossing or what is due on it has changed.
    void refresh(Instrument instrument) {
        boolean hasWork = instrument.hasWork();
        if (hasWork != instrument.isCountedAsPending) {
            instrument.isCountedAsPending = hasWork;
            instruments += hasWork ? 1 : -1;
        }
    }
}
