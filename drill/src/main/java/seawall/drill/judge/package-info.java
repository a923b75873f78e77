/// Judges what clients were told by what the members recorded. It shares no code with the exchange but the codecs of
/// its
/// messages.
@NullMarked
package seawall.drill.judge;

import org.jspecify.annotations.NullMarked;
