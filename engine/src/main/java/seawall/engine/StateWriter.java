package seawall.engine;

import java.util.List;

/// Writes the state page by page: everything that a list holds before what refers to it.
final class StateWriter {
    private static final byte[] NO_BYTES = new byte[0];

    private final Engine engine;
    private final StateSink sink;
    private final StatePages pages;
    private final long[] fields = new long[StateSink.FIELDS_MAX];

    StateWriter(Engine engine, StateSink sink) {
        this.engine = engine;
        this.sink = sink;
        pages = engine.entry.pages;
    }

    /// Writes every page, without a word about where one ends.
    void writeAll() {
        for (int page = 0; page <= pages.lastPage; page++) {
            write(page);
        }
    }

    void write(int page) {
        if (page == 0) {
            writeFirst();
        } else if (page < pages.firstOrderPage) {
            writeAccounts((page - pages.firstAccountPage) * StatePages.ACCOUNTS_OF_PAGE);
        } else if (page < pages.firstAlgoPage) {
            writeOrders((page - pages.firstOrderPage) * StatePages.ORDERS_OF_PAGE);
        } else if (page < pages.lastPage) {
            writeAlgos((page - pages.firstAlgoPage) * StatePages.ALGOS_OF_PAGE);
        } else {
            write(StateRecord.END, engine.stateHash());
        }
    }

    private void writeFirst() {
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
    }

    private void writeAccounts(int from) {
        List<Account> accounts = engine.registry.accounts;
        int to = Math.min(accounts.size(), from + StatePages.ACCOUNTS_OF_PAGE);
        for (int place = from; place < to; place++) {
            write(accounts.get(place));
        }
    }

    private void writeOrders(int from) {
        OrderPool pool = engine.pool;
        int to = Math.min(pool.size(), from + StatePages.ORDERS_OF_PAGE);
        for (int place = from; place < to; place++) {
            Order order = pool.at(place);
            if (order.isOpen) {
                write(order);
            }
        }
    }

    private void writeAlgos(int from) {
        AlgoPool pool = engine.algos.pool;
        int to = Math.min(pool.size(), from + StatePages.ALGOS_OF_PAGE);
        for (int place = from; place < to; place++) {
            Algo algo = pool.at(place);
            if (algo.isOpen) {
                write(algo);
            }
        }
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
        write(
                StateRecord.ACCOUNT,
                name.part0(),
                name.part1(),
                name.part2(),
                name.part3(),
                account.makerFeeMillionths,
                account.takerFeeMillionths,
                account.feeTier);
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
        for (Timer timer = account.timers; timer != null; timer = timer.next) {
            write(StateRecord.TIMER, account.accountId, timer.tag0, timer.tag1, timer.triggerNanos);
        }
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
        for (Balance balance : account.balances()) {
            if (balance != null && (balance.atoms != 0 || balance.holdAtoms != 0)) {
                write(
                        StateRecord.BALANCE,
                        account.accountId,
                        balance.currencyId,
                        balance.wallet.code(),
                        balance.atoms,
                        balance.holdAtoms);
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
