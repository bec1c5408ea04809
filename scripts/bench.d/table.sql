-- A table of 17 columns in which one row of five has debt; psql's variable `rows` says how many rows.
CREATE TABLE file_audit (
    id                      bigint PRIMARY KEY,
    file_number             text NOT NULL,
    file_path               text NOT NULL,
    file_name               text NOT NULL,
    layer_number            integer NOT NULL,
    layer_name              text NOT NULL,
    status                  text NOT NULL,
    workflows               text[] NOT NULL,
    has_technical_debt      boolean,
    technical_debt          text,
    technical_debt_severity text,
    jira_tickets            text[],
    audit_status            text,
    audit_date              timestamp,
    lines                   integer,
    owner                   text,
    reviewed                boolean
);
INSERT INTO file_audit
SELECT i, 1000000 + i, 'src/orders/part_' || i / 1000 || '/module_' || i || '.py', 'module_' || i || '.py', 1 + i % 6,
    'Services', 'ACTIVE', ARRAY['ORDERS', 'NIGHTLY'], i % 5 = 0,
    CASE WHEN i % 5 = 0 THEN 'The query in module ' || i || ' is put together from strings, and asks once a line. '
        || 'Errors are caught, logged and forgotten; callers take nothing for an answer.' END,
    CASE WHEN i % 5 = 0 THEN 'HIGH' END, CASE WHEN i % 5 = 0 THEN ARRAY['CCS-' || i / 5] END, 'COMPLETED',
    timestamp '2026-03-01 08:00' + i * interval '1 second', i % 700, 'bakery', i % 2 = 0
FROM generate_series(1, :rows) AS i;
VACUUM ANALYZE file_audit;
