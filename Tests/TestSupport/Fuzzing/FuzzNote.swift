import Glibc
import Synchronization

/// Says at a crash which seed a loop was at: a trap leaves no time for more.
///
/// Each loop has a place in one table that lives as long as the process; the signal's handler writes it to standard error.
final class FuzzNote: Sendable {
    private let place: Int
    private static let width = 120
    private static let places = 32
    private static let taken = Atomic<Int>(0)
    private let name: String

    init(_ name: String) {
        _ = Self.handlers
        self.name = name
        place = Self.taken.add(1, ordering: .relaxed).oldValue % Self.places
    }

    func set(_ seed: UInt64) {
        write("at the crash: \(name), AUDIT_JIRA_FUZZ_SEED=\(seed)")
    }

    func end() { write("") }

    private func write(_ text: String) {
        let line = crashTable + place * Self.width
        var bytes = Array(text.utf8.prefix(Self.width - 1))
        bytes += Array(repeating: UInt8(ascii: " "), count: Self.width - 1 - bytes.count)
        line.update(from: bytes + [UInt8(ascii: "\n")], count: Self.width)
    }

    /// Put in place once.
    private static let handlers: Void = {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in
                _ = Glibc.write(2, crashTable, crashTableSize)
            }
            action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
    }()
}

private let crashTableSize = 32 * 120
/// Written by the loops, each its own line, and read when everything else has stopped.
nonisolated(unsafe) private let crashTable: UnsafeMutablePointer<UInt8> = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: crashTableSize)
    table.initialize(repeating: UInt8(ascii: " "), count: crashTableSize)
    return table
}()
