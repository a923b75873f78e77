package seawall.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes the whole state: everything that a list holds before what refers to it, and orders account by account.
final class StateWriter {
    private static final byte[] NO_BYTES = new byte[0];

    private final Engine engine;
    private final StateSink sink;
    private final long[] fields = new long[StateSink.FIELDS_MAX];

    StateWriter(Engine engine, StateSink sink) {
        this.engine = engine;
        this.sink = sink;
    }

    void write() {
        Entry entry = engine.entry;
        write(
                StateRecord.BEGIN,
                StateRecord.VERSION,
                engine.limits.hash(),
                entry.sequence,
                entry.timeNanos,
                entry.nextOrderId,
                entry.nextBillId,
                entry.nextPriority,
                entry.nextAlgoId());
        for (Stream stream : engine.streams) {
            write(StateRecord.STREAM, stream.gatewayId, stream.incarnation, stream.nextSequence);
        }
        for (Currency currency : engine.registry.currencies) {
            Text code = currency.code();
            write(StateRecord.CURRENCY, code.part0(), code.part1(), currency.scale(), currency.balanceAtomsMax());
        }
        engine.registry.instruments.forEach(this::write);
        for (int tier = 1; tier <= engine.limits.feeTiersMax(); tier++) {
            FeeTier rates = engine.registry.feeTier(tier);
            if (rates != null) {
                write(StateRecord.FEE_TIER, tier, rates.makerFeeMillionths(), rates.takerFeeMillionths());
            }
        }
        writeBalances(engine.feeAccount);
        writeBalances(engine.mintAccount);
        engine.registry.accounts.forEach(this::write);
        openAlgos().forEach(this::write);
        write(StateRecord.END, engine.stateHash());
    }

    private void write(Instrument instrument) {
        Text name = instrument.name;
        write(
                StateRecord.INSTRUMENT,
                name.part0(),
                name.part1(),
                name.part2(),
                name.part3(),
                instrument.base.currencyId(),
                instrument.quote.currencyId(),
                instrument.tickMantissa,
                instrument.tickScale,
                instrument.lotMantissa,
                instrument.lotScale,
                instrument.minLots,
                instrument.maxLimitLots,
                instrument.maxMarketLots,
                instrument.maxMarketQuoteAtoms,
                instrument.bandMillionths,
                instrument.referencePriceTicks,
                instrument.phase.code(),
                instrument.nextTradeId,
                instrument.uncrossesTo == null ? 0 : instrument.uncrossesTo.code(),
                instrument.auctionPriceTicks,
                instrument.timetable.auctionNanos,
                instrument.timetable.postOnlyNanos,
                instrument.timetable.tradingNanos);
    }

    private void write(Account account) {
        Text name = account.name;
        if (account.parent == null) {
            write(
                    StateRecord.ACCOUNT,
                    name.part0(),
                    name.part1(),
                    name.part2(),
                    name.part3(),
                    account.makerFeeMillionths,
                    account.takerFeeMillionths,
                    account.feeTier);
        } else {
            writeSubAccount(account, account.parent);
        }
        account.apiKeys.forEach(this::write);
        ClientIds clientIds = account.clientIds;
        if (clientIds != null) {
            for (long number = clientIds.oldest(); number < clientIds.applied(); number++) {
                write(
                        StateRecord.CLIENT_ID,
                        account.accountId,
                        number,
                        clientIds.part(number, 0),
                        clientIds.part(number, 1),
                        clientIds.part(number, 2),
                        clientIds.part(number, 3));
            }
        }
        writeBalances(account);
        for (Order order = account.firstOrder; order != null; order = order.nextOfAccount) {
            write(order);
        }
        for (Timer timer = account.timers; timer != null; timer = timer.next) {
            write(StateRecord.TIMER, account.accountId, timer.tag0, timer.tag1, timer.triggerNanos);
        }
    }

    private void writeSubAccount(Account account, Account parent) {
        Text name = account.name;
        long[] values = {
            name.part0(),
            name.part1(),
            name.part2(),
            name.part3(),
            account.makerFeeMillionths,
            account.takerFeeMillionths,
            account.feeTier,
            parent.accountId,
            account.canTransferOut ? 1 : 0
        };
        sink.onRecord(StateRecord.SUB_ACCOUNT, values, values.length, account.label);
    }

