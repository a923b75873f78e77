-- As listed; phase and price limit move on and belong to the views of the gateways.
CREATE TABLE instruments (
    instrument_id          BIGINT   NOT NULL PRIMARY KEY,
    sequence               BIGINT   NOT NULL,
    time_nanos             BIGINT   NOT NULL,
    name                   TEXT     NOT NULL,
    base_id                BIGINT   NOT NULL,
    quote_id               BIGINT   NOT NULL,
    tick_mantissa          BIGINT   NOT NULL,
    tick_scale             SMALLINT NOT NULL,
    lot_mantissa           BIGINT   NOT NULL,
    lot_scale              SMALLINT NOT NULL,
    min_lots               BIGINT   NOT NULL,
    max_limit_lots         BIGINT   NOT NULL,
    max_market_lots        BIGINT   NOT NULL,
    max_market_quote_atoms BIGINT   NOT NULL
);
