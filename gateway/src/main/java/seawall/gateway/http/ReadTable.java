package seawall.gateway.http;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.ReadRequest;
import seawall.gateway.okx.Reply;

/// The GET endpoints, as the HTTP side needs to know them.
public interface ReadTable {
    /// The endpoint of a path such as `/api/v5/market/ticker`; null if there is none.
    @Nullable
    Read find(String path);

    /// One GET endpoint.
    interface Read {
        /// What the key needs; 0 when nobody need authenticate.
        int permission();

        /// True when it can be answered before the views follow the journal, such as the time.
        boolean isAlwaysAnswered();

        RateLimit limit();

        /// Writes the whole body, of a refusal as well.
        ///
        /// @param mayWait false on an event loop: rows that are no longer in memory are then only announced
        Reply answer(ReadRequest request, JsonOutput body, boolean mayWait);
    }
}
