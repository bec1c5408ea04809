/// A query in Jira's language, as far as the sandbox knows it.
struct Query: Sendable, Equatable {
    indirect enum Condition: Sendable, Equatable {
        case all([Condition])
        case any([Condition])
        case not(Condition)
        case clause(Clause)
    }

    struct Clause: Sendable, Equatable {
        let field: Field
        let comparison: Comparison
        let values: [Value]
    }

    enum Comparison: String, Sendable, Equatable {
        case equals = "="
        case differs = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case contains = "~"
        case lacks = "!~"
        case isOneOf = "in"
        case isNoneOf = "not in"
        case isEmpty = "is"
        case isNotEmpty = "is not"

        var isNegative: Bool { [.differs, .lacks, .isNoneOf].contains(self) }
    }

    enum Value: Sendable, Equatable {
        case word(String)
        case quoted(String)
        case empty
        case function(String)

        var text: String {
            switch self {
            case .word(let text), .quoted(let text): text
            case .empty: "EMPTY"
            case .function(let name): "\(name)()"
            }
        }
    }

    enum Field: Sendable, Equatable {
        case project, key, id, labels, status, statusCategory, resolution, type, priority
        case created, updated, resolved
        case summary, description, text
        case custom(String)
    }

    struct Order: Sendable, Equatable {
        let field: Field
        let isDescending: Bool
    }

    /// The condition that an issue must meet; nil for none.
    var condition: Condition?
    var order: [Order] = []
}

extension Query.Field {
    /// The field that a query names; nil for one that the sandbox does not know.
    init?(_ name: String, custom: [CustomField]) {
        switch name.lowercased() {
        case "project": self = .project
        case "key", "issuekey", "issue": self = .key
        case "id": self = .id
        case "labels", "label": self = .labels
        case "status": self = .status
        case "statuscategory": self = .statusCategory
        case "resolution": self = .resolution
        case "issuetype", "type": self = .type
        case "priority": self = .priority
        case "created", "createddate": self = .created
        case "updated", "updateddate": self = .updated
        case "resolved", "resolutiondate": self = .resolved
        case "summary": self = .summary
        case "description": self = .description
        case "text": self = .text
        default:
            let isNumbered = name.hasPrefix("cf[") && name.hasSuffix("]")
            let id = isNumbered ? "customfield_\(name.dropFirst(3).dropLast())" : name
            let found = custom.first { $0.name.lowercased() == name.lowercased() || $0.id == id }
            guard let found else { return nil }
            self = .custom(found.id)
        }
    }

    var isText: Bool { [.summary, .description, .text].contains(self) }
    var isDate: Bool { [.created, .updated, .resolved].contains(self) }
}
