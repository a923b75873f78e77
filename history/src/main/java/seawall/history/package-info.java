@NullMarked
package seawall.history;

import org.jspecify.annotations.NullMarked;
