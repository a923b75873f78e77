package seawall.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rebuilds a state from its records and compares its hash with the one that was written. A record that cannot be
/// is an [IllegalStateException]: a replica never starts from a state that it does not understand.
final class StateReader implements StateSink {
    private final Engine engine;
    private final Entry entry;
    private final List<Order> orders = new ArrayList<>();
    private final List<Algo> algos = new ArrayList<>();
    private boolean begun;
    private boolean ended;

    StateReader(Engine engine) {
        this.engine = engine;
        this.entry = engine.entry;
    }

    @Override
    public boolean onRecord(int kind, long[] fields, int fieldCount, byte[] bytes) {
        if (ended || begun == (kind == StateRecord.BEGIN)) {
            throw new IllegalStateException("expected one state from its beginning to its end, found record " + kind);
        }
        switch (kind) {
            case StateRecord.BEGIN -> begin(fields);
            case StateRecord.STREAM -> {
                Stream stream = new Stream((int) fields[0], fields[1]);
                stream.nextSequence = fields[2];
                engine.addStream(stream);
            }
            case StateRecord.CURRENCY ->
                engine.registry.addCurrency(new Currency(
                        engine.registry.currencies.size() + 1,
                        Text.of(fields[0], fields[1]),
                        (int) fields[2],
                        fields[3]));
            case StateRecord.INSTRUMENT -> instrument(fields);
            case StateRecord.ACCOUNT -> engine.registry.addAccount(newAccount(fields));
            case StateRecord.SUB_ACCOUNT -> subAccount(fields, bytes);
            case StateRecord.API_KEY -> apiKey(fields, bytes);
            case StateRecord.CLIENT_ID -> clientId(fields);
            case StateRecord.BALANCE -> balance(fields);
            case StateRecord.ORDER -> order(fields);
            case StateRecord.TIMER -> timer(fields);
            case StateRecord.FEE_TIER ->
                engine.registry.addFeeTier(new FeeTier((int) fields[0], (int) fields[1], (int) fields[2]));
            case StateRecord.ALGO -> algo(fields);
            case StateRecord.END -> end(fields[0]);
            default -> throw new IllegalStateException("expected a known kind of record, found " + kind);
        }
        return ended;
    }

    private void begin(long[] fields) {
        require(StateRecord.VERSION, fields[0], "version of the state");
        require(engine.limits.hash(), fields[1], "hash of the limits");
        begun = true;
        entry.sequence = fields[2];
        entry.timeNanos = fields[3];
        entry.nextOrderId = fields[4];
        entry.nextBillId = fields[5];
        entry.nextPriority = fields[6];
        entry.skipAlgoIds(fields[7]);
    }

    private void instrument(long[] fields) {
        Instrument instrument = new Instrument(
                engine.registry.instruments.size() + 1,
                Text.of(fields[0], fields[1], fields[2], fields[3]),
                currency(fields[4]),
                currency(fields[5]),
                fields[6],
                (int) fields[7],
                fields[8],
                (int) fields[9],
                fields[10],
                fields[11],
                fields[12],
                fields[13],
                (int) fields[14],
                fields[15],
                known(Phase.of((int) fields[16]), fields[16]),
                engine.limits);
        instrument.nextTradeId = fields[17];
        instrument.uncrossesTo = fields[18] == 0 ? null : known(Phase.of((int) fields[18]), fields[18]);
        instrument.auctionPriceTicks = fields[19];
        instrument.timetable.auctionNanos = fields[20];
        instrument.timetable.postOnlyNanos = fields[21];
        instrument.timetable.tradingNanos = fields[22];
        instrument.takeRareMix();
        engine.registry.addInstrument(instrument);
        engine.followUps.refresh(instrument);
        engine.reopenings.refresh();
    }

    private Account newAccount(long[] fields) {
        Account account = new Account(
                Limits.USER_ACCOUNT_ID_MIN + engine.registry.accounts.size(),
                Text.of(fields[0], fields[1], fields[2], fields[3]),
                (int) fields[4],
                (int) fields[5],
                entry.pages);
        account.feeTier = (int) fields[6];
        return account;
    }

    private void subAccount(long[] fields, byte[] label) {
        Account account = newAccount(fields);
        account.canTransferOut = fields[8] == 1;
        account.label = label;
        engine.registry.addSubAccount(account, account(fields[7]));
    }

    private void apiKey(long[] fields, byte[] bytes) {
        int secretEnd = (int) fields[7];
        int ipListEnd = secretEnd + (int) fields[8];
        engine.registry.addApiKey(
                account(fields[0]),
                new ApiKey(
                        (int) fields[0],
                        new Text(fields[1], fields[2], fields[3], fields[4], fields[5]),
                        (int) fields[6],
                        Arrays.copyOfRange(bytes, 0, secretEnd),
                        Arrays.copyOfRange(bytes, secretEnd, ipListEnd),
                        Arrays.copyOfRange(bytes, ipListEnd, ipListEnd + (int) fields[9])));
    }

