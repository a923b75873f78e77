@NullMarked
package seawall.app.client;

import org.jspecify.annotations.NullMarked;
