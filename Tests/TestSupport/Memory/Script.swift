/// Writes a shell script that can be run at once.
///
/// By another process: one that this process had open for writing could not be run as long as a program that another test
/// starts just then holds a copy of the descriptor.
///
/// - Parameters:
///   - text: The script.
///   - path: Where it stands; its folder is made.
/// - Throws: `SpawnError` when it cannot be written.
public func writeScript(_ text: String, to path: String) throws {
    let command = "mkdir -p \"${0%/*}\" && cat > \"$0\" && chmod 755 \"$0\""
    let result = try runBlocking("/bin/sh", ["-c", command, path], input: text)
    guard result.status == 0 else { throw SpawnError(description: "\(path): \(result)") }
}
