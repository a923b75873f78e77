CREATE TABLE currencies (
    currency_id       BIGINT   NOT NULL PRIMARY KEY,
    sequence          BIGINT   NOT NULL,
    time_nanos        BIGINT   NOT NULL,
    code              TEXT     NOT NULL,
    scale             SMALLINT NOT NULL,
    balance_atoms_max BIGINT   NOT NULL
);
