/// Commands and journal entries in bytes.
@NullMarked
package seawall.wire;

import org.jspecify.annotations.NullMarked;
