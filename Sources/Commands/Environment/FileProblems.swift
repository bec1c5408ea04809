import Files
import Workflow

extension Problem {
    /// Tells why a file could not be read or written.
    init(_ error: FileError) { self.init(.failure, "\(error)") }
}
