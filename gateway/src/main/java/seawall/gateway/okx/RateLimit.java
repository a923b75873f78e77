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
        USER_INSTRUMENT_TYPE,
        /// One account and currency (`ccy` of the body).
        USER_CURRENCY,
        /// One account and tag (`tag` of the body).
        USER_TAG;

        /// The field of the body that it counts by; empty when the body does not matter.
        public String bodyField() {
            return switch (this) {
                case USER_CURRENCY -> "ccy";
                case USER_TAG -> "tag";
                case IP, IP_INSTRUMENT_TYPE, USER, USER_INSTRUMENT, USER_INSTRUMENT_TYPE -> "";
            };
        }
    }
}
