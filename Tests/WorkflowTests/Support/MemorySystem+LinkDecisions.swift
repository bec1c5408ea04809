import Reconciliation
import TestSupport
import Workflow

/// The decisions of people.
extension MemorySystem {
    @discardableResult
    func resolve(
        _ names: String...,
        field: String? = nil,
        taking side: Taken
    ) async throws
        -> LinkDecisions.Outcome
    {
        try await deciding.resolve(names, field: field, taking: side)
    }

    @discardableResult
    func link(_ row: String, _ issue: String, isManaged: Bool = false) async throws -> LinkDecisions.Outcome {
        try await deciding.link(row, issue, isManaged: isManaged)
    }

    @discardableResult
    func unlink(_ row: String, _ issue: String? = nil) async throws -> LinkDecisions.Outcome {
        try await LinkDecisions.unlink(row, issue, in: repository)
    }
}
