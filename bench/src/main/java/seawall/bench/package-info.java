/// The matching engine beside its peers: generated order flow, one process for each candidate, one table.
@NullMarked
package seawall.bench;

import org.jspecify.annotations.NullMarked;
