/// One message encoded once, for everyone who subscribed.
@NullMarked
package seawall.gateway.fanout;

import org.jspecify.annotations.NullMarked;
