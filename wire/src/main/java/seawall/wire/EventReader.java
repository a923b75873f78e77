package seawall.wire;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import seawall.wire.codec.AccountCreatedDecoder;
import seawall.wire.codec.AccountFeeTierChangedDecoder;
import seawall.wire.codec.AccountFeesChangedDecoder;
import seawall.wire.codec.AlgoAcceptedDecoder;
import seawall.wire.codec.AlgoActivatedDecoder;
import seawall.wire.codec.AlgoAmendedDecoder;
import seawall.wire.codec.AlgoArmedDecoder;
import seawall.wire.codec.AlgoClosedDecoder;
import seawall.wire.codec.AlgoTriggeredDecoder;
import seawall.wire.codec.ApiKeyChangedDecoder;
import seawall.wire.codec.ApiKeyCreatedDecoder;
import seawall.wire.codec.ApiKeyDeletedDecoder;
import seawall.wire.codec.BalanceChangedDecoder;
import seawall.wire.codec.CancelAllAfterSetDecoder;
import seawall.wire.codec.CurrencyCreatedDecoder;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.FeeTierSetDecoder;
import seawall.wire.codec.InstrumentChangedDecoder;
import seawall.wire.codec.InstrumentListedDecoder;
import seawall.wire.codec.LevelChangedDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.OrderAcceptedDecoder;
import seawall.wire.codec.OrderAmendRefusedDecoder;
import seawall.wire.codec.OrderAmendedDecoder;
import seawall.wire.codec.OrderClosedDecoder;
import seawall.wire.codec.OrderFilledDecoder;
import seawall.wire.codec.PhaseChangedDecoder;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PriceLimitChangedDecoder;
import seawall.wire.codec.ReopeningScheduledDecoder;
import seawall.wire.codec.StreamOpenedDecoder;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;
import seawall.wire.codec.UncrossingStartedDecoder;

/// Walks the messages of a journal entry: its `EntryPart` first, then its events, each behind its own message header.
///
/// ```java
/// events.wrap(buffer, offset, length);
/// while (events.next()) {
///     switch (events.templateId()) {
///         case OrderFilledDecoder.TEMPLATE_ID ->
///             onFill(filled.wrap(events.buffer(), events.offset(), events.blockLength(), events.version()));
///         // A template that is not known here is skipped by the next call.
///     }
/// }
/// ```
///
/// A template that this version does not know is stepped over by its block length, so a new event may carry fixed
/// fields only; `ApiKeyCreated` is the one event with variable-length fields. Reusable, no allocation, one thread.
public final class EventReader {
    private @Nullable DirectBuffer buffer;
    private int limit;
    private int nextHeader;
    private int header;

    /// Starts in front of the first message.
    public EventReader wrap(DirectBuffer entry, int offset, int length) {
        entry.boundsCheck(offset, length);
        buffer = entry;
        limit = offset + length;
        nextHeader = offset;
        header = offset;
        return this;
    }

    /// Moves to the next message.
    ///
    /// @return false at the end of the entry
    /// @throws IllegalArgumentException if the message is cut short or belongs to another schema
    public boolean next() {
        if (nextHeader == limit) {
            return false;
        }
        header = nextHeader;
        require(MessageHeaderDecoder.ENCODED_LENGTH, header);
        int schemaId = unsigned(header + MessageHeaderDecoder.schemaIdEncodingOffset());
        if (schemaId != MessageHeaderDecoder.SCHEMA_ID) {
            throw new IllegalArgumentException(
                    "expected schema " + MessageHeaderDecoder.SCHEMA_ID + ", found " + schemaId + " at " + header);
        }
        int end = offset();
        require(blockLength(), end);
        // A sender of this version or a newer one writes every field that is known here. A shorter message is damaged,
        // and its missing fields would be read from the message behind it.
        if (blockLength() < knownBlockLength(templateId()) && version() >= MessageHeaderDecoder.SCHEMA_VERSION) {
            throw new IllegalArgumentException("expected " + knownBlockLength(templateId()) + " bytes of template "
                    + templateId() + " at " + end + ", found " + blockLength());
        }
        end += blockLength();
        for (int field = 0; field < variableFields(templateId()); field++) {
            require(Short.BYTES, end);
            int length = unsigned(end);
            require(length, end + Short.BYTES);
            end += Short.BYTES + length;
        }
        nextHeader = end;
        return true;
    }

    /// What the current message is; [EntryPartDecoder#TEMPLATE_ID] for the header of the entry.
    public int templateId() {
        return unsigned(header + MessageHeaderDecoder.templateIdEncodingOffset());
    }

    /// Bytes of its fixed fields, as its writer had them.
    public int blockLength() {
        return unsigned(header + MessageHeaderDecoder.blockLengthEncodingOffset());
    }

    /// Version of the schema with which it was written.
    public int version() {
        return unsigned(header + MessageHeaderDecoder.versionEncodingOffset());
    }

    /// Where its fixed fields start, behind its message header.
    public int offset() {
        return header + MessageHeaderDecoder.ENCODED_LENGTH;
    }

    /// Bytes of the whole message, its header included.
    public int length() {
        return nextHeader - header;
    }

