import Reconciliation
import Yams

/// Compiles the templates of a configuration, and complains of those that cannot be.
struct TemplateCompiler {
    private let schema: RowSchema
    private let complaints: Complaints

    /// Prepares to compile.
    ///
    /// - Parameters:
    ///   - schema: The columns that a template may name.
    ///   - complaints: The place for faults.
    init(_ schema: RowSchema, complaints: Complaints) {
        self.schema = schema
        self.complaints = complaints
    }

    /// Compiles a template; one that cannot be is a complaint, and an empty one stands in for it.
    func template(_ source: Section.Source) -> Template {
        do throws(Template.Faults) {
            return try Template(source.source, schema)
        } catch {
            let node = source.node
            for fault in error.all {
                let place = node?.scalar.flatMap { complaints.place(ofTag: fault.tag, fault.word, in: $0) }
                complaints.add(place?.line ?? node?.mark?.line, column: place?.column, fault.message)
            }
            return Template.empty
        }
    }
}
