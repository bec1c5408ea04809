import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Runs in two clones of one remote.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct RemoteLockRunTests {
    private static let rows = [
        SampleRow("1", path: "a.py", hasDebt: true, debt: "Slow."),
        SampleRow("2", path: "b.py", hasDebt: true, debt: "Slow."),
    ]

    @Test
    func `of two syncs at once one waits its turn, and nothing is done twice`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            let sync = try await system.start(.hang)
            try await shop.audit("sync", in: system.second).expecting(6).saying(
                "Another run is at work for origin/main: Baker <baker@example.com> on ",
                "process \(sync.id)",
                "audit-jira unlock"
            )
            #expect(shop.jira.issues.isEmpty)
            shop.jira.releaseHanging()
            #expect(sync.wait() == 0)
            #expect(shop.jira.issues.count == 2)
            #expect(try await system.locked == "")

            try await shop.git("push", "--quiet", "origin", "main")
            try await shop.audit("sync", in: system.second).expecting(1).saying(
                "origin/main has a newer state than this clone: pull first",
                "git pull"
            )
            #expect(try await system.locked == "")
            try await shop.git("pull", "--quiet", "--ff-only", "origin", "main", in: system.second)
            try await shop.audit("sync", in: system.second).expecting(0)
            #expect(shop.jira.issues.count == 2)
            #expect(try await shop.git("rev-list", "--count", "main", in: system.second) == "2")
        }
    }

    @Test func `a plan that is applied in two clones is carried out once`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            _ = try await shop.plan()
            try await shop.apply().expecting(0)
            let file = shop.folder + "/plan.json"
            try await shop.audit("apply", file, in: system.second).expecting(3)
            try await shop.git("push", "--quiet", "origin", "main")
            try await shop.audit("apply", file, in: system.second).expecting(1).saying("pull first")
            #expect(shop.jira.issues.count == 2)
            for number in ["1", "2"] {
                #expect(try shop.row(number, "array_length(jira_tickets, 1)") == ["1"])
            }
        }
    }

    @Test func `between a run and its push another clone makes nothing twice`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            try await shop.audit("sync").expecting(0)
            try await shop.audit("sync", in: system.second).expecting(0)
            #expect(shop.jira.issues.count == 2)
            for number in ["1", "2"] {
                #expect(try shop.row(number, "array_length(jira_tickets, 1)") == ["1"])
            }
            try await shop.git("push", "--quiet", "origin", "main", in: system.second)
            try await shop.audit("sync").expecting(1).saying("pull first")
        }
    }

    @Test func `every command that writes is kept away, and none that reads`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            try await shop.audit("sync").expecting(0)
            try await shop.git("push", "--quiet", "origin", "main")
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'Slower.' WHERE file_number = '1'"
            )
            _ = try await shop.plan()
            try await system.leave(until: "2126-11-23T18:15:00Z")
            shop.jira.forgetRequests()
            try await shop.apply().expecting(6)
            let ticket = try shop.ticket(of: "1")
            for arguments in [
                ["apply", "--auto-approve"], ["sync"], ["resolve", "1", "--take", "jira"],
                ["link", "1", ticket],
                ["unlink", "1"], ["state", "rebuild", "--auto-approve"],
                ["state", "reshard", "--files", "256"],
            ] {
                let result = try await TestSupport.run(
                    Program.path,
                    arguments,
                    environment: shop.variables,
                    in: shop.repository
                )
                result.expecting(6).saying("Pastry <pastry@example.com> on cellar", "2126-11-23T18:15:00Z")
            }
            #expect(shop.jira.requests.isEmpty)
            #expect(try await shop.git("rev-list", "--count", "main") == "2")
            for verb in ["plan", "status", "log"] { try await shop.audit(verb).expecting(0) }
        }
    }

    @Test func `a killed run leaves its lock to its clone, and to others when it is broken`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            var sync = try await system.start(.hang)
            try await shop.audit("unlock", "--auto-approve").expecting(6).saying("kill \(sync.id)")
            #expect(try await system.locked != "")
            sync.signal(9)
            #expect(sync.wait() == 137)
            #expect(try await system.locked != "")
            try await shop.audit("sync").expecting(0).saying(
                "An earlier run of this clone (process \(sync.id))"
            )
            #expect(try await system.locked == "")
            try await shop.git("push", "--quiet", "origin", "main")
            try await shop.git("pull", "--quiet", "--ff-only", "origin", "main", in: system.second)

            sync = try await system.start(.hang)
            sync.signal(9)
            #expect(sync.wait() == 137)
            let shown = try await shop.audit("unlock", in: system.second).expecting(6)
            #expect(shown.stdout.contains("audit-jira sync, process \(sync.id)"))
            try await shop.audit("unlock", "--auto-approve", in: system.second).expecting(0).saying(
                "is broken"
            )
            #expect(
                try await shop.audit("unlock", in: system.second).expecting(0).stdout
                    == "Nothing is locked.\n"
            )
            try await shop.audit("sync", in: system.second).expecting(0)
            #expect(shop.jira.issues.count == 2)
        }
    }

    @Test func `an expired lock is taken over with a warning`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            try await system.leave(until: "2026-01-01T00:00:00Z")
            try await system.shop.audit("sync").expecting(0).saying(
                "warning: The lock of Pastry <pastry@example.com> on cellar",
                "expired at 2026-01-01T00:00:00Z, and is taken over"
            )
            #expect(try await system.locked == "")
        }
    }

    @Test func `the lock is given back after errors and after Ctrl-C`() async throws {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            try await shop.audit("sync", with: ["JIRA_API_TOKEN": "wrong"]).expecting(7)
            #expect(try await system.locked == "")
            let sync = try await system.start(.hang)
            #expect(try await system.locked != "")
            sync.signal(2)
            #expect(sync.wait() == 130)
            #expect(try await system.locked == "")
            try await shop.audit("sync").expecting(0)
        }
    }

    @Test func `a run whose lock is broken stops and says so`() async throws {
        try await RealSystemWithRemote.open(Self.rows, expiry: "10s") { system in
            let shop = system.shop
            let sync = try await system.start(.hang)
            let commit = try await system.locked
            // It renews once before it is broken.
            while try await system.locked == commit { try await Task.sleep(for: .milliseconds(50)) }
            try await shop.audit("unlock", "--auto-approve", in: system.second).expecting(0)
            #expect(sync.wait() == 6)
            let log = try shop.read("log")
            #expect(log.contains("The run was stopped, for it lost the lock on origin: somebody broke it"))
            #expect(shop.jira.issues.isEmpty)
            try await shop.audit("sync", in: system.second).expecting(0)
        }
    }

    @Test func `a remote that is unknown, unreachable or refuses ends the run before it does anything`()
        async throws
    {
        try await RealSystemWithRemote.open(Self.rows) { system in
            let shop = system.shop
            shop.jira.forgetRequests()
            try writeScript("#!/bin/sh\nexit 1\n", to: system.remote + "/hooks/update")
            try await shop.audit("sync").expecting(7).saying(
                "origin does not take it",
                RealSystemWithRemote.lock
            )
            let url = "http://baker:hunter2@127.0.0.1:1/x.git?token=hunter2"
            try await shop.git("remote", "set-url", "origin", url)
            for arguments in [["sync"], ["unlock"], ["sync", "--verbose", "--log-format", "json"]] {
                let result = try await TestSupport.run(
                    Program.path,
                    arguments,
                    environment: shop.variables,
                    in: shop.repository
                )
                #expect(!result.expecting(1).saying("origin").printed.contains("hunter2"))
            }
            try await shop.git("remote", "rename", "origin", "backup")
            try await shop.audit("sync").expecting(64).saying(
                "state.remote names 'origin'",
                "The remotes are backup"
            )
            try await shop.audit("sync", with: ["PATH": "/nowhere"]).expecting(64)
            try await shop.git("remote", "rename", "backup", "origin")
            try await shop.audit("sync", with: ["PATH": "/nowhere"]).expecting(1).saying(
                "no program git",
                "Install git"
            )
            #expect(shop.jira.requests.isEmpty)
        }
    }
}
