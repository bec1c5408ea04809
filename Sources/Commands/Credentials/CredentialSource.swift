import Files
import Workflow

/// The sources of a named setting or secret outside of the configuration.
struct CredentialSource: Sendable {
    private let environment: Environment
    private let command: [String]

    /// Prepares to look in an environment, and to ask a program for secrets (empty for none).
    init(_ environment: Environment, command: [String]) {
        self.environment = environment
        self.command = command
    }

    /// Returns the value of a name: its variable, the file that `NAME_FILE` names, or systemd's credential of that name.
    func value(_ name: String) throws(Problem) -> String? {
        if let value = environment.variable(name) { return value }
        if let file = environment.variable("\(name)_FILE") {
            return try content(of: environment.absolute(file), orFailFor: "\(name)_FILE")
        }
        guard let directory = environment.variable("CREDENTIALS_DIRECTORY") else { return nil }
        for file in [name, name.lowercased()] {
            if let value = try content(of: Path.join(environment.absolute(directory), file), orFailFor: nil) {
                return value
            }
        }
        return nil
    }

    /// Returns the value of the first of some names that has one.
    func first(of names: [String]) throws(Problem) -> String? {
        for name in names {
            if let value = try value(name) { return value }
        }
        return nil
    }

    /// Returns what the program of `credentials.command` prints for a name: the first line; nil without such a program.
    func printed(for name: String) throws(Problem) -> String? {
        guard let program = command.first else { return nil }
        let printing = Program(
            try located(program),
            command.dropFirst() + [name],
            variables: environment.variables,
            directory: environment.directory
        )
        guard let remains = printing.runPrinting() else { throw .programNotStarted(program) }
        guard remains.status == 0 else {
            throw .programFailed(program, for: name, status: remains.status)
        }
        let line =
            String(decoding: remains.output, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
        let secret = line.trimmingSpaces
        guard !secret.isEmpty else { throw .programWasSilent(program, for: name) }
        return secret
    }

    private func content(of path: String, orFailFor variable: String?) throws(Problem) -> String? {
        let bytes: [UInt8]?
        do {
            bytes = try File.read(path)
        } catch {
            throw .unreadableSecret(error)
        }
        guard let bytes else {
            guard let variable else { return nil }
            throw .noSecretFile(path, namedBy: variable)
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingSpaces
        guard !text.isEmpty else { throw .emptySecret(path) }
        return text
    }

    /// The program's path: as given when it has a slash, else found in `PATH`.
    private func located(_ program: String) throws(Problem) -> String {
        if let path = environment.program(program) { return path }
        throw .programNotFound(program)
    }
}
