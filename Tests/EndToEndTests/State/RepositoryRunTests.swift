import Foundation
import JiraSandbox
import TestSupport
import Testing

/// The effects of an apply on the repository.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct RepositoryRunTests {
    @Test func `the commit says what was done`() async throws {
        try await RealSystem.open { shop in
            let plan = try await shop.plan()
            try await shop.apply().expecting(0)
            #expect(
                try await shop.git("log", "-1", "--format=%s") == "audit-jira: 4 created, 3 followed"
            )
            let body = try await shop.git("log", "-1", "--format=%b")
            let key = try shop.ticket(of: "1001")
            #expect(body.contains("create 1001 shop/models/order.py \(key)\n"))
            #expect(body.contains("follow 2001 shop/orders/checkout.py OVEN-11\n"))
            let trailers = try await shop.git("log", "-1", "--format=%(trailers:only,unfold)")
            #expect(
                trailers.split(separator: "\n").map(String.init) == [
                    "Audit-Jira-Plan: \(plan.digest)", "Audit-Jira-Serial: 1", "Audit-Jira-Created: 4",
                    "Audit-Jira-Followed: 3",
                ]
            )
            #expect(try await shop.git("log", "-1", "--format=%an <%ae>") == "Baker <baker@example.com>")
            #expect(
                try await shop.git("show", "--format=", "--name-only") == "state/links.yaml\nstate/state.json"
            )
            try await expectClean(shop)
        }
    }

    @Test func `each apply is one commit whose diff is small`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            try await shop.settle()
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "3")
            let lines = try await shop.git("show", "--format=", "--unified=0", "state/links.yaml")
                .split(separator: "\n").filter { $0.hasPrefix("+ ") || $0.hasPrefix("- ") }
            #expect(lines.count <= 2, "\(lines)")
            try await expectClean(shop)
        }
    }

    @Test func `staged and unstaged changes of the user stay as they are`() async throws {
        try await RealSystem.open { shop in
            try shop.write("one\n", to: "repository/tracked.txt")
            try await shop.git("add", ".")
            try await shop.git("commit", "--quiet", "--message", "Add a file")
            try shop.write("two\n", to: "repository/tracked.txt")
            try shop.write("staged\n", to: "repository/staged.txt")
            try await shop.git("add", "staged.txt", "tracked.txt")
            try shop.write("three\n", to: "repository/tracked.txt")
            try shop.write("untracked\n", to: "repository/untracked.txt")
            let before = try await shop.git("status", "--porcelain")
            try await shop.settle()
            #expect(try await shop.git("status", "--porcelain") == before)
            #expect(try await shop.git("show", ":tracked.txt") == "two")
            #expect(try shop.read("repository/tracked.txt") == "three\n")
            #expect(!(try await shop.git("show", "--format=", "--name-only").contains("txt")))

            try await shop.git("commit", "--quiet", "--message", "Mine")
            #expect(
                try await shop.git("show", "--format=", "--name-only").split(separator: "\n") == [
                    "staged.txt", "tracked.txt",
                ]
            )
            try await shop.expectEmptyPlan()
        }
    }

    @Test func `hooks of the user do not run`() async throws {
        try await RealSystem.open { shop in
            for hook in [
                "pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "reference-transaction",
            ] {
                let name = "repository/.git/hooks/\(hook)"
                try shop.write("#!/bin/sh\ntouch '\(shop.folder)/ran'\nexit 1\n", to: name)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755],
                    ofItemAtPath: shop.folder + "/" + name
                )
            }
            try await shop.settle()
            #expect(!FileManager.default.fileExists(atPath: shop.folder + "/ran"))
        }
    }

    @Test func `log and status tell the history`() async throws {
        try await RealSystem.open { shop in
            try await shop.audit("status").expecting(0)
            try await shop.settle()
            try shop.jira.setStatus(shop.ticket(of: "1001"), "In Progress")
            try await shop.settle()
            let log = try await shop.audit("log", "1001").expecting(0).stdout
            #expect(log.contains("create") && log.contains("start"))
            let all = try await shop.audit("log").expecting(0).stdout
            #expect(all.contains("3001"))
            #expect(!log.contains("3001"))
            let status = try await shop.audit("status", with: ["DATABASE_URL": nil, "JIRA_API_TOKEN": nil])
            status.expecting(0)
            #expect(status.stdout.contains("CCS"))
        }
    }

    private func expectClean(_ shop: RealSystem) async throws {
        #expect(try await shop.git("status", "--porcelain") == "")
        #expect(try await shop.git("fsck", "--strict") == "")
        #expect(try await shop.git("diff", "HEAD", "--stat") == "")
    }
}
