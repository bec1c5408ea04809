import JiraSandbox
import JiraTestSupport
import Reconciliation
import SerialExecution
import TestSupport
import Testing

/// The outcome of one run with a fault.
struct FaultResult: Sendable, CustomStringConvertible {
    let fault: FaultCase
    let variant: FaultScenario.Variant
    let place: Int
    /// The request that met the fault first; nil when the run did not come so far.
    var request: String?
    /// The exit codes of that run and of the runs of sync after it.
    var statuses: [Int32] = []
    var remarks = ""
    /// All that is wrong.
    var problems: [String] = []

    var description: String {
        """
        request \(place), \(request ?? "none"), met '\(fault)' (\(variant)); that run and those after it ended with \(statuses)
        \(problems.joined(separator: "\n"))
        \(remarks)
        Alone: AUDIT_JIRA_FAULT_AT=\(place) AUDIT_JIRA_FAULT='\(fault)' swift test --disable-xctest --filter FaultRunTests
        """
    }
}

/// A Jira, a table and a state that can be put back to the moment before a run, again and again.
struct FaultHarness: Sendable {
    /// The requests of a run that meets no fault.
    let requests: [RecordedRequest]

    private let variant: FaultScenario.Variant
    private let folder: String
    private let sandbox: JiraSandbox
    private let jira: SandboxSnapshot
    private let rows: [Row]
    private let state: State?
    private let uuids: Locked<Int>
    /// The deeds of earlier runs.
    private let past: Set<String>
    /// The final state after a run that meets no fault.
    private let finalState: FaultFinalState

    /// Makes a harness, lets it be used, and clears it away.
    static func open(
        _ variant: FaultScenario.Variant,
        _ work: (FaultHarness) async throws -> Void
    ) async throws {
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
            let system = FaultSystem(folder.path, sandbox, FaultScenario.rows, nil)
            try await FaultScenario.prepare(system, variant)
            try await work(FaultHarness(system, variant))
            let faults = try RequestRules.faults(in: sandbox)
            #expect(faults.isEmpty, "\(faults.prefix(3).joined(separator: "\n"))")
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    /// Remembers how a system stands, and sees what a run makes of it.
    private init(_ system: FaultSystem, _ variant: FaultScenario.Variant) async throws {
        (self.variant, folder, sandbox) = (variant, system.folder, system.sandbox)
        jira = sandbox.snapshot()
        rows = Array(await system.table.rows.values)
        state = await system.repository.state
        uuids = system.uuids
        past = try await FaultFinalState(system).deeds
        let plan = await system.run("plan")
        #expect(plan.answer.hasPrefix(variant.plan), "\(plan.text)")
        sandbox.forgetRequests()
        let run = await system.run("sync")
        #expect(run.status == 0, "\(run.text)")
        requests = sandbox.requests
        #expect(await system.run("plan", "--detailed-exitcode").status == 0)
        finalState = try await FaultFinalState(system)
    }

    /// Lets a run meet a fault, then the next ones do what is left, and tells all that is wrong.
    func meet(_ fault: FaultCase, at place: Int) async throws -> FaultResult {
        try await sandbox.waitForSilence()
        sandbox.restore(jira)
        sandbox.lagIndex(fault.index == .lagging ? .manual : .seconds(0))
        let system = FaultSystem(folder, sandbox, rows, state, uuids: uuids)
        var result = FaultResult(fault: fault, variant: variant, place: place)
        sandbox.addFault(fault.kind, skip: place, times: fault.times)
        let run = await system.run("sync", patience: fault.patience)
        let asked = sandbox.requests
        if place < asked.count { result.request = "\(asked[place].method) \(asked[place].path)" }
        sandbox.clearFaults()
        result.statuses = [run.status]
        result.remarks = run.remarks
        // Where there is nothing at the address, it may be wrong.
        let isMisled = run.status == 64 && run.remarks.contains("Check `jira.url`")
        if ![0, 1, 3, 7].contains(run.status), !isMisled {
            result.problems.append("it ended with \(run.status)")
        }
        let excess = try await FaultFinalState(system).deeds.subtracting(finalState.deeds).subtracting(past)
        result.problems += excess.sorted().map { "it did too much: \($0)" }
        if run.status == 0 {
            let plan = await system.run("plan", "--detailed-exitcode")
            if plan.status != 0 { result.problems.append("it ended with 0, and left \(plan.answer)") }
        }
        try await recover(system, &result)
        if fault.index == .lagging {
            sandbox.settleIndex()
            let plan = await system.run("plan", "--detailed-exitcode")
            if plan.status != 0 { result.problems.append("when the index has settled: \(plan.text)") }
        }
        // A relation that could not be made is told, and done without.
        let isUnrelated = run.remarks.contains("could not be related")
        result.problems += try await finalState.differences(in: FaultFinalState(system))
            .filter { !(isUnrelated && $0.contains(": links [")) }
        if await system.journal.records != nil { result.problems.append("the journal is left") }
        return result
    }

    /// Syncs until nothing is left to do, four times at the most.
    private func recover(_ system: FaultSystem, _ result: inout FaultResult) async throws {
        for _ in 1...4 {
            let sync = await system.run("sync")
            result.statuses.append(sync.status)
            if ![0, 3].contains(sync.status) { result.problems.append("a later sync: \(sync.text)") }
            guard sync.status == 0 else { continue }
            if await system.run("plan", "--detailed-exitcode").status == 0 { return }
        }
        result.problems.append("four runs of sync did not come to an end")
    }
}
