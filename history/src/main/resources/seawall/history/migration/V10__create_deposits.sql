CREATE TABLE deposits (
    deposit_id   BIGINT   NOT NULL PRIMARY KEY,
    sequence     BIGINT   NOT NULL,
    time_nanos   BIGINT   NOT NULL,
    account_id   BIGINT   NOT NULL,
    currency_id  BIGINT   NOT NULL,
    amount_atoms BIGINT   NOT NULL,
    wallet       SMALLINT NOT NULL,
    client_id    TEXT     NOT NULL
);

CREATE INDEX deposits_by_account ON deposits (account_id, deposit_id);
