import JiraSandbox
import TestSupport
import Testing

/// Two runs at the same moment: nothing is done twice, and the runs after them end where a single one ends.
@Suite(.serialized, .enabled(if: ThrowawayPostgres.isInstalled)) struct TwoRunsTests {
    @Test(arguments: CrashMode.Index.allCases)
    func `two syncs of one repository do nothing twice`(index: CrashMode.Index) async throws {
        try await CrashHarness.open { harness in
            try await harness.putBack(index)
            harness.slow()
            async let first = harness.shop.audit("sync")
            async let second = harness.shop.audit("sync")
            let results = try await [first, second].sorted { $0.status < $1.status }
            harness.shop.jira.clearFaults()
            // The later one finds the lock taken, or nothing left to do.
            #expect(results[0].status == 0 && [0, 6].contains(results[1].status), "\(results)")
            #expect(try await harness.recover(index).problems == [])
        }
    }

    @Test(arguments: CrashMode.Index.allCases)
    func `two clones that apply one plan do nothing twice`(index: CrashMode.Index) async throws {
        try await CrashHarness.open(hasRemote: true) { harness in
            let shop = harness.shop
            try await harness.putBack(index)
            let (clone, plan) = (shop.folder + "/clone", shop.folder + "/one.json")
            try await shop.copy("repository", to: "clone")
            try await shop.audit("plan", "--out", plan).expecting(0)
            harness.slow()
            async let first = shop.audit("apply", plan)
            async let second = shop.audit("apply", plan, in: clone)
            let results = try await [first, second]
            shop.jira.clearFaults()
            let statuses = results.map(\.status)
            #expect(statuses.contains(0) && statuses.allSatisfy { [0, 3, 6].contains($0) }, "\(results)")
            // The work goes on where the plan was carried out.
            if statuses[0] != 0 { try await shop.copy("clone", to: "repository") }
            #expect(try await harness.recover(index).problems == [])
        }
    }
}

extension CrashHarness {
    /// Lets Jira take its time with creates and changes, so that two runs come in each other's way more often.
    ///
    /// What the tests expect is true without it, too.
    fileprivate func slow() {
        shop.jira.addFault(
            .slow(.milliseconds(200)),
            method: "POST",
            path: "/rest/api/3/issue/bulk",
            times: nil
        )
        shop.jira.addFault(.slow(.milliseconds(50)), path: "/rest/api/3/issue/*", times: nil)
    }
}
