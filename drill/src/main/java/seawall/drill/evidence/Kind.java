package seawall.drill.evidence;

/// What a client can ask for.
public enum Kind {
    PLACE,
    CANCEL,
    AMEND,
    TRANSFER,
    /// One of the client's own orders, as the gateway sees it.
    READ
}
