-- A small table in which every row has debt and no ticket; psql's variable `rows` says how many.
\ir ../sample/schema.sql
INSERT INTO file_audit
    (file_number, file_path, file_name, layer_number, layer_name, status, workflows, has_technical_debt, technical_debt)
SELECT 1000000 + i, 'src/part_' || i / 100 || '/module_' || i || '.py', 'module_' || i || '.py', 1 + i % 6, 'Services',
    'ACTIVE', ARRAY['ORDERS', 'NIGHTLY'], true,
    'The query in module ' || i || ' is put together from strings, and asks **once a line**.'
FROM generate_series(1, :rows) AS i;
