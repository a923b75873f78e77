/// The dialect of OKX v5: decimals, JSON and the endpoints that answer from the views.
@NullMarked
package seawall.gateway.okx;

import org.jspecify.annotations.NullMarked;
