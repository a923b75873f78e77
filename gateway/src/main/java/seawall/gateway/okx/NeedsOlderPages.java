package seawall.gateway.okx;

/// Says that a page reaches below what the views keep, on a thread that must not wait for a store.
final class NeedsOlderPages extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NeedsOlderPages() {
        super("", null, false, false);
    }
}
