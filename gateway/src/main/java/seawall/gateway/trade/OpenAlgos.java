package seawall.gateway.trade;

import org.jspecify.annotations.Nullable;
import seawall.gateway.view.AlgoView;

/// The algo orders that wait, of which an amendment says only what becomes different.
@FunctionalInterface
public interface OpenAlgos {
    /// By its id, or by its client's id when the id is 0; null if there is none.
    @Nullable
    AlgoView find(int accountId, long algoId, String clientAlgoId);
}
