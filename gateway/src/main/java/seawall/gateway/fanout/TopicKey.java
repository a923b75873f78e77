package seawall.gateway.fanout;

import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.OkxJson;

/// What one stream of messages is about. Whoever subscribed to equal keys receives the same bytes.
///
/// @param accountId    whose private data; 0 for public channels, so that no two accounts ever share a key
/// @param currency     value of `ccy`, for the account channel
/// @param isEventsOnly true for the account channel without its regular snapshots
public record TopicKey(
        String channel,
        String instrumentType,
        String instrumentFamily,
        String instrument,
        String currency,
        boolean isEventsOnly,
        int accountId) {
    /// The key of a channel that has no regular snapshots, or of one with them.
    public TopicKey(
            String channel,
            String instrumentType,
            String instrumentFamily,
            String instrument,
            String currency,
            int accountId) {
        this(channel, instrumentType, instrumentFamily, instrument, currency, false, accountId);
    }

    /// Writes the `arg` of a push: the keys that were given, and for private channels the user. How often a channel
    /// speaks is no part of it.
    void write(JsonOutput json) {
        json.beginObject().field("channel", channel);
        optional(json, "instType", instrumentType);
        optional(json, "instFamily", instrumentFamily);
        optional(json, "instId", instrument);
        optional(json, "ccy", currency);
        if (accountId != 0) {
            json.field("uid", OkxJson.uid(accountId));
        }
        json.endObject();
    }

    private static void optional(JsonOutput json, String name, String value) {
        if (!value.isEmpty()) {
            json.field(name, value);
        }
    }
}