    private void clientId(long[] fields) {
        Account account = account(fields[0]);
        ClientIds clientIds = engine.clientIds(account);
        if (clientIds.applied() != 0) {
            require(clientIds.applied(), fields[1], "number of a clientId");
        }
        entry.pages.change(account.page);
        entry.changeHash(clientIds.add(fields[1], fields[2], fields[3], fields[4], fields[5]));
    }

    private void timer(long[] fields) {
        Account account = account(fields[0]);
        entry.pages.change(account.page);
        entry.changeHash(
                engine.timers.add(account, fields[1], fields[2], fields[3]).mix());
    }

    private void balance(long[] fields) {
        Balance balance = account(fields[0])
                .balance(currency(fields[1]).currencyId(), known(Wallet.of((int) fields[2]), fields[2]));
        balance.atoms = fields[3];
        balance.holdAtoms = fields[4];
        entry.pages.change(balance.account.page);
        entry.changeHash(balance.mix());
    }

    private void order(long[] fields) {
        Instrument instrument = known(engine.registry.instrument((int) fields[2]), fields[2]);
        Order order = engine.pool.takeOrder(account(fields[1]), instrument);
        order.orderId = fields[0];
        order.side = known(Side.of((int) fields[3]), fields[3]);
        order.orderType = known(OrderType.of((int) fields[4]), fields[4]);
        order.sizeUnit = SizeUnit.BASE;
        order.stp = known(SelfTradePrevention.of((int) fields[5]), fields[5]);
        order.priceTicks = fields[6];
        order.quantity = fields[7];
        order.filledLots = fields[8];
        order.holdAtoms = fields[9];
        order.priority = fields[10];
        order.clientOrderId0 = fields[11];
        order.clientOrderId1 = fields[12];
        order.clientOrderId2 = fields[13];
        order.clientOrderId3 = fields[14];
        order.tag0 = fields[15];
        order.tag1 = fields[16];
        order.takeFixedMix();
        entry.pages.change(order.page);
        order.isOpen = true;
        engine.index.add(order);
        entry.include(order);
        orders.add(order);
    }

    private void algo(long[] fields) {
        engine.algos.pool.draft();
        Instrument instrument = known(engine.registry.instrument((int) fields[2]), fields[2]);
        Algo algo = engine.algos.pool.take(account(fields[1]), instrument);
        algo.algoId = fields[0];
        algo.kind = known(AlgoKind.of((int) fields[3]), fields[3]);
        algo.side = known(Side.of((int) fields[4]), fields[4]);
        algo.orderType = known(OrderType.of((int) fields[5]), fields[5]);
        algo.sizeUnit = known(SizeUnit.of((int) fields[6]), fields[6]);
        algo.stp = known(SelfTradePrevention.of((int) fields[7]), fields[7]);
        algo.quantity = fields[8];
        algo.takeProfit.set(fields[9], fields[10]);
        algo.stopLoss.set(fields[11], fields[12]);
        algo.trigger.set(fields[13], fields[14]);
        algo.takeDirections(0);
        algo.trigger.isAbove = fields[15] == 1;
        algo.callbackMillionths = (int) fields[16];
        algo.callbackTicks = fields[17];
        algo.activationTicks = fields[18];
        algo.activatesAbove = fields[19] == 1;
        algo.isActive = fields[20] == 1;
        algo.extremeTicks = fields[21];
        algo.parentOrderId = fields[22];
        algo.parent = fields[23] == 1 ? known(engine.index.find(fields[22]), fields[22]) : null;
        algo.dueLeg = fields[24] == 0 ? null : known(AlgoLeg.of((int) fields[24]), fields[24]);
        algo.dueNumber = fields[25];
        algo.setClientAlgoId(fields[26], fields[27], fields[28], fields[29]);
        algo.setTag(fields[30], fields[31]);
        algos.add(algo);
    }

    /// Orders arrived in no order; the accounts want them in order of their ids, the books in order of time. Of algo
    /// orders, what is due is wanted in the order in which it became so, the rest in order of their ids.
    private void end(long stateHash) {
        algos.sort(Comparator.<Algo>comparingLong(algo -> algo.dueNumber).thenComparingLong(algo -> algo.algoId));
        algos.forEach(engine.algos::restore);
        algos.clear();
        orders.sort(Comparator.comparingLong(order -> order.orderId));
        orders.forEach(order -> order.account().add(order));
        orders.sort(Comparator.comparingLong(order -> order.priority));
        orders.forEach(engine.matcher::enterBook);
        orders.clear();
        require(stateHash, engine.stateHash(), "hash of the state");
        ended = true;
    }

    private Account account(long accountId) {
        if (accountId == Limits.FEE_ACCOUNT_ID) {
            return engine.feeAccount;
        }
        return accountId == Limits.MINT_ACCOUNT_ID
                ? engine.mintAccount
                : known(engine.registry.user((int) accountId), accountId);
    }

    private Currency currency(long currencyId) {
        return known(engine.registry.currency((int) currencyId), currencyId);
    }

    private static <T> T known(@Nullable T value, long id) {
        return Objects.requireNonNull(value, () -> "expected something that was written before, found id " + id);
    }

    private static void require(long expected, long found, String what) {
        if (expected != found) {
            throw new IllegalStateException("expected " + what + " " + expected + ", found " + found);
        }
    }
}
