package seawall.gateway.okx;

/// An event of the status page, as `system/status` and the `status` channel show it.
///
/// @param state       scheduled, ongoing, pre_open, completed or canceled
/// @param beginMillis when it begins
/// @param endMillis   when it ends or ended; 0 when nobody knows yet
/// @param preOpenBegin milliseconds, or empty
/// @param serviceType 0 WebSocket, 5 trading, 99 others
/// @param maintType   1 scheduled, 2 unscheduled, 3 disruption
public record StatusRow(
        String title,
        String state,
        long beginMillis,
        long endMillis,
        String preOpenBegin,
        String href,
        String serviceType,
        String scheDesc,
        String maintType) {}
