-- One row: every entry up to this sequence number is in the tables, none above it is.
CREATE TABLE journal_position (
    id         SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence   BIGINT   NOT NULL,
    time_nanos BIGINT   NOT NULL
);

INSERT INTO journal_position (id, sequence, time_nanos) VALUES (1, 0, 0);
