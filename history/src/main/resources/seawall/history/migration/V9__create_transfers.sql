-- Moves between the wallets of one account, under the bill of the wallet that gave.
CREATE TABLE transfers (
    transfer_id  BIGINT   NOT NULL PRIMARY KEY,
    sequence     BIGINT   NOT NULL,
    time_nanos   BIGINT   NOT NULL,
    account_id   BIGINT   NOT NULL,
    currency_id  BIGINT   NOT NULL,
    amount_atoms BIGINT   NOT NULL,
    from_wallet  SMALLINT NOT NULL,
    to_wallet    SMALLINT NOT NULL,
    in_bill_id   BIGINT   NOT NULL,
    client_id    TEXT     NOT NULL
);

CREATE INDEX transfers_by_account ON transfers (account_id, transfer_id);

CREATE INDEX transfers_by_client_id ON transfers (account_id, client_id, transfer_id) WHERE client_id <> '';
