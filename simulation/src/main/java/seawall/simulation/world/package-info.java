/// A seeded world in one thread under one clock: members with the real engine on a simulated replicated log, gateways
/// with the real resend and view code, a network that loses, delays and repeats, and processes that die between any two
/// steps. Whatever happens follows from the seed, so a world that broke a promise breaks it again.
@NullMarked
package seawall.simulation.world;

import org.jspecify.annotations.NullMarked;
