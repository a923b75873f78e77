/// What the status page of the API says: maintenance that operators planned, and instruments that do not trade.
@NullMarked
package seawall.gateway.status;

import org.jspecify.annotations.NullMarked;
