/// Rehearsals of failure: real processes are killed and paused under load, and what clients were told is judged.
@NullMarked
package seawall.drill;

import org.jspecify.annotations.NullMarked;
