package seawall.gateway.trade;

import seawall.wire.codec.Outcome;

/// What the journal said about a command, or that it has said nothing in time.
sealed interface Answer {
    record Decided(Outcome outcome, long detail, long timeNanos) implements Answer {}

    record Unknown() implements Answer {}
}
