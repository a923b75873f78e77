package seawall.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is set up before anyone trades: currencies, instruments, accounts, their keys and their rates. Its commands
/// are those of [Engine] with the same names; they are rare and may allocate.
final class Registry {
    private static final int PERMISSIONS_MAX = 7;

    /// Two main accounts may each have a sub-account of one name.
    private record SubAccountName(int mainAccountId, Text name) {}

    private final Limits limits;
    private final Entry entry;
    private final EventSink events;
    final List<Currency> currencies = new ArrayList<>();
    final List<Instrument> instruments = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    private final @Nullable FeeTier[] feeTiers;
    private int apiKeys;
    private final Map<Text, Currency> currenciesByCode = new HashMap<>();
    private final Map<Text, Instrument> instrumentsByName = new HashMap<>();
    private final Map<Text, Account> accountsByName = new HashMap<>();
    private final Map<SubAccountName, Account> subAccountsByName = new HashMap<>();
    private final Map<Text, ApiKey> apiKeysByKey = new HashMap<>();

    Registry(Limits limits, Entry entry) {
        this.limits = limits;
        this.entry = entry;
        this.events = entry.events;
        feeTiers = new FeeTier[limits.feeTiersMax() + 1];
    }

    void createCurrency(long code0, long code1, int scale, long balanceAtomsMax) {
        Text code = Text.of(code0, code1);
        if (code.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        Currency existing = currenciesByCode.get(code);
        if (existing != null) {
            entry.end(Outcome.CURRENCY_EXISTS, existing.currencyId());
            return;
        }
        if (scale < 0
                || scale > Limits.CURRENCY_SCALE_MAX
                || balanceAtomsMax < 1
                || balanceAtomsMax > Limits.ATOMS_MAX) {
            refuse(Outcome.AMOUNT_INVALID);
            return;
        }
        if (currencies.size() >= limits.currenciesMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Currency currency = new Currency(currencies.size() + 1, code, scale, balanceAtomsMax);
        addCurrency(currency);
        events.currencyCreated(currency.currencyId(), code0, code1, scale, balanceAtomsMax);
        accept(currency.currencyId());
    }

    void listInstrument(
            long name0,
            long name1,
            long name2,
            long name3,
            long base0,
            long base1,
            long quote0,
            long quote1,
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
            Phase phase) {
        Text name = Text.of(name0, name1, name2, name3);
        if (name.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        Instrument existing = instrumentsByName.get(name);
        if (existing != null) {
            entry.end(Outcome.INSTRUMENT_EXISTS, existing.instrumentId);
            return;
        }
        Currency base = currenciesByCode.get(Text.of(base0, base1));
        Currency quote = currenciesByCode.get(Text.of(quote0, quote1));
        if (base == null || quote == null) {
            refuse(Outcome.CURRENCY_UNKNOWN);
            return;
        }
        boolean isValid = !base.equals(quote)
                && isBetween(tickMantissa, 1, 9)
                && isBetween(lotMantissa, 1, 9)
                && isBetween(tickScale, 0, Limits.INSTRUMENT_SCALE_MAX)
                // A mantissa of one digit makes a lot a whole number of atoms only when the lot is no finer than they.
                && isBetween(lotScale, 0, base.scale())
                && areSizesValid(minLots, maxLimitLots, maxMarketLots, maxMarketQuoteAtoms)
                && isBetween(bandMillionths, 0, Limits.RATE_MILLIONTHS_MAX)
                && isBetween(referencePriceTicks, 0, Limits.PRICE_TICKS_MAX);
        if (!isValid) {
            refuse(Outcome.INSTRUMENT_INVALID);
            return;
        }
        if (instruments.size() >= limits.instrumentsMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Instrument instrument = new Instrument(
                instruments.size() + 1,
                name,
                base,
                quote,
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                phase,
                limits);
        addInstrument(instrument);
        events.instrumentListed(
                instrument.instrumentId,
                name0,
                name1,
                name2,
                name3,
                base.currencyId(),
                quote.currencyId(),
                tickMantissa,
                tickScale,
                lotMantissa,
                lotScale,
                minLots,
                maxLimitLots,
                maxMarketLots,
                maxMarketQuoteAtoms,
                bandMillionths,
                referencePriceTicks,
                phase);
        entry.priceLimitChanged(instrument);
        accept(instrument.instrumentId);
    }

    void createAccount(long name0, long name1, long name2, long name3, int makerFeeMillionths, int takerFeeMillionths) {
        Text name = Text.of(name0, name1, name2, name3);
        if (name.isEmpty()) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (!areRatesValid(makerFeeMillionths, takerFeeMillionths)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        Account existing = accountsByName.get(name);
        if (existing != null) {
            accept(existing.accountId);
            return;
        }
        if (accounts.size() >= limits.accountsMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Account account = new Account(
                Limits.USER_ACCOUNT_ID_MIN + accounts.size(),
                name,
                makerFeeMillionths,
                takerFeeMillionths,
                entry.pages);
        addAccount(account);
        events.accountCreated(account.accountId, makerFeeMillionths, takerFeeMillionths, name0, name1, name2, name3);
        accept(account.accountId);
    }

    void createSubAccount(int mainAccountId, long name0, long name1, long name2, long name3, byte[] label) {
        Account main = user(mainAccountId);
        if (main == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text name = Text.of(name0, name1, name2, name3);
        if (name.isEmpty() || label.length > Limits.LABEL_BYTES_MAX) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (main.parent != null) {
            refuse(Outcome.MAIN_ACCOUNT_ONLY);
            return;
        }
        Account existing = subAccountsByName.get(new SubAccountName(mainAccountId, name));
        if (existing != null) {
            entry.end(Outcome.SUB_ACCOUNT_EXISTS, existing.accountId);
            return;
        }
        if (main.subAccounts >= limits.subAccountsPerAccountMax() || accounts.size() >= limits.accountsMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        Account account = new Account(
                Limits.USER_ACCOUNT_ID_MIN + accounts.size(),
                name,
                main.makerFeeMillionths,
                main.takerFeeMillionths,
                entry.pages);
        account.feeTier = main.feeTier;
        account.label = label;
        addSubAccount(account, main);
        events.subAccountCreated(
                account.accountId,
                mainAccountId,
                account.makerFeeMillionths,
                account.takerFeeMillionths,
                account.feeTier,
                name0,
                name1,
                name2,
                name3,
                label);
        accept(account.accountId);
    }

    void setTransferOut(int mainAccountId, int subAccountId, boolean canTransferOut) {
        Account main = user(mainAccountId);
        if (main == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Account account = user(subAccountId);
        if (account == null || account.parent != main) {
            refuse(Outcome.SUB_ACCOUNT_UNKNOWN);
            return;
        }
        entry.pages.change(account.page);
        entry.changeHash(-account.mix());
        account.canTransferOut = canTransferOut;
        entry.changeHash(account.mix());
        events.transferOutSet(subAccountId, canTransferOut);
        accept(0);
    }

    void setAccountFees(int accountId, int makerFeeMillionths, int takerFeeMillionths) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        if (!areRatesValid(makerFeeMillionths, takerFeeMillionths)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        takeRates(account, 0, makerFeeMillionths, takerFeeMillionths);
        events.accountFeesChanged(accountId, makerFeeMillionths, takerFeeMillionths);
        accept(0);
    }

    void createApiKey(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] sealedSecret,
            byte[] ipList,
            byte[] label) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text key = new Text(key0, key1, key2, key3, key4);
        if (key.isEmpty() || permissions < 1 || permissions > PERMISSIONS_MAX) {
            refuse(Outcome.MALFORMED);
            return;
        }
        if (apiKeysByKey.containsKey(key)) {
            refuse(Outcome.API_KEY_EXISTS);
            return;
        }
        if (apiKeys >= limits.apiKeysMax() || account.apiKeys.size() >= limits.apiKeysPerAccountMax()) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        addApiKey(account, new ApiKey(accountId, key, permissions, sealedSecret, ipList, label));
        events.apiKeyCreated(accountId, key0, key1, key2, key3, key4, permissions, sealedSecret, ipList, label);
        accept(0);
    }

    void deleteApiKey(int accountId, long key0, long key1, long key2, long key3, long key4) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text key = new Text(key0, key1, key2, key3, key4);
        ApiKey apiKey = apiKeysByKey.get(key);
        if (apiKey == null || apiKey.accountId != accountId) {
            refuse(Outcome.API_KEY_UNKNOWN);
            return;
        }
        entry.pages.change(account.page);
        apiKeysByKey.remove(key);
        account.apiKeys.remove(apiKey);
        apiKeys--;
        entry.changeHash(-apiKey.mix());
        events.apiKeyDeleted(accountId, key0, key1, key2, key3, key4);
        accept(0);
    }

    void changeApiKey(
            int accountId,
            long key0,
            long key1,
            long key2,
            long key3,
            long key4,
            int permissions,
            byte[] ipList,
            byte[] label) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        Text key = new Text(key0, key1, key2, key3, key4);
        ApiKey before = apiKeysByKey.get(key);
        if (before == null || before.accountId != accountId) {
            refuse(Outcome.API_KEY_UNKNOWN);
            return;
        }
        if (permissions < 1 || permissions > PERMISSIONS_MAX) {
            refuse(Outcome.MALFORMED);
            return;
        }
        ApiKey changed = before.changed(permissions, ipList, label);
        entry.pages.change(account.page);
        apiKeysByKey.put(key, changed);
        account.apiKeys.set(account.apiKeys.indexOf(before), changed);
        entry.changeHash(changed.mix() - before.mix());
        events.apiKeyChanged(accountId, key0, key1, key2, key3, key4, permissions, ipList, label);
        accept(0);
    }

    void setPriceBand(int instrumentId, int bandMillionths) {
        Instrument instrument = instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        if (!isBetween(bandMillionths, 0, Limits.RATE_MILLIONTHS_MAX)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        instrument.bandMillionths = bandMillionths;
        entry.changed(instrument);
        entry.priceLimitChanged(instrument);
        accept(0);
    }

    void changeInstrument(
            int instrumentId, long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        Instrument instrument = instrument(instrumentId);
        if (instrument == null) {
            refuse(Outcome.INSTRUMENT_UNKNOWN);
            return;
        }
        if (!areSizesValid(minLots, maxLimitLots, maxMarketLots, maxMarketQuoteAtoms)) {
            refuse(Outcome.INSTRUMENT_INVALID);
            return;
        }
        instrument.minLots = minLots;
        instrument.maxLimitLots = maxLimitLots;
        instrument.maxMarketLots = maxMarketLots;
        instrument.maxMarketQuoteAtoms = maxMarketQuoteAtoms;
        entry.changed(instrument);
        events.instrumentChanged(instrumentId, minLots, maxLimitLots, maxMarketLots, maxMarketQuoteAtoms);
        accept(0);
    }

    void setFeeTier(int tier, int makerFeeMillionths, int takerFeeMillionths) {
        if (!isBetween(tier, 1, limits.feeTiersMax())) {
            refuse(Outcome.LIMIT_REACHED);
            return;
        }
        if (!areRatesValid(makerFeeMillionths, takerFeeMillionths)) {
            refuse(Outcome.RATE_INVALID);
            return;
        }
        addFeeTier(new FeeTier(tier, makerFeeMillionths, takerFeeMillionths));
        // A fill reads the rates of its accounts, so they are copied here, where it is rarely done.
        for (Account account : accounts) {
            if (account.feeTier == tier) {
                takeRates(account, tier, makerFeeMillionths, takerFeeMillionths);
            }
        }
        events.feeTierSet(tier, makerFeeMillionths, takerFeeMillionths);
        accept(0);
    }

    void setAccountFeeTier(int accountId, int tier) {
        Account account = user(accountId);
        if (account == null) {
            refuse(Outcome.ACCOUNT_UNKNOWN);
            return;
        }
        FeeTier rates = feeTier(tier);
        if (rates == null) {
            refuse(Outcome.FEE_TIER_UNKNOWN);
            return;
        }
        takeRates(account, tier, rates.makerFeeMillionths(), rates.takerFeeMillionths());
        events.accountFeeTierChanged(accountId, tier);
        accept(0);
    }

    private void takeRates(Account account, int tier, int makerFeeMillionths, int takerFeeMillionths) {
        entry.pages.change(account.page);
        entry.changeHash(-account.mix());
        account.feeTier = tier;
        account.makerFeeMillionths = makerFeeMillionths;
        account.takerFeeMillionths = takerFeeMillionths;
        entry.changeHash(account.mix());
    }

    void addCurrency(Currency currency) {
        currencies.add(currency);
        currenciesByCode.put(currency.code(), currency);
        entry.changeHash(currency.mix());
    }

    void addInstrument(Instrument instrument) {
        instruments.add(instrument);
        instrumentsByName.put(instrument.name, instrument);
        entry.changeHash(instrument.mix());
    }

    void addAccount(Account account) {
        entry.pages.change(account.page);
        accounts.add(account);
        accountsByName.put(account.name, account);
        entry.changeHash(account.mix());
    }

    void addSubAccount(Account account, Account main) {
        entry.pages.change(account.page);
        account.parent = main;
        main.subAccounts++;
        accounts.add(account);
        subAccountsByName.put(new SubAccountName(main.accountId, account.name), account);
        entry.changeHash(account.mix());
    }

    /// An account of the family of another one, or null.
    @Nullable
    Account relative(Account account, int accountId) {
        Account found = user(accountId);
        return found != null && main(found) == main(account) ? found : null;
    }

    private static Account main(Account account) {
        return account.parent == null ? account : account.parent;
    }

    void addApiKey(Account account, ApiKey apiKey) {
        entry.pages.change(account.page);
        apiKeysByKey.put(apiKey.key, apiKey);
        account.apiKeys.add(apiKey);
        apiKeys++;
        entry.changeHash(apiKey.mix());
    }

    void addFeeTier(FeeTier tier) {
        FeeTier before = feeTiers[tier.tier()];
        entry.changeHash(tier.mix() - (before == null ? 0 : before.mix()));
        feeTiers[tier.tier()] = tier;
    }

    /// A tier that was set, or null.
    @Nullable
    FeeTier feeTier(int tier) {
        return tier >= 1 && tier < feeTiers.length ? feeTiers[tier] : null;
    }

    @Nullable
    Account user(int accountId) {
        int place = accountId - Limits.USER_ACCOUNT_ID_MIN;
        return accountId >= Limits.USER_ACCOUNT_ID_MIN && place < accounts.size() ? accounts.get(place) : null;
    }

    @Nullable
    Currency currency(int currencyId) {
        return currencyId >= 1 && currencyId <= currencies.size() ? currencies.get(currencyId - 1) : null;
    }

    @Nullable
    Instrument instrument(int instrumentId) {
        return instrumentId >= 1 && instrumentId <= instruments.size() ? instruments.get(instrumentId - 1) : null;
    }

    private static boolean areRatesValid(int makerFeeMillionths, int takerFeeMillionths) {
        return makerFeeMillionths > -Limits.RATE_MILLIONTHS_MAX
                && makerFeeMillionths <= Limits.RATE_MILLIONTHS_MAX
                && takerFeeMillionths >= 0
                && takerFeeMillionths <= Limits.RATE_MILLIONTHS_MAX
                && makerFeeMillionths + takerFeeMillionths >= 0;
    }

    private static boolean areSizesValid(
            long minLots, long maxLimitLots, long maxMarketLots, long maxMarketQuoteAtoms) {
        return minLots >= 1 && minLots <= maxLimitLots && maxMarketLots >= 1 && maxMarketQuoteAtoms >= 1;
    }

    private static boolean isBetween(long value, long min, long max) {
        return value >= min && value <= max;
    }

    private void accept(long detail) {
        entry.end(Outcome.ACCEPTED, detail);
    }

    private void refuse(Outcome outcome) {
        entry.end(outcome, 0);
    }
}
