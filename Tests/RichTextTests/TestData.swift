import Foundation

/// Files too large or too foreign for the repository, in the folder that `AUDIT_JIRA_TEST_DATA` names.
///
/// Tests that need one are skipped where it is missing.
enum TestData {
    static func path(_ name: String) -> String {
        let folder = ProcessInfo.processInfo.environment["AUDIT_JIRA_TEST_DATA"] ?? "/nowhere"
        return folder + "/" + name
    }
}
