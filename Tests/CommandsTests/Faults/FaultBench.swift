import JiraSandbox
import JiraTestSupport
import Reconciliation
import SerialExecution
import TestSupport
import Testing

/// What came of one run with a fault.
struct FaultResult: Sendable, CustomStringConvertible {
    let fault: FaultCase
    let variant: FaultScenario.Variant
    let place: Int
    /// The request that met the fault first; nil when the run did not come so far.
    var request: String?
    /// How that run ended, and the runs of sync after it.
    var endings: [Int32] = []
    var remarks = ""
    /// All that is wrong.
    var problems: [String] = []

    var description: String {
        """
        request \(place), \(request ?? "none"), met '\(fault)' (\(variant)); that run and those after it ended with \(endings)
        \(problems.joined(separator: "\n"))
        \(remarks)
        Alone: AUDIT_JIRA_FAULT_AT=\(place) AUDIT_JIRA_FAULT='\(fault)' swift test --disable-xctest --filter FaultRunTests
        """
    }
}

/// A Jira, a table and a state that can be put back to the moment before a run, again and again.
struct FaultBench: Sendable {
    /// What a run asks that meets no fault.
    let requests: [RecordedRequest]

    private let variant: FaultScenario.Variant
    private let folder: String
    private let sandbox: JiraSandbox
    private let jira: SandboxSnapshot
    private let rows: [Row]
    private let state: State?
    private let uuids: Locked<Int>
    /// What was done before.
    private let past: Set<String>
    /// How everything stands after a run that meets no fault.
    private let ending: FaultEnding

    /// Makes a bench, lets it be used, and clears it away.
    static func open(_ variant: FaultScenario.Variant, _ work: (FaultBench) async throws -> Void) async throws
    {
        var configuration = SandboxConfiguration()
        configuration.seed = FaultScenario.seed
        configuration.workflow = variant.workflow
        let folder = try TemporaryDirectory(named: "faults")
        try folder.write(
            MemoryCommandSystem.configuration + FaultScenario.configuration,
            to: "audit-jira.yaml"
        )
        let sandbox = try await JiraSandbox.start(configuration)
        do {
            let world = FaultWorld(folder.path, sandbox, FaultScenario.rows, nil)
            try await FaultScenario.prepare(world, variant)
            try await work(FaultBench(world, variant))
            let faults = try RequestRules.faults(in: sandbox)
            #expect(faults.isEmpty, "\(faults.prefix(3).joined(separator: "\n"))")
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    /// Remembers how a world stands, and sees what a run makes of it.
    private init(_ world: FaultWorld, _ variant: FaultScenario.Variant) async throws {
        (self.variant, folder, sandbox) = (variant, world.folder, world.sandbox)
        jira = sandbox.snapshot()
        rows = Array(await world.table.rows.values)
        state = await world.repository.state
        uuids = world.uuids
        past = try await FaultEnding(world).deeds
        let plan = await world.run("plan")
        #expect(plan.answer.hasPrefix(variant.plan), "\(plan.text)")
        sandbox.forgetRequests()
        let run = await world.run("sync")
        #expect(run.status == 0, "\(run.text)")
        requests = sandbox.requests
        #expect(await world.run("plan", "--detailed-exitcode").status == 0)
        ending = try await FaultEnding(world)
    }

    /// Lets a run meet a fault, then the next ones do what is left, and tells all that is wrong.
    func meet(_ fault: FaultCase, at place: Int) async throws -> FaultResult {
        try await sandbox.waitForSilence()
        sandbox.restore(jira)
        sandbox.lagIndex(fault.index == .lagging ? .manual : .seconds(0))
        let world = FaultWorld(folder, sandbox, rows, state, uuids: uuids)
        var result = FaultResult(fault: fault, variant: variant, place: place)
        sandbox.addFault(fault.kind, skip: place, times: fault.times)
        let run = await world.run("sync", patience: fault.patience)
        let asked = sandbox.requests
        if place < asked.count { result.request = "\(asked[place].method) \(asked[place].path)" }
        sandbox.clearFaults()
        result.endings = [run.status]
        result.remarks = run.remarks
        // Where there is nothing at the address, it may be wrong.
        let isMisled = run.status == 64 && run.remarks.contains("Check `jira.url`")
        if ![0, 1, 3, 7].contains(run.status), !isMisled {
            result.problems.append("it ended with \(run.status)")
        }
        let excess = try await FaultEnding(world).deeds.subtracting(ending.deeds).subtracting(past)
        result.problems += excess.sorted().map { "it did too much: \($0)" }
        if run.status == 0 {
            let plan = await world.run("plan", "--detailed-exitcode")
            if plan.status != 0 { result.problems.append("it ended with 0, and left \(plan.answer)") }
        }
        try await recover(world, &result)
        if fault.index == .lagging {
            sandbox.settleIndex()
            let plan = await world.run("plan", "--detailed-exitcode")
            if plan.status != 0 { result.problems.append("when the index has settled: \(plan.text)") }
        }
        // A relation that could not be made is told, and done without.
        let isUnrelated = run.remarks.contains("could not be related")
        result.problems += try await ending.differences(in: FaultEnding(world))
            .filter { !(isUnrelated && $0.contains(": links [")) }
        if await world.journal.records != nil { result.problems.append("the journal is left") }
        return result
    }

    /// Syncs until nothing is left to do, four times at the most.
    private func recover(_ world: FaultWorld, _ result: inout FaultResult) async throws {
        for _ in 1...4 {
            let sync = await world.run("sync")
            result.endings.append(sync.status)
            if ![0, 3].contains(sync.status) { result.problems.append("a later sync: \(sync.text)") }
            guard sync.status == 0 else { continue }
            if await world.run("plan", "--detailed-exitcode").status == 0 { return }
        }
        result.problems.append("four runs of sync did not come to an end")
    }
}
