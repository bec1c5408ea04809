import Foundation
public import Testing

/// Compares `actual` with the file `Snapshots/NAME.txt` of the test's target.
///
/// `RECORD_SNAPSHOTS=1` writes the file instead; look at it before you commit it.
public func expectSnapshot(
    _ actual: String,
    _ name: String,
    file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = snapshotFolder(of: file)
    let url = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(actual.utf8).write(to: url)
    }
    guard let data = try? Data(contentsOf: url) else {
        Issue.record("there is no snapshot at \(url.path)", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    #expect(actual == expected, sourceLocation: sourceLocation)
}

/// Returns the text of the file `Snapshots/NAME.txt` of the test's target.
///
/// Throws when there is none.
public func snapshot(_ name: String, file: String = #filePath) throws -> String {
    let folder = snapshotFolder(of: file)
    return String(decoding: try Data(contentsOf: folder.appending(path: "\(name).txt")), as: UTF8.self)
}

/// The folder `Snapshots` of the target that a test file belongs to, at whatever depth the file stands.
private func snapshotFolder(of file: String) -> URL {
    var folder = URL(filePath: file).deletingLastPathComponent()
    while !["Tests", "/"].contains(folder.deletingLastPathComponent().lastPathComponent) {
        folder = folder.deletingLastPathComponent()
    }
    return folder.appending(path: "Snapshots")
}
