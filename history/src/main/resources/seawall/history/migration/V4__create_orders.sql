-- One row per order, brought up to date by every event of the order. Enumerations are the numbers of the wire; state is
-- 1 live, 2 partially filled, 3 filled, 4 canceled; close_reason is -1 while the order is open. The sum
-- of price x quantity over the fills, in tick lots, needs more than 64 bits: it is turnover_high x 2^32 + turnover_low.
CREATE TABLE orders (
    order_id              BIGINT   NOT NULL PRIMARY KEY,
    sequence              BIGINT   NOT NULL,
    account_id            BIGINT   NOT NULL,
    instrument_id         BIGINT   NOT NULL,
    side                  SMALLINT NOT NULL,
    order_type            SMALLINT NOT NULL,
    size_unit             SMALLINT NOT NULL,
    stp                   SMALLINT NOT NULL,
    price_ticks           BIGINT   NOT NULL,
    quantity              BIGINT   NOT NULL,
    client_order_id       TEXT     NOT NULL,
    tag                   TEXT     NOT NULL,
    created_nanos         BIGINT   NOT NULL,
    updated_nanos         BIGINT   NOT NULL,
    state                 SMALLINT NOT NULL,
    close_reason          SMALLINT NOT NULL,
    filled_lots           BIGINT   NOT NULL,
    filled_quote_atoms    BIGINT   NOT NULL,
    fee_atoms             BIGINT   NOT NULL,
    turnover_high         BIGINT   NOT NULL,
    turnover_low          BIGINT   NOT NULL,
    last_trade_id         BIGINT   NOT NULL,
    last_fill_price_ticks BIGINT   NOT NULL,
    last_fill_lots        BIGINT   NOT NULL,
    last_fill_nanos       BIGINT   NOT NULL
);

CREATE INDEX orders_by_account ON orders (account_id, order_id);

CREATE INDEX orders_by_client_order_id ON orders (account_id, client_order_id, order_id) WHERE client_order_id <> '';

-- What retention looks through; open orders are never pruned.
CREATE INDEX orders_by_end ON orders (updated_nanos) WHERE state >= 3;
