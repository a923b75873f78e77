/// What a drill leaves behind for its judge: what clients asked and were told, and what the members recorded.
@NullMarked
package seawall.drill.evidence;

import org.jspecify.annotations.NullMarked;
