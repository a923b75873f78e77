/// Order flow that real venues recorded, as commands of the real engine: what the engine makes of it is compared with
/// what the recording says, and every difference is told with its cause.
@NullMarked
package seawall.simulation.recorded;

import org.jspecify.annotations.NullMarked;
