package seawall.gateway.auth;

import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import seawall.gateway.view.ApiKeyView;

/// The API keys in force, as the journal has them. Written by the view thread, read by every event loop. Its size is
/// bounded by the engine's limit of keys.
public final class ApiKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

    private final Seal seal;
    private final ConcurrentHashMap<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final AtomicLong unreadable = new AtomicLong();

    public ApiKeys(Seal seal) {
        this.seal = seal;
    }

    /// A key was created, or changed. One that cannot be opened here is unusable and counted: its owner gets `50111`,
    /// and an
    /// operator
    /// sees that this gateway has another venue key than the one that sealed it.
    public void put(ApiKeyView view) {
        try {
            Secret secret = seal.open(view.apiKey(), view.sealedSecret());
            keys.put(view.apiKey(), new ApiKey(view, secret, IpList.parse(view.ipList())));
        } catch (GeneralSecurityException | IllegalArgumentException problem) {
            // What it was before it changed is not in force any more either.
            keys.remove(view.apiKey());
            unreadable.incrementAndGet();
            LOG.warn(
                    "API key {} of account {} cannot be opened by this gateway",
                    view.apiKey(),
                    view.accountId(),
                    problem);
        }
    }

    public void deleted(String apiKey) {
        keys.remove(apiKey);
    }

    public @Nullable ApiKey find(String apiKey) {
        return keys.get(apiKey);
    }

    public int count() {
        return keys.size();
    }

    public long unreadable() {
        return unreadable.get();
    }
}
