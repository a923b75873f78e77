@NullMarked
package seawall.app.bench;

import org.jspecify.annotations.NullMarked;
