public import Testing
public import Workflow

/// The promises of `IssueTracker`, `IssueReader` and `WorkflowReader`, as checks over any implementation.
public struct IssueTrackerContract: Sendable {
    /// The workflow of the project.
    public enum ProjectWorkflow: Sendable {
        /// Each status leads to each other.
        case usual
        /// A closed issue has no way back.
        case oneWay
    }

    /// An empty project `CCS`, and what people and accidents do to it.
    public struct Environment: Sendable {
        /// The tracker under test; its search index knows everything at once until it is told to lag.
        public var tracker: any IssueTracker
        /// The kind of Jira that it is.
        public var deployment: Deployment
        /// The project past the tracker.
        public var outside: any IssueTrackerOutside

        /// Makes an environment.
        public init(tracker: any IssueTracker, deployment: Deployment, outside: any IssueTrackerOutside) {
            (self.tracker, self.deployment, self.outside) = (tracker, deployment, outside)
        }
    }

    /// One promise.
    public enum Check: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case site = "the site is proved and named"
        case reading = "issues come by ascending ids, and each reference ends in add or addMissing"
        case moved = "a moved issue that is asked for by its old key comes with its present one"
        case ending = "a sink that throws ends the reading"
        case creating = "a create has its marker, and each outcome belongs to its draft"
        case refusing = "a refused create is told, and the others are made"
        case losing = "a create whose answer is lost is found and not sent again"
        case finding = "issues are found by their markers"
        case marked = "labelled issues are listed, all or since a moment"
        case lagging = "issues that the index does not know yet are looked for"
        case changing = "the parts of a change are announced, made and told in their order"
        case labels = "labels are added and removed one by one"
        case comments = "a comment is not made twice"
        case again = "a comment from before the last close or reopening counts no more"
        case releasing = "a released issue carries no marker"
        case goals = "a transition ends where it was to lead"
        case gone = "a change of a missing issue fails, and the others are made"
        case relating = "issues are related"
        case deadEnds = "closed issues without a way back are told"
        case forecasts = "each action has its forecast"

        /// The promise.
        public var testDescription: String { rawValue }

        var workflow: ProjectWorkflow { self == .deadEnds ? .oneWay : .usual }
    }

    let name: String
    private let provide:
        @Sendable (
            _ workflow: ProjectWorkflow, _ work: @Sendable (Environment) async throws -> Void
        ) async throws -> Void

    /// Makes the contract of an implementation.
    ///
    /// - Parameters:
    ///   - name: The implementation's name, for failures.
    ///   - provide: Makes a project of its own, lets it be used, and clears it away.
    public init(
        _ name: String,
        provide:
            @escaping @Sendable (
                _ workflow: ProjectWorkflow, _ work: @Sendable (Environment) async throws -> Void
            ) async throws -> Void
    ) {
        (self.name, self.provide) = (name, provide)
    }

    /// Runs one check over a project of its own.
    public func run(_ check: Check) async throws {
        try await provide(check.workflow) { environment in
            switch check {
            case .site: try await checkSite(environment)
            case .reading: try await checkReading(environment)
            case .moved: try await checkMoved(environment)
            case .ending: try await checkEnding(environment)
            case .creating: try await checkCreating(environment)
            case .refusing: try await checkRefusing(environment)
            case .losing: try await checkLosing(environment)
            case .finding: try await checkFinding(environment)
            case .marked: try await checkMarked(environment)
            case .lagging: try await checkLagging(environment)
            case .changing: try await checkChanging(environment)
            case .labels: try await checkLabels(environment)
            case .comments: try await checkComments(environment)
            case .again: try await checkCommentsAgain(environment)
            case .releasing: try await checkReleasing(environment)
            case .goals: try await checkGoals(environment)
            case .gone: try await checkGone(environment)
            case .relating: try await checkRelating(environment)
            case .deadEnds: try await checkDeadEnds(environment)
            case .forecasts: try await checkForecasts(environment)
            }
        }
    }
}
