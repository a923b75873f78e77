@NullMarked
package seawall.simulation;

import org.jspecify.annotations.NullMarked;
