@NullMarked
package seawall.app;

import org.jspecify.annotations.NullMarked;
