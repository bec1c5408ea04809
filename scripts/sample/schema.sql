-- The table of the sample: a row for each source file of an imaginary bakery's shop.
CREATE TABLE file_audit (
    id                 integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_number        text      NOT NULL UNIQUE,
    file_path          text      NOT NULL UNIQUE,
    file_name          text      NOT NULL,
    layer_number       integer   NOT NULL,
    layer_name         text      NOT NULL,
    status             text      NOT NULL,
    workflows          text[]    NOT NULL,
    has_technical_debt boolean   DEFAULT false,
    technical_debt     text,
    jira_tickets       text[],
    audit_status       text      DEFAULT 'NOT_STARTED',
    audit_date         timestamp
);
