/// How much one may ask: rate limits.
@NullMarked
package seawall.gateway.admission;

import org.jspecify.annotations.NullMarked;
