@NullMarked
package seawall.app.market;

import org.jspecify.annotations.NullMarked;
