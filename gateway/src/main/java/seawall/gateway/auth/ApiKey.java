package seawall.gateway.auth;

import seawall.gateway.view.ApiKeyView;

/// An API key in force, ready to check requests with.
///
/// @param view what the journal says of it
public record ApiKey(ApiKeyView view, Secret secret, IpList ips) {
    public static final int READ = ApiKeyView.READ;
    public static final int TRADE = ApiKeyView.TRADE;
    public static final int WITHDRAW = ApiKeyView.WITHDRAW;

    public String id() {
        return view.apiKey();
    }

    public int accountId() {
        return view.accountId();
    }

    public boolean may(int permission) {
        return view.permits(permission);
    }
}
