/// Who is asking: keys, signatures, permissions.
@NullMarked
package seawall.gateway.auth;

import org.jspecify.annotations.NullMarked;
