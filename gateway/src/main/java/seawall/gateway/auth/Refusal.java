package seawall.gateway.auth;

/// Why a request was not authenticated, as the client is told.
///
/// @param chargesIp true if it costs the sender's address: guesses at a key are paid for by who guesses, never by whose
///                  key it is
public record Refusal(String code, int httpStatus, String message, boolean chargesIp) {}
