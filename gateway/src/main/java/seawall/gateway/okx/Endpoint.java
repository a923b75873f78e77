package seawall.gateway.okx;

/// A GET path, who may ask it and how often.
///
/// @param permission a permission of [seawall.gateway.view.ApiKeyView]; [#PUBLIC] when nobody need authenticate
public record Endpoint(String path, int permission, RateLimit limit, Handler handler) {
    public static final int PUBLIC = 0;

    public boolean isPublic() {
        return permission == PUBLIC;
    }

    /// Writes the elements of `data`.
    @FunctionalInterface
    interface Handler {
        void write(Query query, JsonOutput out);
    }
}
