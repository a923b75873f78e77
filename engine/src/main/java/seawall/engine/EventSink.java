package seawall.engine;

/// Receives one journal entry after another: its start, its events in the order in which things happened, and its
/// end. Text arrives packed, eight ASCII characters to a long, the first character in the highest byte. The calls
/// are the events of the schema; `docs/exchange-rules.md` says when each is made.
public interface EventSink {
    /// An entry begins.
    ///
    /// @param commandTemplateId 0 when a timer fires or a follow-up is made
    void entryStarted(
            long sequence,
            long timeNanos,
            int commandTemplateId,
            int gatewayId,
            long incarnation,
            long streamSequence,
            long correlationId);

    /// The entry is complete.
    ///
    /// @param stateHash hash of the state after the entry
    void entryEnded(Outcome outcome, long detail, long stateHash);

    void streamOpened(int gatewayId, long incarnation);

    void currencyCreated(int currencyId, long code0, long code1, int scale, long balanceAtomsMax);

    void instrumentListed(
            int instrumentId,
            long name0,
            long name1,
            long name2,
            long name3,
            int baseId,
            int quoteId,
            long tickMantissa,
            int tickScale,
            long lotMantissa,
            int lotScale,
            long minLots,
            long maxLimitLots,
            long maxMarketLots,
            long maxMarketQuoteAtoms,
            int bandMillionths,
            long referencePriceTicks,
            Phase phase);

    void accountCreated(
            int accountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            long name0,
            long name1,
            long name2,
            long name3);

    /// @param feeTier 0 when the rates are its own
    void subAccountCreated(
            int accountId,
            int mainAccountId,
            int makerFeeMillionths,
            int takerFeeMillionths,
            int feeTier,
            long name0,
            long name1,
            long name2,
            long name3,
            byte[] label);

    void transferOutSet(int accountId, boolean canTransferOut);

    void accountFeesChanged(int accountId, int makerFeeMillionths, int takerFeeMillionths);

    void apiKeyCreated(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] sealedSecret,
            byte[] ipList,
            byte[] label);

    void apiKeyChanged(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] ipList,
            byte[] label);

    void apiKeyDeleted(int accountId, long key0, long key1, long key2, long key3, long key4);

    void phaseChanged(int instrumentId, Phase phase);

    void priceLimitChanged(
            int instrumentId, int bandMillionths, long referencePriceTicks, long buyLimitTicks, long sellLimitTicks);

    void orderAccepted(
            long orderId,
            int accountId,
            int instrumentId,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long priceTicks,
            long quantity,
            long clientOrderId0,
            long clientOrderId1,
            long clientOrderId2,
            long clientOrderId3,
            long tag0,
            long tag1);

    void orderFilled(
            long tradeId,
            int instrumentId,
            Side takerSide,
            long takerOrderId,
            long makerOrderId,
            int takerAccountId,
            int makerAccountId,
            long priceTicks,
            long quantityLots,
            long baseAtoms,
            long quoteAtoms,
            long takerFeeAtoms,
            long makerFeeAtoms,
            int takerFeeMillionths,
            int makerFeeMillionths,
            long takerBillId,
            long makerBillId);

    void orderAmended(
            long orderId,
            int accountId,
            int instrumentId,
            long priceTicks,
            long quantityLots,
            boolean keptPriority,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3);

    void orderClosed(long orderId, int accountId, int instrumentId, CloseReason reason, long filledLots);

    void levelChanged(int instrumentId, Side side, long priceTicks, long quantityLots, int orders);

    /// One line of the double-entry ledger.
    ///
    /// @param side 1 buy, 2 sell, 0 when the posting belongs to no order of its account
    void posting(
            long billId,
            int accountId,
            int currencyId,
            Wallet wallet,
            PostingReason reason,
            Liquidity liquidity,
            int side,
            int instrumentId,
            long amountAtoms,
            long feeAtoms,
            long balanceAtoms,
            long orderId,
            long tradeId,
            long clientId0,
            long clientId1,
            long clientId2,
            long clientId3);

    void balanceChanged(int accountId, int currencyId, Wallet wallet, long balanceAtoms, long holdAtoms);

    void cancelAllAfterSet(int accountId, long triggerNanos, long tag0, long tag1);

    void orderAmendRefused(
            long orderId,
            int accountId,
            int instrumentId,
            Outcome outcome,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3);

    /// @param parentOrderId the order that is to be filled first; 0 when there is none
    void algoAccepted(
            long algoId,
            int accountId,
            int instrumentId,
            AlgoKind kind,
            Side side,
            OrderType orderType,
            SizeUnit sizeUnit,
            SelfTradePrevention stp,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            int callbackMillionths,
            long callbackTicks,
            long activationTicks,
            long parentOrderId,
            long clientAlgoId0,
            long clientAlgoId1,
            long clientAlgoId2,
            long clientAlgoId3,
            long tag0,
            long tag1);

    void algoAmended(
            long algoId,
            int accountId,
            int instrumentId,
            AlgoKind kind,
            long quantity,
            long triggerTicks,
            long priceTicks,
            long takeProfitTriggerTicks,
            long takeProfitPriceTicks,
            long stopLossTriggerTicks,
            long stopLossPriceTicks,
            long requestId0,
            long requestId1,
            long requestId2,
            long requestId3);

    void algoArmed(long algoId, int accountId, int instrumentId, long quantity);

    void algoActivated(long algoId, int accountId, int instrumentId, long priceTicks);

    /// @param orderId the order that was placed, or 0 when the outcome is not [Outcome#ACCEPTED]
    void algoTriggered(long algoId, int accountId, int instrumentId, AlgoLeg leg, Outcome outcome, long orderId);

    void algoClosed(long algoId, int accountId, int instrumentId, CloseReason reason);

    void uncrossingStarted(int instrumentId, Phase nextPhase, long priceTicks, long quantityLots);

    void reopeningScheduled(int instrumentId, long auctionNanos, long postOnlyNanos, long tradingNanos);

    void instrumentChanged(
            int instrumentId, long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms);

    void feeTierSet(int tier, int makerFeeMillionths, int takerFeeMillionths);

    void accountFeeTierChanged(int accountId, int tier);
}
