package seawall.gateway.okx;

import java.time.Duration;

/// How often an endpoint may be asked, and for whom that counts.
public record RateLimit(int count, Duration window, Scope scope) {
    /// What shares one allowance.
    public enum Scope {
        /// One client address.
        IP,
        /// One client address and value of `instType`.
        IP_INSTRUMENT_TYPE,
        /// One account.
        USER,
        /// One account and instrument (`instId`).
        USER_INSTRUMENT,
        /// One account and value of `instType`.
        USER_INSTRUMENT_TYPE
    }
}
