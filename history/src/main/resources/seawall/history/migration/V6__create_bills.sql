-- The ledger lines of user accounts; those of the venue's own accounts stay in the journal.
CREATE TABLE bills (
    bill_id       BIGINT   NOT NULL PRIMARY KEY,
    sequence      BIGINT   NOT NULL,
    time_nanos    BIGINT   NOT NULL,
    account_id    BIGINT   NOT NULL,
    currency_id   BIGINT   NOT NULL,
    wallet        SMALLINT NOT NULL,
    reason        SMALLINT NOT NULL,
    liquidity     SMALLINT NOT NULL,
    side          SMALLINT NOT NULL,
    instrument_id BIGINT   NOT NULL,
    amount_atoms  BIGINT   NOT NULL,
    fee_atoms     BIGINT   NOT NULL,
    balance_atoms BIGINT   NOT NULL,
    order_id      BIGINT   NOT NULL,
    trade_id      BIGINT   NOT NULL,
    client_id     TEXT     NOT NULL
);

CREATE INDEX bills_by_account ON bills (account_id, bill_id);
