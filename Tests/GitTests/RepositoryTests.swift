import Foundation
import Git
import Testing

@Suite(.serialized) struct RepositoryTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `is found from a folder inside`() throws {
        try scratch.write("x", to: "a/b/c.txt")
        let repository = try scratch.repository("a/b")
        let (work, git, common) = (
            repository.workDirectory, repository.gitDirectory, repository.commonDirectory
        )
        #expect(work?.hasSuffix("/work/") == true)
        #expect(git.hasSuffix("/work/.git/"))
        #expect(common == git)
    }

    @Test func `is an error with a reason where there is none`() throws {
        let folder = scratch.base.path()
        let error = #expect(throws: GitError.self) { _ = try Repository(discovering: folder) }
        #expect(error?.code == .notFound)
        #expect(error?.message.contains(folder) == true)
    }

    @Test func `tells an unborn branch, a branch and a detached head apart`() throws {
        #expect(try scratch.repository().head() == .unborn("main"))
        #expect(try scratch.repository().commit(at: .head) == nil)
        try scratch.commit("1", to: "file")
        let id = try #require(ObjectID(try scratch.git("rev-parse", "HEAD")))
        #expect(try scratch.repository().head() == .branch("main", id))
        try scratch.git("checkout", "-q", "--detach")
        #expect(try scratch.repository().head() == .detached(id))
        #expect(try scratch.repository().commit(at: .branch("main")) == id)
        #expect(try scratch.repository().commit(at: .branch("other")) == nil)
    }

    @Test func `refuses a repository with SHA-256 names`() throws {
        let other = try Scratch("--object-format=sha256")
        let path = other.root.path()
        let error = #expect(throws: GitError.self) { _ = try Repository(discovering: path) }
        #expect(error?.code == .unsupported)
        #expect(error?.hint?.contains("SHA-1") == true)
    }

    @Test(.enabled(if: getuid() == 0, "Only root can give a folder away"))
    func `says how to trust a repository that is another user's`() throws {
        let root = scratch.root.path()
        try #require(chown(root, 65534, 65534) == 0 && chown(root + "/.git", 65534, 65534) == 0)
        let error = #expect(throws: GitError.self) { _ = try Repository(discovering: root) }
        #expect(error?.code == .owner)
        #expect(error?.hint?.contains("git config --global --add safe.directory") == true)
    }

    @Test func `opens one that git sparse-checkout has marked`() throws {
        try scratch.git("config", "core.repositoryformatversion", "1")
        try scratch.git("config", "extensions.worktreeConfig", "true")
        #expect(try scratch.repository().head() == .unborn("main"))
    }

    @Test func `reads files from the head, not from the work tree`() throws {
        #expect(try scratch.repository().content(of: "state/a.txt") == nil)
        try scratch.commit("one\n", to: "state/a.txt")
        try scratch.commit("two\n", to: "state/deep/b.txt")
        try scratch.write("edited", to: "state/a.txt")
        let repository = try scratch.repository()
        #expect(try repository.text(of: "state/a.txt") == "one\n")
        #expect(try repository.content(of: "state/none.txt") == nil)
        #expect(try repository.content(of: "state/deep") == nil)
        let first = try #require(ObjectID(try scratch.git("rev-parse", "HEAD~1")))
        #expect(try repository.content(of: "state/deep/b.txt", at: .commit(first)) == nil)
        #expect(
            try repository.blob(of: "state/a.txt")?.description
                == scratch.git("rev-parse", "HEAD:state/a.txt")
        )
        #expect(try repository.tree(of: "state")?.description == scratch.git("rev-parse", "HEAD:state"))
        #expect(try repository.files(under: "state").map(\.path) == ["state/a.txt", "state/deep/b.txt"])
        #expect(try repository.files(under: "nowhere").isEmpty)
    }

    @Test func `takes the identity from the overrides, then from the configuration`() throws {
        try scratch.git("config", "committer.name", "Configured")
        let found = try scratch.repository().identities(
            overriding: IdentityOverrides(
                authorName: "Given",
                authorEmail: "",
                committerEmail: "c@example.org"
            )
        )
        #expect(found.author == Identity(name: "Given", email: "test@example.org"))
        #expect(found.committer == Identity(name: "Configured", email: "c@example.org"))
    }

    @Test func `says what to set when there is no identity`() throws {
        try scratch.git("config", "user.email", "")
        let repository = try scratch.repository()
        do {
            _ = try repository.identities()
            Issue.record("An identity was found")
        } catch {
            #expect(error.code == .noIdentity)
            #expect(error.hint?.contains("git config --global user.email") == true)
        }
    }

    @Test func `round-trips object names`() {
        let text = "0123456789abcdef0123456789abcdef01234567"
        #expect(ObjectID(text)?.description == text)
        #expect(ObjectID("0123") == nil)
        #expect(ObjectID(String(repeating: "g", count: 40)) == nil)
    }
}
