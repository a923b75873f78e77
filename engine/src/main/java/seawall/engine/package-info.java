@NullMarked
package seawall.engine;

import org.jspecify.annotations.NullMarked;
