/// The sizes that percentages are taken of.
public struct Measures: Hashable, Sendable {
    /// Rows in the table.
    public var rows: Int
    /// Rows with debt.
    public var rowsWithDebt: Int
    /// Links in the state that stood open, open issues of the tool's own that no link knows, and rows that are resolved
    /// when they are first seen.
    public var openLinks: Int
    /// Rows that the state knows and the table no longer has.
    public var missingRows: Int
    /// Issues that the state knows and Jira no longer has.
    public var missingIssues: Int
    /// Links in the state, and open issues of the tool's own that no link knows.
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
    /// What may be too much.
    ///
    /// The raw values stand in the names of guards.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Issues that would be created.
        case create
        /// Issues whose fields would be written.
        case update
        /// Issues that would be closed.
        case close
        /// Issues that would be opened again.
        case reopen
        /// Rows whose debt would be taken out, or noted as accepted.
        case resolve
        /// Rows that would get their debt back.
        case unresolve
    }

    /// How much may be done of one kind.
    public struct Limit: Hashable, Sendable {
        /// The largest number; nil for none.
        public var count: Int?
        /// The largest share in percent; nil for none.
        public var percent: Int?

        /// Makes a limit.
        public init(count: Int? = nil, percent: Int? = nil) {
            self.count = count
            self.percent = percent
        }
    }

    /// The limits by kind; a kind without one is free.
    public var limits: [Kind: Limit] = [
        .create: Limit(count: 100, percent: 100),
        .close: Limit(count: 50, percent: 30),
        .reopen: Limit(count: 50),
        .resolve: Limit(percent: 30),
    ]
    /// The most rows that may be gone from the table, in percent of the links.
    public var maxMissingRowsPercent = 30
    /// The most issues that may be gone from Jira, in percent of the links.
    public var maxMissingIssuesPercent = 30
    /// The size from which on percentages count.
    public var percentFrom = 10

    /// Makes the default guards.
    public init() {}

    /// The names of the guards, as the configuration and `--allow` write them.
    public static let names =
        Kind.allCases.flatMap { [$0.countName, $0.percentName] } + [missingRows, missingIssues]

    static let missingRows = "max_missing_rows_percent"
    static let missingIssues = "max_missing_issues_percent"
}

extension Guards.Kind {
    /// The name of the guard on the number.
    public var countName: String { "max_\(rawValue)" }
    /// The name of the guard on the share.
    public var percentName: String { "max_\(rawValue)_percent" }

    fileprivate func isCounted(_ operation: Operation) -> Bool {
        switch self {
        case .create: operation == .create
        case .update: operation == .update
        case .close: operation == .close
        case .reopen: operation == .reopen
        case .resolve: operation == .resolve || operation == .accept
        case .unresolve: operation == .unresolve
        }
    }

    /// What would be done to how many, as a phrase.
    fileprivate var phrase: String {
        switch self {
        case .create: "issues would be created"
        case .update: "issues would be updated"
        case .close: "issues would be closed"
        case .reopen: "issues would be opened again"
        case .resolve: "rows would be resolved"
        case .unresolve: "rows would get their debt back"
        }
    }

    /// What the share is taken of.
    fileprivate func whole(_ sizes: Measures) -> Int {
        switch self {
        case .create: sizes.rowsWithDebt
        case .update, .close, .resolve: sizes.openLinks
        case .reopen, .unresolve: sizes.links
        }
    }

    /// What would be done to so many of so many, as a phrase.
    fileprivate func share(_ part: Int, _ whole: Int) -> String {
        switch self {
        case .create: "issues would be created for \(part) of \(whole) rows with debt"
        case .update: "\(part) of \(whole) open links would have their issues updated"
        case .close: "\(part) of \(whole) open links would be closed"
        case .reopen: "\(part) of \(whole) links would have their issues opened again"
        case .resolve: "\(part) of \(whole) open links would have their rows resolved"
        case .unresolve: "\(part) of \(whole) links would have the debt put back into their rows"
        }
    }
}

/// Why a guard stops a plan.
public struct GuardRefusal: Hashable, Sendable {
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
    public func refusals(of plan: Plan, allowing extra: [String: Int] = [:]) -> [GuardRefusal] {
        let sizes = plan.measures
        let counts = plan.counts
        var found: [GuardRefusal?] = []
        for kind in Kind.allCases {
            guard let limit = limits[kind] else { continue }
            let count = counts.reduce(0) { $0 + (kind.isCounted($1.key) ? $1.value : 0) }
            if let most = limit.count, count > most {
                let says = "\(count) \(kind.phrase)"
                found.append(GuardRefusal(name: kind.countName, measured: count, limit: most, count: says))
            }
            found.append(
                percent(
                    kind.percentName,
                    count,
                    of: kind.whole(sizes),
                    limit: limit.percent,
                    says: kind.share
                )
            )
        }
        // A table that is empty altogether is never taken at its word, however few rows it had. And without a state several
        // issues whose rows are not here may be another table's.
        let isDoubtful = plan.binding.lineage == nil && sizes.missingRows > 1
        let from = sizes.rows == 0 ? 1 : isDoubtful ? min(2, percentFrom) : percentFrom
        found.append(
            percent(
                Self.missingRows,
                sizes.missingRows,
                of: sizes.links,
                limit: maxMissingRowsPercent,
                from: from
            ) { "\($0) of \($1) linked rows are gone from the table" }
        )
        found.append(
            percent(Self.missingIssues, sizes.missingIssues, of: sizes.links, limit: maxMissingIssuesPercent)
            {
                "\($0) of \($1) linked issues are gone from Jira"
            }
        )
        return found.compactMap { $0 }.filter { refusal in
            refusal.measured > max(plan.allow[refusal.name] ?? 0, extra[refusal.name] ?? 0)
        }
    }

    /// Percentages are rounded up, so that an acknowledgement of the number shown lets the plan pass.
    private func percent(
        _ name: String,
        _ part: Int,
        of whole: Int,
        limit: Int?,
        from: Int? = nil,
        says phrase: (Int, Int) -> String
    ) -> GuardRefusal? {
        guard let limit, whole >= max(1, from ?? percentFrom), part > 0 else { return nil }
        let measured = (part * 100 + whole - 1) / whole
        guard measured > limit else { return nil }
        return GuardRefusal(name: name, measured: measured, limit: limit, count: phrase(part, whole))
    }
}
