/// What to do where the decision table leaves a choice.
public struct Policies: Hashable, Sendable {
    /// A row with debt is seen first when all its tickets are closed.
    public enum FirstContact: String, Hashable, Sendable, CaseIterable {
        /// People decide.
        case conflict
        /// Jira is right: the row is resolved.
        case jira
        /// The table is right: a new issue is created.
        case audit
    }

    /// A linked row is gone from the table while its issue is open.
    public enum RowDeleted: String, Hashable, Sendable, CaseIterable {
        /// The issue is closed.
        case close
        /// The link is dropped, the issue stays as it is.
        case forget
        /// People decide.
        case conflict
    }

    /// A linked issue is gone from Jira while its row has debt.
    public enum IssueDeleted: String, Hashable, Sendable, CaseIterable {
        /// A new issue is created.
        case recreate
        /// The debt is accepted without an issue, and the dead key is taken out of the row.
        case unlink
        /// People decide.
        case conflict
    }

    /// A row has debt again while its issue is closed.
    public enum Regression: String, Hashable, Sendable, CaseIterable {
        /// The issue is opened again; where its workflow has no way back, a new one is created.
        case reopen
        /// A new issue is created, and related to the closed one.
        case create
    }

    /// A second issue was created for a row.
    public enum Duplicates: String, Hashable, Sendable, CaseIterable {
        /// It is reported.
        case report
        /// The younger is closed as a duplicate.
        case close
    }

    /// How many of a row's tickets must be closed for the row to be resolved.
    public enum ResolveWhen: String, Hashable, Sendable, CaseIterable {
        /// All of them.
        case all
        /// One of them.
        case any
    }

    /// What a resolution says about the debt.
    public enum Meaning: String, Hashable, Sendable, CaseIterable {
        /// The debt is gone.
        case resolve
        /// The debt stays, and people live with it.
        case accept
    }

    /// See `FirstContact`.
    public var firstContact: FirstContact = .conflict
    /// See `RowDeleted`.
    public var rowDeleted: RowDeleted = .close
    /// See `IssueDeleted`.
    public var issueDeleted: IssueDeleted = .recreate
    /// See `Regression`.
    public var regression: Regression = .reopen
    /// See `Duplicates`.
    public var duplicates: Duplicates = .report
    /// Whether tickets that do not exist are taken out of rows.
    public var pruneDangling = false
    /// See `ResolveWhen`.
    public var resolveWhen: ResolveWhen = .all
    /// What resolutions mean, by name; those not named mean that the debt is gone.
    public var resolutions: [String: Meaning] = ["Won't Do": .accept, "Won't Fix": .accept]

    /// Makes the default policies.
    public init() {}

    /// Returns what it means that an issue was closed with a resolution (nil: with none).
    public func meaning(of resolution: String?) -> Meaning {
        resolution.flatMap { resolutions[$0] } ?? .resolve
    }
}