    /// The buffer given to [#wrap].
    public DirectBuffer buffer() {
        DirectBuffer wrapped = buffer;
        if (wrapped == null) {
            throw new IllegalStateException("expected wrap before reading");
        }
        return wrapped;
    }

    /// How many fields of variable length follow the block.
    private static int variableFields(int templateId) {
        return switch (templateId) {
            case ApiKeyCreatedDecoder.TEMPLATE_ID -> 3;
            case ApiKeyChangedDecoder.TEMPLATE_ID -> 2;
            case SubAccountCreatedDecoder.TEMPLATE_ID -> 1;
            default -> 0;
        };
    }

    private static int knownBlockLength(int templateId) {
        return switch (templateId) {
            case EntryPartDecoder.TEMPLATE_ID -> EntryPartDecoder.BLOCK_LENGTH;
            case CurrencyCreatedDecoder.TEMPLATE_ID -> CurrencyCreatedDecoder.BLOCK_LENGTH;
            case InstrumentListedDecoder.TEMPLATE_ID -> InstrumentListedDecoder.BLOCK_LENGTH;
            case AccountCreatedDecoder.TEMPLATE_ID -> AccountCreatedDecoder.BLOCK_LENGTH;
            case ApiKeyCreatedDecoder.TEMPLATE_ID -> ApiKeyCreatedDecoder.BLOCK_LENGTH;
            case ApiKeyDeletedDecoder.TEMPLATE_ID -> ApiKeyDeletedDecoder.BLOCK_LENGTH;
            case PhaseChangedDecoder.TEMPLATE_ID -> PhaseChangedDecoder.BLOCK_LENGTH;
            case PriceLimitChangedDecoder.TEMPLATE_ID -> PriceLimitChangedDecoder.BLOCK_LENGTH;
            case AccountFeesChangedDecoder.TEMPLATE_ID -> AccountFeesChangedDecoder.BLOCK_LENGTH;
            case StreamOpenedDecoder.TEMPLATE_ID -> StreamOpenedDecoder.BLOCK_LENGTH;
            case OrderAcceptedDecoder.TEMPLATE_ID -> OrderAcceptedDecoder.BLOCK_LENGTH;
            case OrderFilledDecoder.TEMPLATE_ID -> OrderFilledDecoder.BLOCK_LENGTH;
            case OrderAmendedDecoder.TEMPLATE_ID -> OrderAmendedDecoder.BLOCK_LENGTH;
            case OrderClosedDecoder.TEMPLATE_ID -> OrderClosedDecoder.BLOCK_LENGTH;
            case LevelChangedDecoder.TEMPLATE_ID -> LevelChangedDecoder.BLOCK_LENGTH;
            case PostingDecoder.TEMPLATE_ID -> PostingDecoder.BLOCK_LENGTH;
            case BalanceChangedDecoder.TEMPLATE_ID -> BalanceChangedDecoder.BLOCK_LENGTH;
            case CancelAllAfterSetDecoder.TEMPLATE_ID -> CancelAllAfterSetDecoder.BLOCK_LENGTH;
            case OrderAmendRefusedDecoder.TEMPLATE_ID -> OrderAmendRefusedDecoder.BLOCK_LENGTH;
            case AlgoAcceptedDecoder.TEMPLATE_ID -> AlgoAcceptedDecoder.BLOCK_LENGTH;
            case AlgoAmendedDecoder.TEMPLATE_ID -> AlgoAmendedDecoder.BLOCK_LENGTH;
            case AlgoArmedDecoder.TEMPLATE_ID -> AlgoArmedDecoder.BLOCK_LENGTH;
            case AlgoActivatedDecoder.TEMPLATE_ID -> AlgoActivatedDecoder.BLOCK_LENGTH;
            case AlgoTriggeredDecoder.TEMPLATE_ID -> AlgoTriggeredDecoder.BLOCK_LENGTH;
            case AlgoClosedDecoder.TEMPLATE_ID -> AlgoClosedDecoder.BLOCK_LENGTH;
            case UncrossingStartedDecoder.TEMPLATE_ID -> UncrossingStartedDecoder.BLOCK_LENGTH;
            case ReopeningScheduledDecoder.TEMPLATE_ID -> ReopeningScheduledDecoder.BLOCK_LENGTH;
            case InstrumentChangedDecoder.TEMPLATE_ID -> InstrumentChangedDecoder.BLOCK_LENGTH;
            case FeeTierSetDecoder.TEMPLATE_ID -> FeeTierSetDecoder.BLOCK_LENGTH;
            case AccountFeeTierChangedDecoder.TEMPLATE_ID -> AccountFeeTierChangedDecoder.BLOCK_LENGTH;
            case SubAccountCreatedDecoder.TEMPLATE_ID -> SubAccountCreatedDecoder.BLOCK_LENGTH;
            case TransferOutSetDecoder.TEMPLATE_ID -> TransferOutSetDecoder.BLOCK_LENGTH;
            case ApiKeyChangedDecoder.TEMPLATE_ID -> ApiKeyChangedDecoder.BLOCK_LENGTH;
            default -> 0;
        };
    }

    private int unsigned(int index) {
        return buffer().getShort(index, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    private void require(int bytes, int from) {
        if (limit - from < bytes) {
            throw new IllegalArgumentException("expected " + bytes + " bytes at " + from + ", found " + (limit - from));
        }
    }
}
