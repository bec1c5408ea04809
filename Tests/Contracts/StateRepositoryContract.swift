import Reconciliation
public import Testing
public import Workflow

/// The promises of `StateRepository`, as checks over any implementation.
public struct StateRepositoryContract: Sendable {
    /// A repository without a state, and what others do to it.
    public struct Environment: Sendable {
        /// The repository under test.
        public var repository: any StateRepository
        /// Lets another run take the lock, or give it back.
        public var lockElsewhere: @Sendable (_ isHeld: Bool) async throws -> Void
        /// Brings the repository into a condition in which it takes no commit, or out of it.
        public var obstruct: @Sendable (_ isObstructed: Bool) async throws -> Void
        /// Spoils the committed state, but for lineage and serial.
        public var spoil: @Sendable () async throws -> Void

        /// Makes an environment.
        public init(
            repository: any StateRepository,
            lockElsewhere: @escaping @Sendable (_ isHeld: Bool) async throws -> Void,
            obstruct: @escaping @Sendable (_ isObstructed: Bool) async throws -> Void,
            spoil: @escaping @Sendable () async throws -> Void
        ) {
            (self.repository, self.lockElsewhere) = (repository, lockElsewhere)
            (self.obstruct, self.spoil) = (obstruct, spoil)
        }
    }

    /// One promise.
    public enum Check: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case empty = "before the first commit there is nothing"
        case round = "what was committed is what is loaded"
        case stale = "a commit over another base than the committed state is refused"
        case history = "the history comes newest first, with its messages, and ends at its limit"
        case obstacle = "a commit that would be refused is told before, and writes nothing"
        case remains = "lineage and serial can be read of a spoilt state"
        case replacing = "a state is replaced, whatever is committed"
        case locking = "another run's lock keeps this one away until it is given back"

        /// The promise.
        public var testDescription: String { rawValue }
    }

    private let name: String
    private let make: @Sendable () async throws -> Environment

    /// Makes the contract of an implementation.
    ///
    /// - Parameters:
    ///   - name: The implementation's name, for failures.
    ///   - make: Makes a repository of its own, without a state.
    public init(_ name: String, make: @escaping @Sendable () async throws -> Environment) {
        (self.name, self.make) = (name, make)
    }

    /// Runs one check over a repository of its own.
    public func run(_ check: Check) async throws {
        let environment = try await make()
        switch check {
        case .empty: try await checkEmpty(environment.repository)
        case .round: try await checkRound(environment.repository)
        case .stale: try await checkStale(environment.repository)
        case .history: try await checkHistory(environment.repository)
        case .obstacle: try await checkObstacle(environment)
        case .remains: try await checkRemains(environment)
        case .replacing: try await checkReplacing(environment)
        case .locking: try await checkLocking(environment)
        }
    }
}

extension StateRepositoryContract {
    private func checkEmpty(_ repository: any StateRepository) async throws {
        #expect(try await repository.load() == nil, "\(name)")
        #expect(try await repository.remains() == nil, "\(name)")
        #expect(try await repository.history(limit: nil).isEmpty, "\(name)")
        try await repository.checkWritable()
    }

    private func checkRound(_ repository: any StateRepository) async throws {
        var state = Self.state(1)
        _ = try await repository.commit(state, over: nil, message: Self.message(1))
        let first = try #require(try await repository.load(), "\(name)")
        #expect(first.state == state, "\(name)")
        #expect(try await repository.load() == first, "\(name)")
        state.serial = 2
        state.links[0].category = .done
        state.links.removeLast()
        _ = try await repository.commit(state, over: first, message: Self.message(2))
        let second = try #require(try await repository.load(), "\(name)")
        #expect(second.state == state, "\(name)")
        #expect(second.object != first.object, "\(name)")
    }

