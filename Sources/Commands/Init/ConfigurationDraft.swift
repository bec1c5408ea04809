import Jira
import JSON
import Reconciliation

/// A configuration that is being made, and its text.
struct ConfigurationDraft {
    /// The table.
    var table = "public.file_audit"
    /// Its columns.
    var schema = RowSchema()
    /// The address that people browse.
    var url: String
    /// The address of the API, when it is another one.
    var apiURL: String?
    /// The project's key.
    var project = ""
    /// The type of new issues.
    var issueType = "Task"
    /// The fields that a new issue can be given, by id.
    var fields: [FieldName: JiraField] = [:]

    /// The text of `audit-jira.yaml`.
    var text: String { head + database + jira + mapping + tail }

    private var head: String {
        """
        # What audit-jira keeps in agreement, and how. docs/configuration.md tells every key and its default.
        # No secret may stand here: give JIRA_EMAIL, JIRA_API_TOKEN and DATABASE_URL in the environment.
        # To check it all: audit-jira doctor
        version: 1


        """
    }

    private var database: String {
        let roles = ColumnGuess.Role.allCases.map { "\($0.rawValue): \(Self.quoted(schema[$0]))" }
        return """
            database:
              table: \(Self.quoted(table))
              # The columns with a part. The key must be unique.
              columns: {\(roles.joined(separator: ", "))}
              # More columns, for templates and row updates.
              also: [\(schema.also.map(Self.quoted).joined(separator: ", "))]


            """
    }

    private var jira: String {
        let api =
            apiURL.map { "  api_url: \(Self.quoted($0))\n" }
            ?? "  # For scoped tokens: api_url: https://api.atlassian.com/ex/jira/<cloudId>\n"
        return """
            jira:
              # Where people browse; JIRA_URL goes before it.
              url: \(Self.quoted(url))
            \(api)\
              project: \(Self.quoted(project))
              issue_type: \(Self.quoted(issueType))
              # The day on which the API token expires, to be warned in time: token_expires: 2027-03-01


            """
    }

    private var mapping: String {
        let layer = schema.also.contains("layer_number") ? ", \"layer-{{layer_number}}\"" : ""
        let hasDescription = fields.isEmpty || fields["description"] != nil
        let description = hasDescription ? "{{\(schema.text)}}" : ""
        return """
            mapping:
              # Mustache templates over the columns above; the description is Markdown.
              summary: \(Self.text("Technical debt in {{\(schema.path)}}"))
              description: \(Self.text(description))
              labels: [technical-debt\(layer)]

            """ + priority + required
    }

    private var priority: String {
        guard let names = fields["priority"]?.allowedValues, let first = names.first else { return "" }
        return """
              # This project's priorities are \(Self.comment(names.joined(separator: ", "))).
              # priority: {from: COLUMN, values: {WORD: \(Self.quoted(Self.comment(first)))}}

            """
    }

    private var required: String {
        let fields = FieldChecks.required(self.fields, besides: ["summary", "description", "labels"])
        guard !fields.isEmpty else { return "" }
        let lines = fields.map { field in
            let values = field.allowedValues
            let example = values.first ?? "…"
            let note = values.isEmpty ? "" : "; one of \(values.joined(separator: ", "))"
            return
                "  #   \(field.id): \(Self.text(Self.comment(example)))  # \(Self.comment(field.name + note))\n"
        }
        return
            "  # New issues of this project need these as well. Take the # away, and write what they get.\n"
            + "  # fields:\n" + lines.joined()
    }

    private var tail: String {
        """

        # Where the committed state stands, beside this file.
        state:
          directory: state

        """
    }
}

extension ConfigurationDraft {
    /// Returns a text as YAML: as it is where that is one plain word for certain, else in quotes.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789_./-".unicodeScalars.contains($0))
            }
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        let isAddress = text.hasPrefix("https://") && !text.contains { " ,#{}[]\"'".contains($0) }
        return isPlain || isAddress ? text : self.text(text)
    }

    /// Returns a text in YAML's double quotes, whose escapes are JSON's.
    private static func text(_ text: String) -> String { JSON.string(text).text() }

    /// Returns a text that stays within one line of a comment.
    private static func comment(_ text: String) -> String { FieldText.oneLine(text) }
}
