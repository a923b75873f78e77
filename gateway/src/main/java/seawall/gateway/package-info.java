@NullMarked
package seawall.gateway;

import org.jspecify.annotations.NullMarked;
