/// The HTTP side: connections, requests in order, answers.
@NullMarked
package seawall.gateway.http;

import org.jspecify.annotations.NullMarked;