    private func checkStale(_ repository: any StateRepository) async throws {
        _ = try await repository.commit(Self.state(1), over: nil, message: Self.message(1))
        let first = try await repository.load()
        _ = try await repository.commit(Self.state(2), over: first, message: Self.message(2))
        for base in [nil, first] {
            let refusal = await #expect(throws: Problem.self, "\(name)") {
                try await repository.commit(Self.state(3), over: base, message: Self.message(3))
            }
            #expect(refusal?.kind == .stale, "\(name)")
        }
        #expect(try await repository.load()?.state == Self.state(2), "\(name)")
        #expect(try await repository.history(limit: nil).count == 2, "\(name)")
    }

    private func checkHistory(_ repository: any StateRepository) async throws {
        var ids: [String] = []
        for serial in 1...3 {
            let base = try await repository.load()
            ids.append(
                try await repository.commit(Self.state(serial), over: base, message: Self.message(serial))
            )
        }
        let all = try await repository.history(limit: nil)
        #expect(all.map(\.commit) == ids.reversed(), "\(name)")
        #expect(all.map(\.message) == [3, 2, 1].map(Self.message), "\(name)")
        #expect(all.allSatisfy { !$0.author.isEmpty }, "\(name)")
        #expect(try await repository.history(limit: 2) == Array(all.prefix(2)), "\(name)")
        #expect(try await repository.history(limit: 0).isEmpty, "\(name)")
        #expect(try await repository.history(limit: 9) == all, "\(name)")
    }

    private func checkObstacle(_ environment: Environment) async throws {
        let repository = environment.repository
        _ = try await repository.commit(Self.state(1), over: nil, message: Self.message(1))
        let base = try await repository.load()
        try await environment.obstruct(true)
        await #expect(throws: Problem.self, "\(name)") { try await repository.checkWritable() }
        await #expect(throws: Problem.self, "\(name)") {
            try await repository.commit(Self.state(2), over: base, message: Self.message(2))
        }
        try await environment.obstruct(false)
        try await repository.checkWritable()
        #expect(try await repository.load() == base, "\(name)")
        #expect(try await repository.history(limit: nil).count == 1, "\(name)")
    }

    private func checkRemains(_ environment: Environment) async throws {
        let repository = environment.repository
        _ = try await repository.commit(Self.state(7), over: nil, message: Self.message(7))
        let remains = StateRemains(lineage: Self.state(7).lineage, serial: 7)
        #expect(try await repository.remains() == remains, "\(name)")
        try await environment.spoil()
        await #expect(throws: Problem.self, "\(name)") { try await repository.load() }
        #expect(try await repository.remains() == remains, "\(name)")
    }

    private func checkReplacing(_ environment: Environment) async throws {
        let repository = environment.repository
        let first = try await repository.replace(with: Self.state(1), message: Self.message(1))
        #expect(try await repository.load()?.state == Self.state(1), "\(name)")
        _ = try await repository.replace(with: Self.state(5), message: Self.message(5))
        #expect(try await repository.load()?.state == Self.state(5), "\(name)")
        try await environment.spoil()
        let last = try await repository.replace(with: Self.state(6), message: Self.message(6))
        #expect(try await repository.load()?.state == Self.state(6), "\(name)")
        let history = try await repository.history(limit: nil).map(\.commit)
        #expect(history.first == last && history.last == first, "\(name)")
    }

    private func checkLocking(_ environment: Environment) async throws {
        let repository = environment.repository
        try await environment.lockElsewhere(true)
        let refusal = await #expect(throws: Problem.self, "\(name)") { try await repository.lock() }
        #expect(refusal?.kind == .locked, "\(name)")
        // Those that only read are not kept away.
        #expect(try await repository.load() == nil, "\(name)")
        try await environment.lockElsewhere(false)
        try await repository.lock()
        // The lock is its own for good.
        try await repository.lock()
        let other = await #expect(throws: Problem.self, "\(name)") {
            try await environment.lockElsewhere(true)
        }
        #expect(other?.kind == .locked, "\(name)")
    }

    private static func state(_ serial: Int) -> State {
        State(
            lineage: "6f0c2f0a-6c3e-4b57-9d4e-111111111111",
            serial: serial,
            scope: Scope(
                site: "https://example.atlassian.net",
                project: "CCS",
                projectID: "10000",
                table: "db/public.file_audit"
            ),
            watermark: Watermark(changes: 1_764_000_000_000, full: 1_763_000_000_000),
            links: (1...4).map { link($0) }
        )
    }

    private static func link(_ number: Int) -> Link {
        Link(
            row: RowKey("row \(number): #"),
            path: "src/größe \(number).py",
            issue: IssueID(UInt64(10_000 + number)),
            key: "CCS-\(number)",
            kind: number == 3 ? .followed : .managed,
            agreed: .open,
            category: .new,
            operation: number == 3 ? nil : "operation-\(number)",
            content: Digest(words: (1, 2, 3, 4)),
            fields: number == 3
                ? [] : [FieldBase(name: "summary", sent: .text("a: \"b\"\nc"), read: .list(["x", "y"]))]
        )
    }

    private static func message(_ serial: Int) -> CommitMessage {
        CommitMessage(
            subject: "audit-jira: \(serial) created",
            body: ["create 2006 CCS-\(serial)", "close b CCS-1"],
            trailers: [CommitMessage.Trailer("Audit-Jira-Serial", "\(serial)")]
        )
    }
}
