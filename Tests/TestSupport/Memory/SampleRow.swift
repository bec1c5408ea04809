/// One row of the sample `file_audit` table.
public struct SampleRow: Hashable, Sendable {
    /// The row key.
    public var number: String
    /// The path of the file.
    public var path: String
    /// Whether the file has debt; `nil` is NULL.
    public var hasDebt: Bool?
    /// The debt, in Markdown.
    public var debt: String?
    /// The tickets; `nil` is NULL.
    public var tickets: [String]?
    /// The status of the audit.
    public var auditStatus: String
    /// The layer's number.
    public var layer: Int

    /// Makes a row, without debt unless told.
    public init(
        _ number: String,
        path: String,
        hasDebt: Bool? = false,
        debt: String? = nil,
        tickets: [String]? = nil,
        auditStatus: String = "NOT_STARTED",
        layer: Int = 1
    ) {
        self.number = number
        self.path = path
        self.hasDebt = hasDebt
        self.debt = debt
        self.tickets = tickets
        self.auditStatus = auditStatus
        self.layer = layer
    }

    /// Makes `count` rows that follow from `seed` alone; about a fifth have debt, a few of those list tickets.
    public static func generated(_ count: Int, seed: UInt64 = 1) -> [SampleRow] {
        var random = SeededGenerator(seed: seed)
        let folders = ["models", "routers", "services", "ui", "workers", "größe"]
        let smells = [
            "Raw SQL in `get_all`, see section 3.",
            "Missing authentication check.\n\n- `POST /run`\n- `DELETE /run`",
            "**Blueprint 2.2**: the class has no docstring.",
            "Naïve retries: \"for i in range(10)\" with a \\ in it.",
        ]
        return (0..<count).map { index in
            let digits = String(index + 1)
            let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            let folder = folders[Int.random(in: 0..<folders.count, using: &random)]
            var row = SampleRow(number, path: "src/\(folder)/file_\(index + 1).py", layer: index % 7 + 1)
            if Int.random(in: 0..<5, using: &random) == 0 {
                row.hasDebt = true
                row.debt = smells[Int.random(in: 0..<smells.count, using: &random)]
                row.auditStatus = "IN_PROGRESS"
                if Int.random(in: 0..<4, using: &random) == 0 { row.tickets = ["CCS-\(index + 1)"] }
            }
            return row
        }
    }
}
