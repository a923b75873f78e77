package seawall.gateway.view;

/// An API key. Whoever can unseal `sealedSecret` gets its secret and passphrase; the view cannot.
///
/// @param permissions  sum of [#READ], [#TRADE], [#WITHDRAW]
/// @param sealedSecret opaque bytes; not copied, not to be changed
/// @param ipList       comma-separated addresses or networks, empty for any
// The array is as immutable as its owner treats it; a copy for each login would serve nobody.
@SuppressWarnings("ArrayRecordComponent")
public record ApiKeyView(
        String apiKey,
        int accountId,
        int permissions,
        byte[] sealedSecret,
        String ipList,
        String label,
        long createdNanos) {
    public static final int READ = 1;
    public static final int TRADE = 2;
    public static final int WITHDRAW = 4;

    /// True when the key has every permission of the mask.
    public boolean permits(int mask) {
        return (permissions & mask) == mask;
    }

    /// The same key with other rights.
    ApiKeyView changed(int permissions, String ipList, String label) {
        return new ApiKeyView(apiKey, accountId, permissions, sealedSecret, ipList, label, createdNanos);
    }
}
