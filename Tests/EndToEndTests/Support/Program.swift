import Foundation
import Glibc
import TestSupport
import Testing

/// The real program, which the build puts beside the tests.
enum Program {
    /// Its path.
    static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var folder = URL(filePath: tests).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "audit-jira").path
            if access(candidate, X_OK) == 0, !isDirectory(candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return "audit-jira"
    }()

    /// The root of the checkout.
    static let checkout = URL(filePath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
        .replacing("//", with: "/")

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}

extension ProgramResult {
    /// Everything that was printed.
    var printed: String { stdout + stderr }

    /// Checks the exit code, and shows everything when it is another.
    @discardableResult
    func expecting(_ status: Int32, at place: SourceLocation = #_sourceLocation) -> Self {
        #expect(self.status == status, "\(self)", sourceLocation: place)
        return self
    }

    /// Checks that each of some texts was printed on standard error.
    @discardableResult
    func saying(_ texts: String..., at place: SourceLocation = #_sourceLocation) -> Self {
        for text in texts {
            #expect(stderr.contains(text), "misses '\(text)' in \(self)", sourceLocation: place)
        }
        return self
    }

    /// Checks that each of some texts was printed, as what became of an action is on standard output.
    @discardableResult
    func printing(_ texts: String..., at place: SourceLocation = #_sourceLocation) -> Self {
        for text in texts {
            #expect(printed.contains(text), "misses '\(text)' in \(self)", sourceLocation: place)
        }
        return self
    }
}
