@NullMarked
package seawall.cluster;

import org.jspecify.annotations.NullMarked;
