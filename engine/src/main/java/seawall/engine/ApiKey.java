package seawall.engine;

/// A key of an account. What seals the secret is unknown here: the bytes are kept and given back.
final class ApiKey {
    final int accountId;
    final Text key;
    final int permissions;
    final byte[] sealedSecret;
    final byte[] ipList;
    final byte[] label;

    ApiKey(int accountId, Text key, int permissions, byte[] sealedSecret, byte[] ipList, byte[] label) {
        this.accountId = accountId;
        this.key = key;
        this.permissions = permissions;
        this.sealedSecret = sealedSecret;
        this.ipList = ipList;
        this.label = label;
    }

    /// The same key with other rights.
    ApiKey changed(int permissions, byte[] ipList, byte[] label) {
        return new ApiKey(accountId, key, permissions, sealedSecret, ipList, label);
    }

    long mix() {
        long mix = Mix.of(Mix.of(sealedSecret), Mix.of(ipList), Mix.of(label), permissions);
        return key.mix(Mix.of(2, accountId, mix, 0));
    }
}
