@NullMarked
package seawall.drill.client;

import org.jspecify.annotations.NullMarked;
