package seawall.gateway.okx;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import seawall.gateway.view.InstrumentView;
import seawall.gateway.view.OlderPages;
import seawall.gateway.view.Views;

/// One request as its handler sees it: parameters with the refusals that their faults earn.
///
/// @param older null on a thread that must not wait, or when nothing older exists
/// @param hasOlder whether pages below the views exist at all
record Query(ReadRequest request, Views views, @Nullable OlderPages older, boolean hasOlder) {
    private static final Set<String> INSTRUMENT_TYPES =
            Set.of("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "EVENTS", "ANY");
    private static final Set<String> CONTRACT_TYPES = Set.of("SWAP", "FUTURES", "OPTION", "EVENTS");
    private static final int CLIENT_ID_LENGTH_MAX = 32;

    String optional(String name) {
        return request.parameter(name);
    }

    boolean has(String name) {
        return !request.parameter(name).isEmpty();
    }

    String required(String name) {
        String value = request.parameter(name);
        if (value.isEmpty()) {
            throw Refusal.missing(name);
        }
        return value;
    }

    long number(String name, long absent) {
        String value = request.parameter(name);
        if (value.isEmpty()) {
            return absent;
        }
        if (value.length() > 19 || !value.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw Refusal.invalid(name);
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException aboveTheGreatestLong) {
            throw Refusal.invalid(name);
        }
    }

    /// A number of rows; above the maximum it is the maximum.
    int count(String name, int absent, int countMax) {
        long count = number(name, absent);
        if (count == 0) {
            throw Refusal.invalid(name);
        }
        return (int) Math.min(count, countMax);
    }

    long afterId() {
        return number("after", Long.MAX_VALUE);
    }

    long beforeId() {
        return number("before", 0);
    }

    String choice(String name, Set<String> values) {
        String value = request.parameter(name);
        if (!value.isEmpty() && !values.contains(value)) {
            throw Refusal.invalid(name);
        }
        return value;
    }

    List<String> list(String name, int countMax) {
        String value = request.parameter(name);
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> values = List.of(value.split(",", -1));
        if (values.size() > countMax) {
            throw Refusal.tooMany(name, countMax);
        }
        return values;
    }

    /// A client's own id: letters and digits.
    String clientId(String name) {
        String value = request.parameter(name);
        if (value.length() > CLIENT_ID_LENGTH_MAX || !value.chars().allMatch(Query::isAlphanumeric)) {
            throw Refusal.invalid(name);
        }
        return value;
    }

    private static boolean isAlphanumeric(int character) {
        return (character >= '0' && character <= '9')
                || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z');
    }

    /// A type of instrument, of whatever kind; empty when not given.
    String instrumentType() {
        return choice("instType", INSTRUMENT_TYPES);
    }

    /// True when the request may concern spot instruments: other types have none here, and spot instruments are of no
    /// family and have no underlying.
    boolean isSpot() {
        String type = instrumentType();
        // A margin instrument has the name of its spot one, so it contradicts nothing.
        if (CONTRACT_TYPES.contains(type) && views.instrument(request.parameter("instId")) != null) {
            throw Refusal.mismatch("instId", "instType");
        }
        return (type.isEmpty() || type.equals("SPOT") || type.equals("ANY")) && !has("instFamily") && !has("uly");
    }

    boolean isSpotRequired() {
        required("instType");
        return isSpot();
    }

    InstrumentView instrument() {
        return instrument(required("instId"));
    }

    /// The instrument of a filter; null when the filter is absent.
    @Nullable
    InstrumentView optionalInstrument() {
        String name = request.parameter("instId");
        return name.isEmpty() ? null : instrument(name);
    }

    InstrumentView instrument(String name) {
        InstrumentView instrument = views.instrument(name);
        if (instrument == null) {
            throw Refusal.unknownInstrument();
        }
        return instrument;
    }

    /// The store of older pages.
    OlderPages waitForOlder() {
        if (older == null) {
            throw new NeedsOlderPages();
        }
        return older;
    }
}
