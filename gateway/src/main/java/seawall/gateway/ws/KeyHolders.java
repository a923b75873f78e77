package seawall.gateway.ws;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which sessions logged in with which API key, so that a deleted key finds those that it let in. Bounded by the
/// connections and the keys that one of them may log in with.
public final class KeyHolders {
    private final ConcurrentHashMap<String, Set<WsSession>> sessions = new ConcurrentHashMap<>();

    void add(String apiKey, WsSession session) {
        sessions.compute(apiKey, (key, before) -> {
            Set<WsSession> holders = before == null ? ConcurrentHashMap.newKeySet() : before;
            holders.add(session);
            return holders;
        });
    }

    void remove(String apiKey, WsSession session) {
        sessions.computeIfPresent(apiKey, (key, holders) -> {
            holders.remove(session);
            return holders.isEmpty() ? null : holders;
        });
    }

    /// A key is gone: those it let in are closed. Any thread.
    void deleted(String apiKey) {
        sessions.getOrDefault(apiKey, Set.of()).forEach(WsSession::endForDeletedKey);
    }
}
