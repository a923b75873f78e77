CREATE TABLE trades (
    instrument_id BIGINT   NOT NULL,
    trade_id      BIGINT   NOT NULL,
    sequence      BIGINT   NOT NULL,
    time_nanos    BIGINT   NOT NULL,
    taker_side    SMALLINT NOT NULL,
    price_ticks   BIGINT   NOT NULL,
    quantity_lots BIGINT   NOT NULL,
    base_atoms    BIGINT   NOT NULL,
    quote_atoms   BIGINT   NOT NULL,
    PRIMARY KEY (instrument_id, trade_id)
);

CREATE INDEX trades_by_time ON trades (instrument_id, time_nanos);
