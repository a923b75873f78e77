package seawall.gateway.view;

import seawall.wire.codec.Outcome;

/// What a journal entry says about its command, handed out when the views already show its effects.
///
/// @param commandTemplateId template id of the command; 0 for a timer
/// @param detail            explains the outcome, as the rules of the exchange define it
public record EntryHeader(
        long sequence,
        long timeNanos,
        int gatewayId,
        long incarnation,
        long streamSequence,
        long correlationId,
        int commandTemplateId,
        Outcome outcome,
        long detail) {}
