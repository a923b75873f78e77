package seawall.simulation.reference;

import java.math.BigInteger;

/// A currency: an atom is 10^-scale of it.
record Currency(int id, String code, int scale, BigInteger balanceAtomsMax) {}
