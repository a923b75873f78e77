package seawall.engine;

import java.util.List;

/// Writes the state page by page: everything that a list holds before what refers to it.
final class StateWriter {
    private static final byte[] NO_BYTES = new byte[0];

    private final Engine engine;
    private final StateSink sink;
    private final StatePages pages;
    private final long[] fields = new long[StateSink.FIELDS_MAX];
    private int fieldCount;

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
            begin().put(engine.stateHash()).end(StateRecord.END);
        }
    }

    private void writeFirst() {
        Entry entry = engine.entry;
        begin().put(StateRecord.VERSION)
                .put(engine.limits.hash())
                .put(entry.sequence)
                .put(entry.timeNanos)
                .put(entry.nextOrderId)
                .put(entry.nextBillId)
                .put(entry.nextPriority)
                .put(entry.nextAlgoId())
                .end(StateRecord.BEGIN);
        for (Stream stream : engine.streams) {
            begin().put(stream.gatewayId)
                    .put(stream.incarnation)
                    .put(stream.nextSequence)
                    .end(StateRecord.STREAM);
        }
        for (Currency currency : engine.registry.currencies) {
            Text code = currency.code();
            begin().put(code.part0())
                    .put(code.part1())
                    .put(currency.scale())
                    .put(currency.balanceAtomsMax())
                    .end(StateRecord.CURRENCY);
        }
        engine.registry.instruments.forEach(this::write);
        for (int tier = 1; tier <= engine.limits.feeTiersMax(); tier++) {
            FeeTier rates = engine.registry.feeTier(tier);
            if (rates != null) {
                begin().put(tier)
                        .put(rates.makerFeeMillionths())
                        .put(rates.takerFeeMillionths())
                        .end(StateRecord.FEE_TIER);
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
        begin().put(name.part0())
                .put(name.part1())
                .put(name.part2())
                .put(name.part3())
                .put(instrument.base.currencyId())
                .put(instrument.quote.currencyId())
                .put(instrument.tickMantissa)
                .put(instrument.tickScale)
                .put(instrument.lotMantissa)
                .put(instrument.lotScale)
                .put(instrument.minLots)
                .put(instrument.maxLimitLots)
                .put(instrument.maxMarketLots)
                .put(instrument.maxMarketQuoteAtoms)
                .put(instrument.bandMillionths)
                .put(instrument.referencePriceTicks)
                .put(instrument.phase.code())
                .put(instrument.nextTradeId)
                .put(instrument.uncrossesTo == null ? 0 : instrument.uncrossesTo.code())
                .put(instrument.auctionPriceTicks)
                .put(instrument.timetable.auctionNanos)
                .put(instrument.timetable.postOnlyNanos)
                .put(instrument.timetable.tradingNanos)
                .end(StateRecord.INSTRUMENT);
    }

    private void write(Account account) {
        Text name = account.name;
        begin().put(name.part0())
                .put(name.part1())
                .put(name.part2())
                .put(name.part3())
                .put(account.makerFeeMillionths)
                .put(account.takerFeeMillionths)
                .put(account.feeTier);
        Account parent = account.parent;
        if (parent == null) {
            end(StateRecord.ACCOUNT);
        } else {
            put(parent.accountId).put(account.canTransferOut ? 1 : 0);
            sink.onRecord(StateRecord.SUB_ACCOUNT, fields, fieldCount, account.label);
        }
        for (int key = 0; key < account.apiKeys.size(); key++) {
            write(account.apiKeys.get(key));
        }
        ClientIds clientIds = account.clientIds;
        if (clientIds != null) {
            for (long number = clientIds.oldest(); number < clientIds.applied(); number++) {
                begin().put(account.accountId)
                        .put(number)
                        .put(clientIds.part(number, 0))
                        .put(clientIds.part(number, 1))
                        .put(clientIds.part(number, 2))
                        .put(clientIds.part(number, 3))
                        .end(StateRecord.CLIENT_ID);
            }
        }
        writeBalances(account);
        for (Timer timer = account.timers; timer != null; timer = timer.next) {
            begin().put(account.accountId)
                    .put(timer.tag0)
                    .put(timer.tag1)
                    .put(timer.triggerNanos)
                    .end(StateRecord.TIMER);
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
                begin().put(account.accountId)
                        .put(balance.currencyId)
                        .put(balance.wallet.code())
                        .put(balance.atoms)
                        .put(balance.holdAtoms)
                        .end(StateRecord.BALANCE);
            }
        }
    }

    private void write(Order order) {
        begin().put(order.orderId)
                .put(order.account().accountId)
                .put(order.instrument().instrumentId)
                .put(order.side.code())
                .put(order.orderType.code())
                .put(order.stp.code())
                .put(order.priceTicks)
                .put(order.quantity)
                .put(order.filledLots)
                .put(order.holdAtoms)
                .put(order.priority)
                .put(order.clientOrderId0)
                .put(order.clientOrderId1)
                .put(order.clientOrderId2)
                .put(order.clientOrderId3)
                .put(order.tag0)
                .put(order.tag1)
                .end(StateRecord.ORDER);
    }

    private void write(Algo algo) {
        begin().put(algo.algoId)
                .put(algo.account().accountId)
                .put(algo.instrument().instrumentId)
                .put(algo.kind.code())
                .put(algo.side.code())
                .put(algo.orderType.code())
                .put(algo.sizeUnit.code())
                .put(algo.stp.code())
                .put(algo.quantity)
                .put(algo.takeProfit.triggerTicks)
                .put(algo.takeProfit.priceTicks)
                .put(algo.stopLoss.triggerTicks)
                .put(algo.stopLoss.priceTicks)
                .put(algo.trigger.triggerTicks)
                .put(algo.trigger.priceTicks)
                .put(algo.trigger.isAbove ? 1 : 0)
                .put(algo.callbackMillionths)
                .put(algo.callbackTicks)
                .put(algo.activationTicks)
                .put(algo.activatesAbove ? 1 : 0)
                .put(algo.isActive ? 1 : 0)
                .put(algo.extremeTicks)
                .put(algo.parentOrderId)
                .put(algo.isAttached() ? 1 : 0)
                .put(algo.dueLeg == null ? 0 : algo.dueLeg.code())
                .put(algo.dueNumber)
                .put(algo.clientAlgoId0)
                .put(algo.clientAlgoId1)
                .put(algo.clientAlgoId2)
                .put(algo.clientAlgoId3)
                .put(algo.tag0)
                .put(algo.tag1)
                .end(StateRecord.ALGO);
    }

    private StateWriter begin() {
        fieldCount = 0;
        return this;
    }

    private StateWriter put(long value) {
        fields[fieldCount++] = value;
        return this;
    }

    private void end(int kind) {
        sink.onRecord(kind, fields, fieldCount, NO_BYTES);
    }
}
