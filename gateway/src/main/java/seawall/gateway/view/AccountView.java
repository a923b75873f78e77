package seawall.gateway.view;

/// An account; its rates are positive when charged, and the maker's may be negative (a rebate).
public record AccountView(
        int accountId, String name, int makerFeeMillionths, int takerFeeMillionths, long createdNanos) {}
