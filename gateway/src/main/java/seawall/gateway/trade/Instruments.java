package seawall.gateway.trade;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.CurrencyView;
import seawall.gateway.view.InstrumentView;

/// Instruments and currencies by name, for every event loop; written by the view thread. Bounded by the engine's
/// limits.
public final class Instruments {
    private final ConcurrentHashMap<String, InstrumentView> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, InstrumentView> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CurrencyView> currencies = new ConcurrentHashMap<>();

    public void put(InstrumentView instrument) {
        byName.put(instrument.name(), instrument);
        byId.put(instrument.instrumentId(), instrument);
    }

    public void put(CurrencyView currency) {
        currencies.put(currency.code(), currency);
    }

    public @Nullable InstrumentView find(String name) {
        return byName.get(name);
    }

    public @Nullable InstrumentView find(int instrumentId) {
        return byId.get(instrumentId);
    }

    public @Nullable CurrencyView currency(String code) {
        return currencies.get(code);
    }

    public Collection<InstrumentView> all() {
        return byId.values();
    }

    /// The instrument an item names: its `instIdCode` wins over its `instId`.
    @Nullable
    InstrumentView named(Fields item) {
        String code = item.text("instIdCode");
        if (code.isEmpty()) {
            return find(item.text("instId"));
        }
        return code.matches("[0-9]{1,9}") ? find(Integer.parseInt(code)) : null;
    }
}
