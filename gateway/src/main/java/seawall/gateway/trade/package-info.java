/// Orders from clients into commands, and answers back.
@NullMarked
package seawall.gateway.trade;

import org.jspecify.annotations.NullMarked;
