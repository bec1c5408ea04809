import Foundation
import Workflow

/// `bench-fixture make FOLDER ROWS` and `bench-fixture read CONFIGURATION`.
@main
enum Program {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            switch (arguments.first, arguments.count) {
            case ("make", 3):
                guard let count = Int(arguments[3]), count > 0 else { return usage() }
                try await Fixture(arguments[2], count: count).make()
            case ("read", 2):
                let read = try await TableReading(configuration: arguments[2]).run()
                print(
                    "\(read.counts.rows) rows, \(read.counts.withDebt) with debt, \(read.bytes) bytes of it"
                )
            default: usage()
            }
        } catch let problem as Problem {
            end("\(problem.summary)\n", 1)
        } catch {
            end("\(error)\n", 1)
        }
    }

    private static func usage() {
        end("usage: bench-fixture make FOLDER ROWS | bench-fixture read CONFIGURATION\n", 64)
    }

    private static func end(_ message: String, _ status: Int32) {
        FileHandle.standardError.write(Data(message.utf8))
        exit(status)
    }
}
