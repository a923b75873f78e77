-- Who belongs to whom; main accounts are those that are not here.
CREATE TABLE sub_accounts (
    account_id      BIGINT NOT NULL PRIMARY KEY,
    sequence        BIGINT NOT NULL,
    time_nanos      BIGINT NOT NULL,
    main_account_id BIGINT NOT NULL,
    name            TEXT   NOT NULL,
    label           TEXT   NOT NULL
);

CREATE INDEX sub_accounts_by_main_account ON sub_accounts (main_account_id, account_id);
