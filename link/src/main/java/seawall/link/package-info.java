@NullMarked
package seawall.link;

import org.jspecify.annotations.NullMarked;
