package seawall.drill.evidence;

import java.math.BigDecimal;

/// An order as the API shows it, in numbers whose text does not matter.
///
/// @param state         `live`, `partially_filled`, `filled` or `canceled`
/// @param updatedMillis since 1970
public record OrderState(String state, BigDecimal filled, BigDecimal price, BigDecimal size, long updatedMillis) {
    public OrderState {
        filled = filled.stripTrailingZeros();
        price = price.stripTrailingZeros();
        size = size.stripTrailingZeros();
    }
}
