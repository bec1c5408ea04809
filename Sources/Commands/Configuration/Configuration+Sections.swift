import Reconciliation

extension Configuration.Database {
    /// Reads the section `database`.
    init(_ root: inout Section) {
        self.init()
        var section = root.section("database")
        if let table = section.text("table") {
            let parts = table.split(separator: ".", omittingEmptySubsequences: false)
            if parts.count > 2 || parts.contains("") {
                section.complaints.add(
                    section.line(of: "table"),
                    "database.table must be TABLE or SCHEMA.TABLE, not '\(table)'"
                )
            }
            self.table = table
        }
        var columns = section.section("columns")
        schema.key = columns.text("key") ?? schema.key
        schema.path = columns.text("path") ?? schema.path
        schema.debt = columns.text("debt") ?? schema.debt
        schema.text = columns.text("text") ?? schema.text
        schema.tickets = columns.text("tickets") ?? schema.tickets
        columns.finish()
        if let also = section.texts("also") {
            schema.also = also.map(\.text)
            for (index, entry) in also.enumerated()
            where schema.columns.prefix(5 + index).contains(entry.text) {
                section.complaints.add(entry.line, "the column '\(entry.text)' stands twice in database")
            }
        } else {
            let named = schema.columns.prefix(5)
            schema.also.removeAll { named.contains($0) }
        }
        if Set(schema.columns.prefix(5)).count < 5 {
            section.complaints.add(section.line(of: "columns"), "database.columns names one column twice")
        }
        timeout = section.seconds("timeout") ?? timeout
        section.finish()
    }
}

extension Configuration.Jira {
    /// Reads the section `jira`.
    init(_ root: inout Section) {
        self.init()
        var section = root.section("jira")
        url = Self.address("url", in: &section)
        apiURL = Self.address("api_url", in: &section)
        deployment = section.choice("deployment", of: Deployment.self) ?? deployment
        if let project = section.text("project") {
            self.project = project
            let isKey =
                project.first.map { $0.isASCII && $0.isLetter } ?? false
                && project.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
            if !isKey {
                section.complaints.add(
                    section.line(of: "project"),
                    "jira.project must be a project's key such as CCS, not '\(project)'"
                )
            }
        } else {
            section.complaints.add(
                section.line,
                "jira.project is missing; write the key of the project for new issues"
            )
        }
        issueType = section.text("issue_type") ?? issueType
        timeout = section.seconds("timeout") ?? timeout
        settle = section.seconds("settle") ?? settle
        if let day = section.text("token_expires") {
            tokenExpires = TokenExpiry(day)
            if tokenExpires == nil {
                section.complaints.add(
                    section.line(of: "token_expires"),
                    "jira.token_expires must be a day such as 2027-03-01, not '\(day)'"
                )
            }
        }
        section.finish()
    }

    private static func address(_ key: String, in section: inout Section) -> String? {
        guard let text = section.text(key) else { return nil }
        if !Exposure.hasLogin(text), let reason = Address.fault(text) {
            section.complaints.add(section.line(of: key), "\(section.path(key)) \(reason)")
        }
        return Address.trimmed(text)
    }
}

extension Configuration.StatePlace {
    /// The shortest time that a lock may hold, in seconds.
    private static let shortestExpiry = 10.0

    /// Reads the section `state`.
    init(_ root: inout Section) {
        self.init()
        var section = root.section("state")
        if let directory = section.text("directory") {
            let parts = directory.split(separator: "/", omittingEmptySubsequences: false)
            if directory.hasPrefix("/") || parts.contains("..") || parts.contains(".git") {
                section.complaints.add(
                    section.line(of: "directory"),
                    "state.directory must lie beside this file or below it, not at '\(directory)'"
                )
            }
            self.directory = directory
        }
        branch = section.text("branch")
        remote = section.text("remote")
        if let remote, remote.hasPrefix("-") || remote.contains(where: { $0.isWhitespace || $0 == ":" }) {
            section.complaints.add(
                section.line(of: "remote"),
                "state.remote must be the name of a remote such as origin, not '\(remote)'"
            )
        }
        if let expiry = section.seconds("lock_expiry") {
            if expiry < Self.shortestExpiry {
                section.complaints.add(
                    section.line(of: "lock_expiry"),
                    "state.lock_expiry must be \(Int(Self.shortestExpiry))s or more: clocks differ, and git takes its time"
                )
            }
            lockExpiry = expiry
        }
        section.finish()
    }
}

extension Configuration {
    /// Reads the section `policies`.
    static func policies(_ root: inout Section) -> Policies {
        var policies = Policies()
        var section = root.section("policies")
        policies.firstContact =
            section.choice("first_contact", of: Policies.FirstContact.self) ?? policies.firstContact
        policies.rowDeleted =
            section.choice("row_deleted", of: Policies.RowDeleted.self) ?? policies.rowDeleted
        policies.issueDeleted =
            section.choice("issue_deleted", of: Policies.IssueDeleted.self) ?? policies.issueDeleted
        policies.resolveWhen =
            section.choice("resolve_when", of: Policies.ResolveWhen.self) ?? policies.resolveWhen
        policies.regression =
            section.choice("regression", of: Policies.Regression.self) ?? policies.regression
        policies.duplicates =
            section.choice("duplicates", of: Policies.Duplicates.self) ?? policies.duplicates
        policies.pruneDangling = section.flag("prune_dangling") ?? policies.pruneDangling
        var resolutions = section.section("resolutions")
        for name in resolutions.all().map(\.key) {
            if let meaning = resolutions.choice(name, of: Policies.Meaning.self) {
                policies.resolutions[name] = meaning
            }
        }
        section.finish()
        return policies
    }

    /// Reads the section `guards`.
    static func guards(_ root: inout Section) -> Guards {
        var guards = Guards()
        var section = root.section("guards")
        let count = 0...1_000_000_000
        let share = 0...100
        for kind in Guards.Kind.allCases {
            var limit = guards.limits[kind] ?? Guards.Limit()
            limit.count = section.integer(kind.countName, in: count) ?? limit.count
            limit.percent = section.integer(kind.percentName, in: share) ?? limit.percent
            if limit != Guards.Limit() { guards.limits[kind] = limit }
        }
        guards.maxMissingRowsPercent =
            section.integer("max_missing_rows_percent", in: share) ?? guards.maxMissingRowsPercent
        guards.maxMissingIssuesPercent =
            section.integer("max_missing_issues_percent", in: share) ?? guards.maxMissingIssuesPercent
        guards.percentFrom = section.integer("percent_from", in: count) ?? guards.percentFrom
        section.finish()
        return guards
    }

    /// Reads the section `credentials`.
    static func credentialsCommand(_ root: inout Section) -> [String] {
        var section = root.section("credentials")
        let command = section.texts("command")?.map(\.text) ?? []
        section.finish()
        // One text is a line as one would type it; no shell ever sees it.
        if command.count == 1 { return command[0].split(whereSeparator: \.isWhitespace).map(String.init) }
        return command
    }
}
