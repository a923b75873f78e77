package seawall.engine;

/// Rates that many accounts share.
record FeeTier(int tier, int makerFeeMillionths, int takerFeeMillionths) {
    long mix() {
        return Mix.of(9, tier, makerFeeMillionths, takerFeeMillionths);
    }
}
