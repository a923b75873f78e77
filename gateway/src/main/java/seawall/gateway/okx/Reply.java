package seawall.gateway.okx;

/// The outcome of a request, as HTTP and as OKX see it.
///
/// @param httpStatus      status of the response
/// @param code            OKX code, `0` for success
/// @param message         its text, empty for success
/// @param needsOlderPages true when the views do not reach back far enough: nothing was written, and
///                        the endpoint has to be asked again on a thread that may wait
public record Reply(int httpStatus, String code, String message, boolean needsOlderPages) {
    static final Reply OK = new Reply(200, "0", "", false);
    static final Reply OLDER = new Reply(200, "0", "", true);

    static Reply refused(int httpStatus, String code, String message) {
        return new Reply(httpStatus, code, message, false);
    }
}
