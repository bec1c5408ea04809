import Presentation
import Workflow

extension Checkup.Check {
    /// All is well.
    static func ok(_ name: String, _ message: String) -> Self { Self(name, .ok, message: message) }

    /// It works, and could do better.
    static func warning(_ name: String, _ message: String, hint: String? = nil) -> Self {
        Self(name, .warning, message: message, hint: hint)
    }

    /// It does not work.
    static func problem(_ name: String, _ message: String, hint: String? = nil, access: Bool = false) -> Self
    {
        Self(name, .problem, message: message, hint: hint, isAboutAccess: access)
    }

    /// It does not work, for this reason.
    static func problem(_ name: String, _ problem: Problem) -> Self {
        let isAboutAccess = problem.kind == .credentials
        let hint = problem.advised.hint
        return Self(name, .problem, message: problem.sentence, hint: hint, isAboutAccess: isAboutAccess)
    }

    /// It could not be looked at.
    static func skipped(_ name: String, _ reason: String) -> Self { Self(name, .skipped, message: reason) }
}

extension [Checkup.Check] {
    /// Checks that could not be made, all for one reason.
    static func skipped(_ names: some Sequence<String>, _ reason: String) -> Self {
        names.map { .skipped($0, reason) }
    }
}
