/// The reference exchange: the rules of `docs/exchange-rules.md` written a second time, slow and obvious, to judge the
/// engine. It shares no code with the engine.
@NullMarked
package seawall.simulation.reference;

import org.jspecify.annotations.NullMarked;
