/// What a gateway knows: state built from the journal by one thread, read by all others without asking anybody.
@NullMarked
package seawall.gateway.view;

import org.jspecify.annotations.NullMarked;
