package seawall.simulation.reference;

import static seawall.wire.JournalText.escaped;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import seawall.wire.codec.Liquidity;
import seawall.wire.codec.Outcome;
import seawall.wire.codec.Phase;
import seawall.wire.codec.PostingReason;
import seawall.wire.codec.Wallet;

/// What the exchange knows and all of its rules work on, with the entry that is being written.
final class ExchangeState {
    static final int FEE_ACCOUNT = 1;
    static final int MINT_ACCOUNT = 2;
    static final int FIRST_USER = 1000;
    static final long PRICE_TICKS_MAX = 1L << 40;
    static final long FIRST_ID = 100_000_000_000_000_001L;
    static final BigInteger LOTS_MAX = BigInteger.valueOf((1L << 53) - 1);
    static final BigInteger ATOMS_MAX = BigInteger.ONE.shiftLeft(62);

    /// What the accounts of a fee tier pay.
    record FeeTier(int makerFeeMillionths, int takerFeeMillionths) {}

    final ReferenceLimits limits;
    final List<Currency> currencies = new ArrayList<>();
    final List<Instrument> instruments = new ArrayList<>();
    final Map<Integer, Account> accounts = new TreeMap<>();
    final Map<Integer, FeeTier> feeTiers = new HashMap<>();
    final TreeMap<Long, Order> openOrders = new TreeMap<>();
    final Ledger ledger = new Ledger();

    Entry entry = new Entry();
    long timeNanos;
    long nextOrderId = FIRST_ID;
    long nextAlgoId = FIRST_ID;

    private long nextBillId = FIRST_ID;

    ExchangeState(ReferenceLimits limits) {
        this.limits = limits;
    }

    Account account(int accountId) throws Refusal {
        Account account = accounts.get(accountId);
        if (account == null) {
            throw new Refusal(Outcome.ACCOUNT_UNKNOWN, 0);
        }
        return account;
    }

    Instrument instrument(int instrumentId) throws Refusal {
        Refusal.when(!isWithin(instrumentId, 1, instruments.size()), Outcome.INSTRUMENT_UNKNOWN);
        return instruments.get(instrumentId - 1);
    }

    /// The instruments that a command names: 0 is every one, in order of id.
    List<Instrument> chosenInstruments(int instrumentId) throws Refusal {
        return instrumentId == 0 ? instruments : List.of(instrument(instrumentId));
    }

    Currency currency(int currencyId) throws Refusal {
        Refusal.when(!isWithin(currencyId, 1, currencies.size()), Outcome.CURRENCY_UNKNOWN);
        return currencies.get(currencyId - 1);
    }

    /// What the account pays for a fill now, as maker or as taker: its tier's rate, or its own (§2).
    int feeMillionths(Account account, Liquidity liquidity) {
        FeeTier tier = feeTiers.get(account.feeTier);
        if (liquidity == Liquidity.MAKER) {
            return tier == null ? account.makerFeeMillionths : tier.makerFeeMillionths();
        }
        return tier == null ? account.takerFeeMillionths : tier.takerFeeMillionths();
    }

    BigInteger available(Order order) {
        return ledger.available(paidFrom(order));
    }

    static Ledger.Key paidFrom(Order order) {
        return trading(order.account.id, order.paidCurrency());
    }

    static Ledger.Key trading(int accountId, Currency currency) {
        return new Ledger.Key(accountId, currency.id(), Wallet.TRADING);
    }

    /// The id of the next posting.
    long nextBillId() {
        return nextBillId;
    }

    void post(
            Ledger.Key key,
            PostingReason reason,
            Liquidity liquidity,
            int side,
            int instrumentId,
            BigInteger amount,
            BigInteger fee,
            long orderId,
            long tradeId,
            String clientId) {
        ledger.add(key, amount);
        entry.touchedBalances.add(key);
        entry.event(
                "Posting",
                "billId",
                nextBillId,
                "accountId",
                key.accountId(),
                "currencyId",
                key.currencyId(),
                "wallet",
                key.wallet(),
                "reason",
                reason,
                "liquidity",
                liquidity,
                "side",
                side,
                "instrumentId",
                instrumentId,
                "amountAtoms",
                amount,
                "feeAtoms",
                fee,
                "balanceAtoms",
                ledger.balance(key),
                "orderId",
                orderId,
                "tradeId",
                tradeId,
                "clientId",
                shown(clientId));
        nextBillId++;
    }

    /// Posts money that moves for no trade.
    void moveMoney(Ledger.Key key, BigInteger amount, PostingReason reason, String clientId) {
        post(key, reason, Liquidity.NONE, 0, 0, amount, BigInteger.ZERO, 0, 0, clientId);
    }

    /// A clientId is applied (§3).
    void remember(Account account, String clientId) {
        account.clientIds.add(clientId);
        if (account.clientIds.size() > limits.clientIdsMax()) {
            account.clientIds.removeFirst();
        }
    }

    void priceLimitChanged(Instrument instrument) {
        entry.event(
                "PriceLimitChanged",
                "instrumentId",
                instrument.id,
                "bandMillionths",
                instrument.bandMillionths,
                "referencePriceTicks",
                instrument.referencePriceTicks,
                "buyLimitTicks",
                instrument.buyLimitTicks(),
                "sellLimitTicks",
                instrument.sellLimitTicks());
    }

    /// The phase of an instrument as it is from now on; nothing is reported of one that it has already.
    void enterPhase(Instrument instrument, Phase phase) {
        if (instrument.phase != phase) {
            instrument.phase = phase;
            entry.event("PhaseChanged", "instrumentId", instrument.id, "phase", phase);
        }
    }

    static boolean isWithin(long value, long min, long max) {
        return value >= min && value <= max;
    }

    /// A text as `JournalText` shows it.
    static String shown(String text) {
        return escaped(text.getBytes(StandardCharsets.US_ASCII));
    }
}
