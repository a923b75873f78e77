package seawall.engine;

/// A currency; its atom is 10^-scale.
record Currency(int currencyId, Text code, int scale, long balanceAtomsMax) {
    long mix() {
        return code.mix(Mix.of(1, currencyId, scale, balanceAtomsMax));
    }
}