    private void write(ApiKey apiKey) {
        Text key = apiKey.key;
        byte[] bytes = new byte[apiKey.sealedSecret.length + apiKey.ipList.length + apiKey.label.length];
        System.arraycopy(apiKey.sealedSecret, 0, bytes, 0, apiKey.sealedSecret.length);
        System.arraycopy(apiKey.ipList, 0, bytes, apiKey.sealedSecret.length, apiKey.ipList.length);
        System.arraycopy(apiKey.label, 0, bytes, bytes.length - apiKey.label.length, apiKey.label.length);
        long[] values = {
            apiKey.accountId,
            key.part0(),
            key.part1(),
            key.part2(),
            key.part3(),
            key.part4(),
            apiKey.permissions,
            apiKey.sealedSecret.length,
            apiKey.ipList.length,
            apiKey.label.length
        };
        sink.onRecord(StateRecord.API_KEY, values, values.length, bytes);
    }

    private void writeBalances(Account account) {
        for (Currency currency : engine.registry.currencies) {
            for (Wallet wallet : Wallet.values()) {
                Balance balance = account.existingBalance(currency.currencyId(), wallet);
                if (balance != null && (balance.atoms != 0 || balance.holdAtoms != 0)) {
                    write(
                            StateRecord.BALANCE,
                            account.accountId,
                            balance.currencyId,
                            wallet.code(),
                            balance.atoms,
                            balance.holdAtoms);
                }
            }
        }
    }

    private void write(Order order) {
        write(
                StateRecord.ORDER,
                order.orderId,
                order.account().accountId,
                order.instrument().instrumentId,
                order.side.code(),
                order.orderType.code(),
                order.stp.code(),
                order.priceTicks,
                order.quantity,
                order.filledLots,
                order.holdAtoms,
                order.priority,
                order.clientOrderId0,
                order.clientOrderId1,
                order.clientOrderId2,
                order.clientOrderId3,
                order.tag0,
                order.tag1);
    }

    /// Oldest first, which is how trailing stops are judged.
    private List<Algo> openAlgos() {
        List<Algo> open = new ArrayList<>();
        AlgoPool pool = engine.algos.pool;
        for (int place = 0; place < pool.size(); place++) {
            if (pool.at(place).isOpen) {
                open.add(pool.at(place));
            }
        }
        open.sort(Comparator.comparingLong(algo -> algo.algoId));
        return open;
    }

    private void write(Algo algo) {
        write(
                StateRecord.ALGO,
                algo.algoId,
                algo.account().accountId,
                algo.instrument().instrumentId,
                algo.kind.code(),
                algo.side.code(),
                algo.orderType.code(),
                algo.sizeUnit.code(),
                algo.stp.code(),
                algo.quantity,
                algo.takeProfit.triggerTicks,
                algo.takeProfit.priceTicks,
                algo.stopLoss.triggerTicks,
                algo.stopLoss.priceTicks,
                algo.trigger.triggerTicks,
                algo.trigger.priceTicks,
                algo.trigger.isAbove ? 1 : 0,
                algo.callbackMillionths,
                algo.callbackTicks,
                algo.activationTicks,
                algo.activatesAbove ? 1 : 0,
                algo.isActive ? 1 : 0,
                algo.extremeTicks,
                algo.parentOrderId,
                algo.isAttached() ? 1 : 0,
                algo.dueLeg == null ? 0 : algo.dueLeg.code(),
                algo.dueNumber,
                algo.clientAlgoId0,
                algo.clientAlgoId1,
                algo.clientAlgoId2,
                algo.clientAlgoId3,
                algo.tag0,
                algo.tag1);
    }

    private void write(int kind, long... values) {
        assert values.length <= fields.length : "a record has at most FIELDS_MAX numbers";
        System.arraycopy(values, 0, fields, 0, values.length);
        sink.onRecord(kind, fields, values.length, NO_BYTES);
    }
}
