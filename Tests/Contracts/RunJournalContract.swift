public import Testing
public import Workflow

/// The promises of `RunJournal`, as checks over any implementation.
public struct RunJournalContract: Sendable {
    /// A journal, and the same one as later processes find it.
    public struct Environment: Sendable {
        /// The journal of the process that runs.
        public var journal: any RunJournal
        /// Returns the journal as a process that starts now opens it.
        public var reopen: @Sendable () async throws -> any RunJournal
        /// Takes away the end of the last record, as when the machine dies in the middle of a write.
        public var tear: @Sendable () async throws -> Void

        /// Makes an environment.
        public init(
            journal: any RunJournal,
            reopen: @escaping @Sendable () async throws -> any RunJournal,
            tear: @escaping @Sendable () async throws -> Void
        ) {
            (self.journal, self.reopen, self.tear) = (journal, reopen, tear)
        }
    }

    /// One promise.
    public enum Check: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case none = "without a run there is nothing to tell"
        case order = "records come back in the order in which they were written"
        case bytes = "records of any bytes without line feeds come back as they were"
        case together = "records that are added at once are all kept"
        case finish = "a finished run leaves nothing, and another can begin"
        case second = "a journal is not begun over another"
        case unbegun = "nothing is added to a journal that was not begun, or is finished"
        case torn = "a last record that was not wholly written is left out"

        /// The promise.
        public var testDescription: String { rawValue }
    }

    private let name: String
    private let make: @Sendable () async throws -> Environment

    /// Makes the contract of an implementation.
    ///
    /// - Parameters:
    ///   - name: The implementation's name, for failures.
    ///   - make: Makes a journal of its own.
    public init(_ name: String, make: @escaping @Sendable () async throws -> Environment) {
        (self.name, self.make) = (name, make)
    }

    /// Runs one check over a journal of its own.
    public func run(_ check: Check) async throws {
        let environment = try await make()
        switch check {
        case .none: try await checkNone(environment)
        case .order: try await checkRecords(["one", "two", "three"].map { Array($0.utf8) }, environment)
        case .bytes: try await checkRecords(Self.oddRecords, environment)
        case .together: try await checkTogether(environment)
        case .finish: try await checkFinish(environment)
        case .second: try await checkSecond(environment)
        case .unbegun: try await checkUnbegun(environment)
        case .torn: try await checkTorn(environment)
        }
    }

    private static let oddRecords: [[UInt8]] = [
        [0], (0...255).filter { $0 != 10 }, [13], Array(" ü 日本 ".utf8),
        [UInt8](repeating: 120, count: 70_000),
    ]
}

extension RunJournalContract {
    private func checkNone(_ environment: Environment) async throws {
        #expect(try await environment.journal.interrupted() == nil, "\(name)")
        try await environment.journal.finish()
        #expect(try await environment.reopen().interrupted() == nil, "\(name)")
    }

    private func checkRecords(_ records: [[UInt8]], _ environment: Environment) async throws {
        try await environment.journal.begin(with: records[0])
        #expect(try await environment.reopen().interrupted() == [records[0]], "\(name)")
        for record in records.dropFirst() { try await environment.journal.append(record) }
        #expect(try await environment.reopen().interrupted() == records, "\(name)")
        #expect(try await environment.journal.interrupted() == records, "\(name)")
    }

    private func checkTogether(_ environment: Environment) async throws {
        let journal = environment.journal
        try await journal.begin(with: [65])
        let records = (0..<50).map { Array("record \($0)".utf8) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in records { group.addTask { try await journal.append(record) } }
            try await group.waitForAll()
        }
        let kept = try #require(try await environment.reopen().interrupted(), "\(name)")
        #expect(kept.first == [65], "\(name)")
        #expect(Set(kept.dropFirst()) == Set(records) && kept.count == records.count + 1, "\(name)")
    }

    private func checkFinish(_ environment: Environment) async throws {
        try await environment.journal.begin(with: [65])
        try await environment.journal.append([66])
        try await environment.journal.finish()
        #expect(try await environment.reopen().interrupted() == nil, "\(name)")
        try await environment.journal.begin(with: [67])
        #expect(try await environment.reopen().interrupted() == [[67]], "\(name)")
    }

    private func checkSecond(_ environment: Environment) async throws {
        try await environment.journal.begin(with: [65])
        let next = try await environment.reopen()
        await #expect(throws: Problem.self, "\(name)") { try await next.begin(with: [66]) }
        await #expect(throws: Problem.self, "\(name)") { try await environment.journal.begin(with: [67]) }
        #expect(try await environment.reopen().interrupted() == [[65]], "\(name)")
    }

    private func checkUnbegun(_ environment: Environment) async throws {
        let journal = environment.journal
        await #expect(throws: Problem.self, "\(name)") { try await journal.append([65]) }
        #expect(try await environment.reopen().interrupted() == nil, "\(name)")
        // A journal that refused a record begins afresh all the same.
        try await journal.begin(with: [66])
        try await journal.finish()
        await #expect(throws: Problem.self, "\(name)") { try await journal.append([67]) }
        #expect(try await environment.reopen().interrupted() == nil, "\(name)")
    }

    private func checkTorn(_ environment: Environment) async throws {
        let records = ["first", "second", "third"].map { Array($0.utf8) }
        try await environment.journal.begin(with: records[0])
        for record in records.dropFirst() { try await environment.journal.append(record) }
        try await environment.tear()
        #expect(try await environment.reopen().interrupted() == Array(records.dropLast()), "\(name)")
        try await environment.reopen().finish()
        #expect(try await environment.reopen().interrupted() == nil, "\(name)")
    }
}
