import Reconciliation
import TestSupport
import Testing

/// Every guard by its name, and what an acknowledgement lets pass.
@Suite struct GuardPropertyTests {
    /// The base of each guard's percentage.
    static func whole(of kind: Guards.Kind) -> WritableKeyPath<Measures, Int> {
        switch kind {
        case .create: \.rowsWithDebt
        case .update, .close, .resolve: \.openLinks
        case .reopen, .unresolve: \.links
        }
    }

    static let operations: [Guards.Kind: [Reconciliation.Operation]] = [
        .create: [.create], .update: [.update], .close: [.close], .reopen: [.reopen],
        .resolve: [.resolve, .accept], .unresolve: [.unresolve],
    ]

    /// A plan with so many actions of each operation.
    private func plan(_ counts: [Reconciliation.Operation: Int], _ measures: Measures = Measures()) -> Plan {
        var plan = GuardTests.Case("", counts).plan
        plan.measures = measures
        return plan
    }

    private func none(_ change: (inout Guards) -> Void) -> Guards {
        var guards = Guards()
        guards.limits = [:]
        guards.maxMissingRowsPercent = 100
        guards.maxMissingIssuesPercent = 100
        change(&guards)
        return guards
    }

    private func refused(_ guards: Guards, _ plan: Plan) -> [String: Int] {
        Dictionary(guards.refusals(of: plan).map { ($0.name, $0.measured) }) { $1 }
    }

