import Foundation
import JiraSandbox
import TestSupport
import Testing

/// Repositories of every kind, and states that somebody else has touched.
@Suite(.enabled(if: ThrowawayPostgres.isInstalled)) struct RepositoryKindTests {
    @Test func `a repository without commits works`() async throws {
        try await RealSystem.open { shop in
            try FileManager.default.removeItem(atPath: shop.repository + "/.git")
            try await shop.git("init", "--quiet", "--initial-branch=trunk")
            try await shop.git("config", "user.name", "Baker")
            try await shop.git("config", "user.email", "baker@example.com")
            try await shop.settle()
            #expect(try await shop.git("log", "--format=%s") == "audit-jira: 4 created, 3 followed")
            #expect(try await shop.git("symbolic-ref", "HEAD") == "refs/heads/trunk")
            #expect(try await shop.git("status", "--porcelain") == "?? audit-jira.yaml")
        }
    }

    @Test func `a detached HEAD works`() async throws {
        try await RealSystem.open { shop in
            let main = try await shop.git("rev-parse", "main")
            try await shop.git("checkout", "--quiet", "--detach")
            try await shop.settle()
            #expect(try await shop.git("rev-parse", "main") == main)
            #expect(try await shop.git("rev-list", "--count", "HEAD") == "2")
        }
    }

    @Test func `a linked work tree works, and leaves the first one alone`() async throws {
        try await RealSystem.open { shop in
            let linked = shop.folder + "/linked"
            try await shop.git("worktree", "add", "--quiet", linked, "-b", "linked")
            try await shop.audit("sync", in: linked).expecting(0)
            try await shop.audit("plan", "--detailed-exitcode", in: linked).expecting(0)
            #expect(try await shop.git("status", "--porcelain", in: linked) == "")
            #expect(try await shop.git("rev-list", "--count", "linked") == "2")
            #expect(try await shop.git("rev-list", "--count", "main") == "1")
            #expect(try await shop.git("status", "--porcelain") == "")
        }
    }

    @Test func `a subfolder works, from wherever it is started`() async throws {
        try await RealSystem.open { shop in
            let config = shop.repository + "/tools/sync/audit-jira.yaml"
            try shop.write(
                shop.read("repository/audit-jira.yaml"),
                to: "repository/tools/sync/audit-jira.yaml"
            )
            try await shop.git("rm", "--quiet", "audit-jira.yaml")
            try await shop.git("add", "--all")
            try await shop.git("commit", "--quiet", "--message", "Move the configuration")
            let deep = shop.repository + "/tools/sync/deep/down"
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            try await shop.audit("sync", in: deep).expecting(0)
            try await shop.audit("plan", "--detailed-exitcode", "--chdir", "tools/sync").expecting(0)
            try await shop.audit("plan", "--detailed-exitcode", "--config", config, in: "/").expecting(0)
            #expect(
                try await shop.git("show", "--format=", "--name-only")
                    == "tools/sync/state/links.yaml\ntools/sync/state/state.json"
            )
            #expect(try await shop.git("status", "--porcelain") == "")
        }
    }

    @Test func `a bare repository is told what is missing, or works`() async throws {
        try await RealSystem.open { shop in
            let bare = shop.folder + "/bare.git"
            try await shop.git("clone", "--quiet", "--bare", shop.repository, bare)
            try shop.write(shop.read("repository/audit-jira.yaml"), to: "bare.git/audit-jira.yaml")
            try await shop.git("config", "user.name", "Baker", in: bare)
            try await shop.git("config", "user.email", "baker@example.com", in: bare)
            try await shop.audit("sync", in: bare).expecting(0)
            #expect(try await shop.git("rev-list", "--count", "HEAD", in: bare) == "2")
            try await shop.audit("plan", "--detailed-exitcode", in: bare).expecting(0)
        }
    }

    @Test func `no repository is an error that says so, and nothing is made`() async throws {
        try await RealSystem.open { shop in
            try FileManager.default.removeItem(atPath: shop.repository + "/.git")
            try await shop.audit("sync").expecting(1).saying("repository", "git init")
            #expect(shop.jira.issues.count == 3)
        }
    }

    @Test func `no identity is an error that says so, and nothing is made`() async throws {
        try await RealSystem.open { shop in
            try await shop.git("config", "--unset", "user.name")
            try await shop.git("config", "--unset", "user.email")
            let result = try await shop.audit("sync")
            #expect(result.status != 0)
            result.saying("user.name", "git config")
            #expect(shop.jira.issues.count == 3)
            let identity = [
                "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com", "GIT_COMMITTER_NAME": "Bot",
                "GIT_COMMITTER_EMAIL": "bot@example.com",
            ]
            try await shop.audit("sync", with: identity.mapValues { $0 }).expecting(0)
            #expect(
                try await shop.git("log", "-1", "--format=%ae %ce") == "ann@example.com bot@example.com"
            )
        }
    }

    @Test func `a state edited by hand is named by file and line`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let links = try shop.read("repository/state/links.yaml")
            let line = try #require(links.split(separator: "\n").firstIndex { $0.contains("path:") }) + 1
            try shop.write(
                links.replacing("path:", with: "paht:", maxReplacements: 1),
                to: "repository/state/links.yaml"
            )
            try await shop.git("commit", "--quiet", "--all", "--message", "Edit by hand")
            let result = try await shop.audit("plan")
            result.expecting(1).saying("state/links.yaml:\(line)", "git checkout")
            let before = shop.jira.issues
            try await shop.audit("sync").expecting(1)
            #expect(shop.jira.issues == before)
        }
    }

    @Test func `merge markers in the state are named by file and line`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let links = try shop.read("repository/state/links.yaml")
            try shop.write(
                "<<<<<<< HEAD\n" + links + "=======\n>>>>>>> other\n",
                to: "repository/state/links.yaml"
            )
            try await shop.git("commit", "--quiet", "--all", "--message", "Merge badly")
            try await shop.audit("plan").expecting(1).saying("state/links.yaml:1", "merge")
        }
    }

    @Test func `changes to the state that are not committed stop an apply before it writes`() async throws {
        try await RealSystem.open { shop in
            try await shop.settle()
            let links = try shop.read("repository/state/links.yaml")
            try shop.write(links.replacing("open", with: "resolved"), to: "repository/state/links.yaml")
            try await shop.git("add", ".")
            try shop.database.execute(
                "UPDATE file_audit SET technical_debt = 'New.' WHERE file_number = '1001'"
            )
            let before = shop.jira.issues
            let result = try await shop.audit("sync")
            #expect(result.status != 0, "\(result)")
            result.saying("state/links.yaml", "hint:")
            #expect(shop.jira.issues == before)
        }
    }

    @Test func `a merge in progress stops an apply before it writes`() async throws {
        try await RealSystem.open { shop in
            try await shop.git("checkout", "--quiet", "-b", "other")
            try shop.write("theirs\n", to: "repository/file.txt")
            try await shop.git("add", ".")
            try await shop.git("commit", "--quiet", "--message", "Theirs")
            try await shop.git("checkout", "--quiet", "main")
            try shop.write("ours\n", to: "repository/file.txt")
            try await shop.git("add", ".")
            try await shop.git("commit", "--quiet", "--message", "Ours")
            _ = try await run("git", ["merge", "other"], in: shop.repository)
            let result = try await shop.audit("sync")
            result.expecting(1).saying("merge", "hint:")
            #expect(shop.jira.issues.count == 3)
            try await shop.audit("plan").expecting(0)
        }
    }
}
