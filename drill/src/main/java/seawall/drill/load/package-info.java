/// Clients that trade through the public API and write down everything they ask and are told.
@NullMarked
package seawall.drill.load;

import org.jspecify.annotations.NullMarked;
