import Postgres

extension TestDatabase {
    /// The sample table's statement, for `name`.
    private static func schema(_ name: String) -> String {
        """
        CREATE TABLE \(name) (
            id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            file_number        varchar(20)  NOT NULL UNIQUE,
            file_path          varchar(255) NOT NULL UNIQUE,
            file_name          varchar(100) NOT NULL,
            layer_number       integer      NOT NULL,
            layer_name         varchar(50)  NOT NULL,
            status             varchar(20)  NOT NULL DEFAULT 'ACTIVE',
            workflows          varchar[]    NOT NULL DEFAULT '{}',
            has_technical_debt boolean      DEFAULT false,
            technical_debt     text,
            jira_tickets       varchar[],
            audit_status       varchar(20)  DEFAULT 'NOT_STARTED',
            audit_date         timestamp,
            audited_by         varchar(100),
            notes              text,
            created_at         timestamp    DEFAULT '2024-01-02 03:04:05',
            updated_at         timestamp    DEFAULT '2024-01-02 03:04:05'
        )
        """
    }

    /// Makes the sample table and fills it.
    public func makeSampleTable(_ rows: [SampleRow] = [], named name: String = "file_audit") throws {
        try execute(Self.schema(name))
        try insert(rows, into: name)
    }

    /// Adds rows to the sample table.
    public func insert(_ rows: [SampleRow], into name: String = "file_audit") throws {
        let connection = try connection()
        try connection.transaction(.readWrite) { connection in
            for row in rows {
                try connection.execute(
                    """
                    INSERT INTO \(name) (file_number, file_path, file_name, layer_number, layer_name, workflows,
                        has_technical_debt, technical_debt, jira_tickets, audit_status)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    [
                        row.number, row.path, String(row.path.split(separator: "/").last ?? ""),
                        String(row.layer),
                        "Layer \(row.layer)", TextArray.literal(["WF\(row.layer)"]),
                        row.hasDebt.map { $0 ? "true" : "false" }, row.debt,
                        row.tickets.map { TextArray.literal($0) }, row.auditStatus,
                    ]
                )
            }
        }
    }

    /// Makes the sample table with `count` rows that the server generates, for tests of size.
    ///
    /// Every fifth row has debt; keys run from 0001, paths are unique.
    public func makeLargeTable(_ count: Int, named name: String = "file_audit") throws {
        try execute(Self.schema(name))
        try execute(
            """
            INSERT INTO \(name) (file_number, file_path, file_name, layer_number, layer_name, workflows,
                has_technical_debt, technical_debt, jira_tickets, audit_status, notes)
            SELECT lpad(n::text, greatest(4, length(n::text)), '0'), 'src/module_' || n % 997 || '/file_' || n || '.py',
                'file_' || n || '.py', n % 7 + 1, 'Layer ' || n % 7 + 1, ARRAY['WF' || n % 9], n % 5 = 0,
                CASE WHEN n % 5 = 0 THEN 'Debt of file ' || n || ': ' || repeat('raw SQL; ', 12) END,
                CASE WHEN n % 20 = 0 THEN ARRAY['CCS-' || n] END, 'NOT_STARTED', 'note ' || n
            FROM generate_series(1, \(count)) AS n
            """
        )
    }
}
