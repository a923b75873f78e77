package seawall.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.MutableDirectBuffer;
import seawall.wire.codec.ChangeApiKeyEncoder;
import seawall.wire.codec.CreateSubAccountEncoder;
import seawall.wire.codec.Flag;
import seawall.wire.codec.MessageHeaderEncoder;
import seawall.wire.codec.SetTransferOutEncoder;
import seawall.wire.codec.TransferBetweenAccountsEncoder;
import seawall.wire.codec.Wallet;

/// The commands of a stream about sub-accounts: they are made, sent money, sent by and forbidden to send, by their
/// families and by strangers; and keys that change.
final class FamilyCommands {
    private static final int KEYS_KNOWN_MAX = 16;

    private record SubAccount(int accountId, int mainAccountId) {}

    record Key(int accountId, String apiKey) {}

    private final CommandStreams stream;
    private final SplittableRandom random;
    private final MutableDirectBuffer buffer;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final List<SubAccount> subAccounts = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();

    FamilyCommands(CommandStreams stream, SplittableRandom random, MutableDirectBuffer buffer) {
        this.stream = stream;
        this.random = random;
        this.buffer = buffer;
    }

    void onEvent(String line) {
        if (line.startsWith("SubAccountCreated ")) {
            subAccounts.add(new SubAccount((int) CommandStreams.number(line, "accountId"), (int)
                    CommandStreams.number(line, "mainAccountId")));
        } else if (line.startsWith("ApiKeyCreated ")) {
            if (keys.size() >= KEYS_KNOWN_MAX) {
                keys.removeFirst();
            }
            keys.add(new Key((int) CommandStreams.number(line, "accountId"), CommandStreams.word(line, "apiKey")));
        } else if (line.startsWith("ApiKeyDeleted ")) {
            keys.remove(new Key((int) CommandStreams.number(line, "accountId"), CommandStreams.word(line, "apiKey")));
        }
    }

    /// Writes any of them.
    ///
    /// @return its length
    int any() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> createSubAccount(stream.accountId(), stream.text("user", 4), label());
            case 2, 3 -> setTransferOut();
            case 4 -> changeApiKey();
            default -> transfer();
        };
    }

    int createSubAccount(int accountId, String name, String label) {
        var command = new CreateSubAccountEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(accountId).name(name);
        byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
        command.putLabel(bytes, 0, bytes.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private String label() {
        int length = (int) stream.pick(0, 0, 8, 63, 64, 65, 66, 4096);
        return "a label ".repeat(512).substring(0, length);
    }

    private int setTransferOut() {
        SubAccount subAccount = subAccount();
        var command = new SetTransferOutEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(subAccount.mainAccountId())
                .subAccountId(subAccount.accountId())
                .canTransferOut(random.nextInt(3) == 0 ? Flag.NO : Flag.YES);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    private int transfer() {
        CommandStreams.Held held = stream.held();
        int relative = relative(held.accountId());
        if (relative != 0 && random.nextInt(4) == 0) {
            // Around what is available: what is held must stay.
            long availableAtoms = held.balanceAtoms() - held.holdAtoms();
            return transfer(
                    Math.min(held.accountId(), relative),
                    held.accountId(),
                    relative,
                    held.currencyId(),
                    stream.pick(availableAtoms + 1, availableAtoms + 1, held.balanceAtoms(), availableAtoms),
                    Wallet.TRADING);
        }
        SubAccount subAccount = subAccount();
        int other = random.nextInt(3) == 0 ? subAccount().accountId() : subAccount.mainAccountId();
        boolean sends = random.nextBoolean();
        int asking = random.nextInt(3) == 0 ? subAccount.accountId() : subAccount.mainAccountId();
        return transfer(
                random.nextInt(30) == 0 ? stream.accountId() : asking,
                sends ? subAccount.accountId() : other,
                sends ? other : subAccount.accountId(),
                stream.smallId(4),
                stream.amount(),
                stream.wallet());
    }

    private int transfer(
            int asking, int fromAccountId, int toAccountId, int currencyId, long amountAtoms, Wallet from) {
        var command = new TransferBetweenAccountsEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(asking)
                .fromAccountId(fromAccountId)
                .toAccountId(toAccountId)
                .currencyId(currencyId)
                .amountAtoms(amountAtoms)
                .from(from)
                .to(stream.wallet())
                .clientId(random.nextBoolean() ? "" : "d" + random.nextInt(60));
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// The main account of an account, or a sub-account; 0 = it has none.
    private int relative(int accountId) {
        for (SubAccount subAccount : subAccounts) {
            if (subAccount.accountId() == accountId) {
                return subAccount.mainAccountId();
            } else if (subAccount.mainAccountId() == accountId) {
                return subAccount.accountId();
            }
        }
        return 0;
    }

    /// Mostly one that exists, of the account whose it is.
    private SubAccount subAccount() {
        SubAccount known = subAccounts.isEmpty() || random.nextInt(12) == 0
                ? new SubAccount(stream.accountId(), stream.accountId())
                : subAccounts.get(random.nextInt(subAccounts.size()));
        return random.nextInt(20) == 0 ? new SubAccount(known.accountId(), stream.accountId()) : known;
    }

    private int changeApiKey() {
        Key key = key();
        var command = new ChangeApiKeyEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        command.accountId(key.accountId()).apiKey(key.apiKey()).permissions((short)
                stream.pick(1, 3, 7, 7, 7, 0, 8, 255));
        byte[] ipList = "10.0.0.1".getBytes(StandardCharsets.US_ASCII);
        byte[] label = label().getBytes(StandardCharsets.US_ASCII);
        command.putIpList(ipList, 0, ipList.length);
        command.putLabel(label, 0, label.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    /// Mostly one that exists, with its owner.
    Key key() {
        return keys.isEmpty() || random.nextInt(4) == 0
                ? new Key(stream.accountId(), stream.text("key", 70))
                : keys.get(random.nextInt(keys.size()));
    }
}
