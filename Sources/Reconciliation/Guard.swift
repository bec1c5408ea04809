/// The sizes that percentages are taken of.
public struct Measures: Hashable, Sendable {
    /// Rows in the table.
    public var rows: Int
    /// Rows with debt.
    public var rowsWithDebt: Int
    /// Links in the state that stood open.
    public var openLinks: Int
    /// Rows that the state knows and the table no longer has.
    public var missingRows: Int
    /// Issues that the state knows and Jira no longer has.
    public var missingIssues: Int
    /// Links in the state.
    public var links: Int

    /// Makes measures.
    public init(
        rows: Int = 0,
        rowsWithDebt: Int = 0,
        openLinks: Int = 0,
        missingRows: Int = 0,
        missingIssues: Int = 0,
        links: Int = 0
    ) {
        self.rows = rows
        self.rowsWithDebt = rowsWithDebt
        self.openLinks = openLinks
        self.missingRows = missingRows
        self.missingIssues = missingIssues
        self.links = links
    }
}

/// The limits that stop a plan which would change too much.
public struct Guards: Hashable, Sendable {
    /// The most creates.
    public var maxCreate = 100
    /// The most creates, in percent of the rows with debt.
    public var maxCreatePercent = 100
    /// The most closes.
    public var maxClose = 50
    /// The most closes, in percent of the open links.
    public var maxClosePercent = 30
    /// The most resolved rows, in percent of the open links.
    public var maxResolvePercent = 30
    /// The most rows that may be gone from the table, in percent of the links.
    public var maxMissingRowsPercent = 30
    /// The most issues that may be gone from Jira, in percent of the links.
    public var maxMissingIssuesPercent = 30
    /// The size from which on percentages count.
    public var percentFrom = 10

    /// Makes the default guards.
    public init() {}

    /// The names of the guards, as the configuration and `--allow` write them.
    public static let names = [
        "max_create", "max_create_percent", "max_close", "max_close_percent", "max_resolve_percent",
        "max_missing_rows_percent", "max_missing_issues_percent",
    ]
}

/// Why a guard stops a plan.
public struct Refusal: Hashable, Sendable {
    /// The guard.
    public var name: String
    /// What the plan has: a number, or a percentage.
    public var measured: Int
    /// What the guard lets pass.
    public var limit: Int
    /// What was counted, as a phrase such as `104 of 261 open links would be closed`.
    public var count: String

    /// Makes a refusal.
    public init(name: String, measured: Int, limit: Int, count: String) {
        self.name = name
        self.measured = measured
        self.limit = limit
        self.count = count
    }

    /// The option that lets exactly this plan pass.
    public var option: String { "--allow \(name)=\(measured)" }
}

extension Guards {
    /// Returns what stops a plan, acknowledgements considered: those in the plan, and those given beside it.
    public func refusals(of plan: Plan, allowing extra: [String: Int] = [:]) -> [Refusal] {
        let counts = plan.counts
        let creates = counts[.create] ?? 0
        let closes = counts[.close] ?? 0
        let resolves = (counts[.resolve] ?? 0) + (counts[.accept] ?? 0)
        let sizes = plan.measures
        let found = [
            absolute("max_create", creates, limit: maxCreate, "\(creates) issues would be created"),
            absolute("max_close", closes, limit: maxClose, "\(closes) issues would be closed"),
            percent("max_create_percent", creates, of: sizes.rowsWithDebt, limit: maxCreatePercent) {
                "issues would be created for \($0) of \($1) rows with debt"
            },
            percent("max_close_percent", closes, of: sizes.openLinks, limit: maxClosePercent) {
                "\($0) of \($1) open links would be closed"
            },
            percent("max_resolve_percent", resolves, of: sizes.openLinks, limit: maxResolvePercent) {
                "\($0) of \($1) open links would have their rows resolved"
            },
            percent(
                "max_missing_rows_percent",
                sizes.missingRows,
                of: sizes.links,
                limit: maxMissingRowsPercent
            ) {
                "\($0) of \($1) linked rows are gone from the table"
            },
            percent(
                "max_missing_issues_percent",
                sizes.missingIssues,
                of: sizes.links,
                limit: maxMissingIssuesPercent
            ) { "\($0) of \($1) linked issues are gone from Jira" },
        ]
        return found.compactMap { $0 }.filter { refusal in
            refusal.measured > max(plan.allow[refusal.name] ?? 0, extra[refusal.name] ?? 0)
        }
    }

    private func absolute(_ name: String, _ measured: Int, limit: Int, _ count: String) -> Refusal? {
        measured > limit ? Refusal(name: name, measured: measured, limit: limit, count: count) : nil
    }

    /// Percentages are rounded up, so that an acknowledgement of the number shown lets the plan pass.
    private func percent(
        _ name: String,
        _ part: Int,
        of whole: Int,
        limit: Int,
        _ phrase: (Int, Int) -> String
    ) -> Refusal? {
        guard whole >= percentFrom, part > 0 else { return nil }
        let measured = (part * 100 + whole - 1) / whole
        guard measured > limit else { return nil }
        return Refusal(name: name, measured: measured, limit: limit, count: phrase(part, whole))
    }
}
