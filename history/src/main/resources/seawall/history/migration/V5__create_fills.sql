-- Two rows per trade, one for each side; bill_id is that of the currency this side received, fee_atoms is in it.
CREATE TABLE fills (
    bill_id        BIGINT   NOT NULL PRIMARY KEY,
    sequence       BIGINT   NOT NULL,
    time_nanos     BIGINT   NOT NULL,
    account_id     BIGINT   NOT NULL,
    instrument_id  BIGINT   NOT NULL,
    order_id       BIGINT   NOT NULL,
    trade_id       BIGINT   NOT NULL,
    side           SMALLINT NOT NULL,
    liquidity      SMALLINT NOT NULL,
    price_ticks    BIGINT   NOT NULL,
    quantity_lots  BIGINT   NOT NULL,
    base_atoms     BIGINT   NOT NULL,
    quote_atoms    BIGINT   NOT NULL,
    fee_atoms      BIGINT   NOT NULL,
    fee_millionths INTEGER  NOT NULL
);

CREATE INDEX fills_by_account ON fills (account_id, bill_id);

CREATE INDEX fills_by_order ON fills (order_id, bill_id);
