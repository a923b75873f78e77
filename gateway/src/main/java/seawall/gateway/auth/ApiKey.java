package seawall.gateway.auth;

/// An API key in force, ready to check requests with.
///
/// @param permissions bits: [#READ], [#TRADE], [#WITHDRAW]
public record ApiKey(String id, int accountId, int permissions, Secret secret, IpList ips) {
    public static final int READ = 1;
    public static final int TRADE = 2;
    public static final int WITHDRAW = 4;

    public boolean may(int permission) {
        return (permissions & permission) != 0;
    }
}
