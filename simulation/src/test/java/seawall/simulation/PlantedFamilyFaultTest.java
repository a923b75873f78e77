package seawall.simulation;

import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import seawall.wire.codec.EntryPartDecoder;
import seawall.wire.codec.MessageHeaderDecoder;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.PostingDecoder;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.SubAccountCreatedDecoder;
import seawall.wire.codec.TransferOutSetDecoder;

/// Plants one fault about sub-accounts in a journal that is otherwise right: both judges must object at exactly that
/// entry.
final class PlantedFamilyFaultTest {
    private static final long SEED = 5;
    private static final int COMMANDS = 20_000;

    /// The first main account of every stream, the second, and a sub-account of the first.
    private static final int MAIN_ACCOUNT = 1000;

    private static final int OTHER_MAIN_ACCOUNT = 1001;
    private static final int SUB_ACCOUNT = 1003;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "a sub-account is dropped",
                        messages -> PlantedFault.drop(messages, SubAccountCreatedDecoder.TEMPLATE_ID)),
                fault(
                        "a sub-account is created twice",
                        messages -> PlantedFault.repeat(messages, SubAccountCreatedDecoder.TEMPLATE_ID)),
                fault(
                        "a sub-account has the number of another one",
                        messages -> set(
                                messages,
                                SubAccountCreatedDecoder.TEMPLATE_ID,
                                SubAccountCreatedDecoder.accountIdEncodingOffset(),
                                SUB_ACCOUNT)),
                fault(
                        "a sub-account has a sub-account",
                        messages -> set(
                                messages,
                                SubAccountCreatedDecoder.TEMPLATE_ID,
                                SubAccountCreatedDecoder.mainAccountIdEncodingOffset(),
                                SUB_ACCOUNT)),
                fault(
                        "a sub-account has no name",
                        messages -> set(
                                messages,
                                SubAccountCreatedDecoder.TEMPLATE_ID,
                                SubAccountCreatedDecoder.nameEncodingOffset(),
                                0)),
                fault(
                        "a permission to transfer out is dropped",
                        messages -> PlantedFault.drop(messages, TransferOutSetDecoder.TEMPLATE_ID)),
                fault(
                        "a main account is permitted to transfer out",
                        messages -> set(
                                messages,
                                TransferOutSetDecoder.TEMPLATE_ID,
                                TransferOutSetDecoder.accountIdEncodingOffset(),
                                MAIN_ACCOUNT)),
                fault("a name is said to be that of a main account", PlantedFamilyFaultTest::nameMainAccount),
                fault(
                        "money is sent to another family",
                        messages -> setArrival(messages, PostingDecoder.accountIdEncodingOffset(), OTHER_MAIN_ACCOUNT)),
                fault(
                        "money arrives under another clientId",
                        messages -> setArrival(messages, PostingDecoder.clientIdEncodingOffset(), 'x')),
                fault("money is sent that does not arrive", PlantedFamilyFaultTest::loseSent),
                fault("money moves for no transfer", PlantedFamilyFaultTest::moveForDeposit),
                fault(
                        "a transfer names the bill after its own",
                        messages -> arrival(messages) < 0
                                ? null
                                : PlantedFault.add(
                                        messages,
                                        EntryPartDecoder.TEMPLATE_ID,
                                        EntryPartDecoder.detailEncodingOffset())));
    }

    private static Arguments fault(String name, PlantedFault.Change fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void both_judges_object_at_the_entry_that_is_wrong(String name, PlantedFault.Change fault) {
        new PlantedFault(fault).expectBothJudgesToObject(SEED, COMMANDS);
    }

    /// Sets a number of 32 bits, or the first four bytes of a text, in the first message of a kind.
    private static @Nullable List<byte[]> set(List<byte[]> messages, int templateId, int fieldOffset, int value) {
        List<Integer> places = PlantedFault.places(messages, templateId);
        return places.isEmpty() ? null : setAt(messages, places.getFirst(), fieldOffset, value);
    }

    private static @Nullable List<byte[]> setArrival(List<byte[]> messages, int fieldOffset, int value) {
        int place = arrival(messages);
        return place < 0 ? null : setAt(messages, place, fieldOffset, value);
    }

    private static List<byte[]> setAt(List<byte[]> messages, int place, int fieldOffset, int value) {
        PlantedFault.buffer(messages, place).putInt(MessageHeaderDecoder.ENCODED_LENGTH + fieldOffset, value);
        return messages;
    }

    private static @Nullable List<byte[]> nameMainAccount(List<byte[]> messages) {
        if (header(messages).outcome() != Outcome.SUB_ACCOUNT_EXISTS) {
            return null;
        }
        int offset = MessageHeaderDecoder.ENCODED_LENGTH + EntryPartDecoder.detailEncodingOffset();
        PlantedFault.buffer(messages, 0).putLong(offset, MAIN_ACCOUNT);
        return messages;
    }

    private static @Nullable List<byte[]> loseSent(List<byte[]> messages) {
        int place = arrival(messages);
        if (place < 0) {
            return null;
        }
        messages.remove(place);
        return messages;
    }

    /// A deposit says that it came from a main account.
    private static @Nullable List<byte[]> moveForDeposit(List<byte[]> messages) {
        for (int place : PlantedFault.places(messages, PostingDecoder.TEMPLATE_ID)) {
            if (reason(messages, place) == PostingReason.DEPOSIT) {
                UnsafeBuffer buffer = PlantedFault.buffer(messages, place);
                buffer.putByte(MessageHeaderDecoder.ENCODED_LENGTH + PostingDecoder.reasonEncodingOffset(), (byte)
                        PostingReason.FROM_MAIN_ACCOUNT.value());
                return messages;
            }
        }
        return null;
    }

    /// Where money arrives that another account of a family sent, or -1.
    private static int arrival(List<byte[]> messages) {
        for (int place : PlantedFault.places(messages, PostingDecoder.TEMPLATE_ID)) {
            PostingReason reason = reason(messages, place);
            if (reason == PostingReason.FROM_MAIN_ACCOUNT || reason == PostingReason.FROM_SUB_ACCOUNT) {
                return place;
            }
        }
        return -1;
    }

    private static PostingReason reason(List<byte[]> messages, int place) {
        return new PostingDecoder()
                .wrapAndApplyHeader(PlantedFault.buffer(messages, place), 0, new MessageHeaderDecoder())
                .reason();
    }

    private static EntryPartDecoder header(List<byte[]> messages) {
        return new EntryPartDecoder()
                .wrapAndApplyHeader(PlantedFault.buffer(messages, 0), 0, new MessageHeaderDecoder());
    }
}