    @Test func `knows each guard by name`() {
        #expect(
            Set(Guards.names) == [
                "max_create", "max_create_percent", "max_update", "max_update_percent", "max_close",
                "max_close_percent", "max_reopen", "max_reopen_percent", "max_resolve",
                "max_resolve_percent", "max_unresolve", "max_unresolve_percent", "max_missing_rows_percent",
                "max_missing_issues_percent",
            ]
        )
        #expect(Set(Guards.names).count == Guards.names.count)
    }

    @Test(arguments: Guards.Kind.allCases)
    func `counts what a guard is about, and nothing else`(_ kind: Guards.Kind) throws {
        let guards = none { $0.limits = [kind: Guards.Limit(count: 5)] }
        let own = try #require(Self.operations[kind])
        for operation in Reconciliation.Operation.allCases {
            #expect(refused(guards, plan([operation: 5])).isEmpty)
            let expected = own.contains(operation) ? [kind.countName: 6] : [:]
            #expect(refused(guards, plan([operation: 6])) == expected, "\(operation)")
        }
        let counts = Dictionary(own.map { ($0, 4) }) { $1 }
        #expect(refused(guards, plan(counts)) == (own.count > 1 ? [kind.countName: 8] : [:]))
    }

    @Test(arguments: Guards.Kind.allCases)
    func `takes a percentage of what a guard is about`(_ kind: Guards.Kind) throws {
        let guards = none { $0.limits = [kind: Guards.Limit(percent: 20)] }
        let operation = try #require(Self.operations[kind]?.first)
        var measures = Measures(
            rows: 1_000,
            rowsWithDebt: 1_000,
            openLinks: 1_000,
            missingRows: 0,
            missingIssues: 0,
            links: 1_000
        )
        measures[keyPath: Self.whole(of: kind)] = 50
        #expect(refused(guards, plan([operation: 10], measures)).isEmpty)
        #expect(refused(guards, plan([operation: 11], measures)) == [kind.percentName: 22])
    }

    @Test func `takes what is gone in percent of the links`() {
        let guards = none {
            $0.maxMissingRowsPercent = 20
            $0.maxMissingIssuesPercent = 40
        }
        var measures = Measures(rows: 7, missingRows: 10, missingIssues: 20, links: 50)
        #expect(refused(guards, plan([:], measures)).isEmpty)
        measures.missingRows = 11
        #expect(refused(guards, plan([:], measures)) == ["max_missing_rows_percent": 22])
        measures.missingIssues = 21
        #expect(
            refused(guards, plan([:], measures)) == [
                "max_missing_rows_percent": 22, "max_missing_issues_percent": 42,
            ]
        )
    }

    @Test func `takes no percentage of less than percent_from, numbers all the same`() {
        var guards = none {
            $0.limits = [.close: Guards.Limit(count: 8, percent: 30)]
            $0.maxMissingRowsPercent = 30
            $0.maxMissingIssuesPercent = 30
        }
        let few = Measures(rows: 1, openLinks: 9, missingRows: 9, missingIssues: 9, links: 9)
        #expect(refused(guards, plan([.close: 9], few)) == ["max_close": 9])
        guards.percentFrom = 9
        #expect(
            refused(guards, plan([.close: 9], few)) == [
                "max_close": 9, "max_close_percent": 100, "max_missing_rows_percent": 100,
                "max_missing_issues_percent": 100,
            ]
        )
    }

    @Test func `takes no percentage of nothing`() {
        var guards = Guards()
        guards.percentFrom = 0
        let everything = Dictionary(Reconciliation.Operation.allCases.map { ($0, 1) }) { $1 }
        #expect(refused(guards, plan(everything, Measures(missingRows: 1, missingIssues: 1))).isEmpty)
    }

    @Test(arguments: [1, 3, 9, 10])
    func `never takes an empty table at its word`(_ links: Int) {
        var measures = Measures(rows: 0, openLinks: links, missingRows: links, links: links)
        var expected = ["max_missing_rows_percent": 100]
        if links >= 10 { expected["max_close_percent"] = 100 }
        #expect(refused(Guards(), plan([.close: links], measures)) == expected)
        measures.rows = 1
        #expect(refused(Guards(), plan([.close: links], measures)) == (links >= 10 ? expected : [:]))
    }

    @Test func `rounds percentages up`() {
        let guards = none { $0.limits = [.close: Guards.Limit(percent: 0)] }
        for whole in 10...130 {
            for part in stride(from: 1, through: whole, by: 7) {
                let found = refused(guards, plan([.close: part], Measures(openLinks: whole)))
                let measured = found["max_close_percent"] ?? 0
                #expect(measured * whole >= part * 100 && (measured - 1) * whole < part * 100)
            }
        }
    }

    @Test(arguments: Array(UInt64(1)...100))
    func `lets pass what was acknowledged, and exactly that`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let guards = Self.guards(using: &random)
        var plan = plan(Self.counts(using: &random), Self.measures(using: &random))
        let refusals = guards.refusals(of: plan)
        for (index, refusal) in refusals.enumerated() {
            var others = refusals
            others.remove(at: index)
            // The number that is named lets this guard pass and no other, wherever it was given.
            let exact = [refusal.name: refusal.measured]
            #expect(guards.refusals(of: plan, allowing: exact) == others)
            plan.allow = exact
            #expect(guards.refusals(of: plan) == others)
            #expect(refusal.option == "--allow \(refusal.name)=\(refusal.measured)")
            // One less does not; together with the number, it does.
            let less = [refusal.name: refusal.measured - 1]
            #expect(guards.refusals(of: plan, allowing: less) == others)
            plan.allow = less
            #expect(guards.refusals(of: plan) == refusals)
            plan.allow = [:]
            #expect(guards.refusals(of: plan, allowing: less) == refusals)
            // More does.
            #expect(guards.refusals(of: plan, allowing: [refusal.name: .max]) == others)
            // Another guard's name does not.
            let rest = Guards.names.filter { $0 != refusal.name }
            let foreign = Dictionary(rest.map { ($0, Int.max) }) { $1 }
            #expect(guards.refusals(of: plan, allowing: foreign) == [refusal])
            #expect(refusal.measured > refusal.limit)
        }
        let all = Dictionary(refusals.map { ($0.name, $0.measured) }) { $1 }
        #expect(all.count == refusals.count)
        #expect(guards.refusals(of: plan, allowing: all).isEmpty)
    }

    private static func guards(using random: inout SeededGenerator) -> Guards {
        var guards = Guards()
        for kind in Guards.Kind.allCases {
            let count = Bool.random(using: &random) ? Int.random(in: 0...20, using: &random) : nil
            let percent = Bool.random(using: &random) ? Int.random(in: 0...100, using: &random) : nil
            guards.limits[kind] = Guards.Limit(count: count, percent: percent)
        }
        guards.maxMissingRowsPercent = Int.random(in: 0...100, using: &random)
        guards.maxMissingIssuesPercent = Int.random(in: 0...100, using: &random)
        guards.percentFrom = Int.random(in: 0...20, using: &random)
        return guards
    }

    private static func counts(using random: inout SeededGenerator) -> [Reconciliation.Operation: Int] {
        var counts: [Reconciliation.Operation: Int] = [:]
        for operation in Reconciliation.Operation.allCases {
            counts[operation] = Int.random(in: 0...30, using: &random)
        }
        return counts
    }

    private static func measures(using random: inout SeededGenerator) -> Measures {
        let links = Int.random(in: 0...60, using: &random)
        return Measures(
            rows: Int.random(in: 0...2, using: &random) * 40,
            rowsWithDebt: Int.random(in: 0...60, using: &random),
            openLinks: Int.random(in: 0...links, using: &random),
            missingRows: Int.random(in: 0...links, using: &random),
            missingIssues: Int.random(in: 0...links, using: &random),
            links: links
        )
    }
}
