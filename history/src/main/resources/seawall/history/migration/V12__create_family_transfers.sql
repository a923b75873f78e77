-- Moves between two accounts of a family, once for each of the two, under the bill of the one that gave.
CREATE TABLE family_transfers (
    account_id      BIGINT   NOT NULL,
    transfer_id     BIGINT   NOT NULL,
    sequence        BIGINT   NOT NULL,
    time_nanos      BIGINT   NOT NULL,
    from_account_id BIGINT   NOT NULL,
    to_account_id   BIGINT   NOT NULL,
    currency_id     BIGINT   NOT NULL,
    amount_atoms    BIGINT   NOT NULL,
    from_wallet     SMALLINT NOT NULL,
    to_wallet       SMALLINT NOT NULL,
    in_bill_id      BIGINT   NOT NULL,
    client_id       TEXT     NOT NULL,
    PRIMARY KEY (account_id, transfer_id)
);

CREATE INDEX family_transfers_by_id ON family_transfers (transfer_id);
