package seawall.gateway.http;

import org.jspecify.annotations.Nullable;
import seawall.gateway.okx.JsonOutput;
import seawall.gateway.okx.RateLimit;
import seawall.gateway.okx.ReadRequest;
import seawall.gateway.okx.Reply;

/// The GET endpoints, as the HTTP side needs to know them.
public interface ReadTable {
    /// The endpoint of a path such as `/api/v5/market/ticker`; null if there is none.
    @Nullable Read find(String path);

    /// One GET endpoint.
    interface Read {
        /// True when only an authenticated key may ask.
        boolean isPrivate();

        /// True when it can be answered before the views follow the journal, such as the time.
        boolean isAlwaysAnswered();

        RateLimit limit();

        /// Writes the whole body of a success; on a refusal the body is left to the caller.
        ///
        /// @param mayWait false on an event loop: rows that are no longer in memory are then only announced
        Reply answer(ReadRequest request, JsonOutput body, boolean mayWait);
    }
}
