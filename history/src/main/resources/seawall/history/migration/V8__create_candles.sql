-- Bars of 1 and of 60 minutes in which something traded; all other bars are folded from these when they are read.
-- Volumes stop at the largest BIGINT rather than wrap around.
CREATE TABLE candles (
    instrument_id BIGINT   NOT NULL,
    minutes       SMALLINT NOT NULL CHECK (minutes IN (1, 60)),
    open_nanos    BIGINT   NOT NULL,
    open_ticks    BIGINT   NOT NULL,
    high_ticks    BIGINT   NOT NULL,
    low_ticks     BIGINT   NOT NULL,
    close_ticks   BIGINT   NOT NULL,
    volume_lots   BIGINT   NOT NULL,
    base_atoms    BIGINT   NOT NULL,
    quote_atoms   BIGINT   NOT NULL,
    PRIMARY KEY (instrument_id, minutes, open_nanos)
);
