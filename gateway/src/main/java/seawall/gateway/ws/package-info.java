/// WebSocket sessions: logins, subscriptions, order operations.
@NullMarked
package seawall.gateway.ws;

import org.jspecify.annotations.NullMarked;
