/// The parts of an exchange as processes of their own, each from a configuration file: members, gateways, history.
@NullMarked
package seawall.app.roles;

import org.jspecify.annotations.NullMarked;
