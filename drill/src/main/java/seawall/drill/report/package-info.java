/// What a drill found, for people and for programs.
@NullMarked
package seawall.drill.report;

import org.jspecify.annotations.NullMarked;
