import Testing

/// A Jira as some people have it.
struct JiraShape: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The content of Jira, as JSON.
    var seed: String
    var issueType = "Task"
    /// A status that is done.
    var done = "Done"
    /// The statuses that a close passes, as the plan tells them.
    var way = ["Done"]
    /// Whether a closed issue can be opened again.
    var leadsBack = true
    /// The warnings of doctor.
    var warnings: [String] = []
    /// The lines of the mapping that no one can guess.
    var mapping = ""

    /// All of them.
    static let all = [simple, stepwise, resolution, oneWay, localized, uncategorized, required, teamManaged]

    private static let simple = JiraShape(
        testDescription: "a simple workflow",
        seed: #"{"project": {"key": "CCS"}}"#
    )

    private static let stepwise = JiraShape(
        testDescription: "three steps to done",
        seed: """
            {"project": {"key": "CCS", "workflow": {
              "statuses": [{"name": "To Do", "category": "new"}, {"name": "Doing", "category": "indeterminate"},
                           {"name": "Review", "category": "indeterminate"}, {"name": "Done", "category": "done"}],
              "transitions": [{"from": ["To Do"], "to": "Doing"}, {"from": ["Doing"], "to": "Review"},
                              {"from": ["Review"], "to": "Done"}, {"from": ["Done"], "to": "Review"},
                              {"from": ["Review"], "to": "Doing"}]}},
             "issues": [{"key": "CCS-1", "summary": "Somebody's", "status": "Doing"},
                        {"key": "CCS-2", "summary": "Somebody's", "status": "Review"}]}
            """,
        way: ["Doing", "Review", "Done"]
    )

    private static let resolution = JiraShape(
        testDescription: "a resolution required on one screen and forbidden on another",
        seed: """
            {"project": {"key": "CCS", "workflow": {
              "statuses": [{"name": "To Do", "category": "new"}, {"name": "Done", "category": "done"},
                           {"name": "Abandoned", "category": "done"}],
              "transitions": [{"from": ["To Do"], "to": "Abandoned", "resolution": "Won't Do"},
                              {"from": ["To Do"], "to": "Done", "screen": {"resolution": "required"}},
                              {"from": ["Done", "Abandoned"], "to": "To Do"}]}}}
            """
    )

    private static let oneWay = JiraShape(
        testDescription: "no way back",
        seed: #"{"project": {"key": "CCS", "workflow": "one-way"}}"#,
        leadsBack: false
    )

    private static let localized = JiraShape(
        testDescription: "names in another language",
        seed: """
            {"priorities": ["Höchste", "Mittel"], "resolutions": ["Fertig", "Wird nicht erledigt"],
             "project": {"key": "CCS", "issueTypes": ["Aufgabe", "Fehler"], "workflow": {
              "statuses": [{"name": "Zu erledigen", "category": "new"}, {"name": "In Arbeit", "category": "indeterminate"},
                           {"name": "Erledigt", "category": "done"}],
              "transitions": [{"from": ["Zu erledigen", "In Arbeit"], "to": "Erledigt", "screen": {"resolution": "required"}},
                              {"from": ["Zu erledigen"], "to": "In Arbeit"},
                              {"from": ["Erledigt"], "to": "Zu erledigen"}]}}}
            """,
        issueType: "Aufgabe",
        done: "Erledigt",
        way: ["Erledigt"]
    )

    private static let uncategorized = JiraShape(
        testDescription: "a status without a category",
        seed: """
            {"project": {"key": "CCS", "workflow": {
              "statuses": [{"name": "Somewhere", "category": "undefined"}, {"name": "Done", "category": "done"}],
              "transitions": [{"from": ["Somewhere"], "to": "Done"}, {"from": ["Done"], "to": "Somewhere"}]}}}
            """
    )

    private static let required = JiraShape(
        testDescription: "required fields of each kind",
        seed: """
            {"customFields": [
              {"id": "customfield_1", "name": "Made on", "type": "date"},
              {"id": "customfield_2", "name": "Made at", "type": "datetime"},
              {"id": "customfield_3", "name": "Place", "type": "cascade", "options": {"Backend": ["API", "Jobs"]}},
              {"id": "customfield_4", "name": "Keeper", "type": "user"},
              {"id": "customfield_5", "name": "Circle", "type": "group"},
              {"id": "customfield_6", "name": "Words", "type": "labels"},
              {"id": "customfield_7", "name": "Layer", "type": "number"},
              {"id": "customfield_8", "name": "Notes", "type": "textarea"},
              {"id": "customfield_9", "name": "Risk", "type": "option", "options": ["Low", "High"]},
              {"id": "customfield_10", "name": "Colours", "type": "multiselect", "options": ["Red", "Blue", "Green"]},
              {"id": "customfield_11", "name": "File path", "type": "text"},
              {"id": "customfield_12", "name": "Seen in", "type": "version"},
              {"id": "customfield_13", "name": "Guessed", "type": "option", "options": ["S", "M"], "default": {"value": "M"}}],
             "users": [{"accountId": "5b-mia", "name": "5b-mia", "email": "mia@example.com", "displayName": "Mia"}],
             "groups": ["owners"],
             "project": {"key": "CCS", "components": ["api", "web"], "versions": ["1.0", "2.0"],
              "requiredFields": ["customfield_1", "customfield_2", "customfield_3", "customfield_4", "customfield_5",
                "customfield_6", "customfield_7", "customfield_8", "customfield_9", "customfield_10", "customfield_11",
                "customfield_12", "customfield_13", "components", "duedate"]}}
            """,
        mapping: """
              fields:
                Made on: "2026-11-23"
                Made at: "2026-11-23 10:20:30+01"
                Place: "Backend > Jobs"
                Keeper: mia@example.com
                Circle: owners
                Words: [one, "two words"]
                Layer: "{{layer_number}}"
                Notes: "Some *words* about {{file_path}}."
                Risk: high
                Colours: [Red, Green]
                File path: "{{file_path}}"
                Seen in: "2.0"
                components: [api]
                duedate: "2027-01-31"

            """
    )

    private static let teamManaged = JiraShape(
        testDescription: "a team-managed project with a field of its own",
        seed: """
            {"projects": [
              {"key": "OLD", "customFields": [{"id": "customfield_1", "name": "Team", "type": "text", "scope": "OLD"}]},
              {"key": "CCS", "teamManaged": true, "issueTypes": ["Epic", "Task", "Subtask"],
               "requiredFields": ["customfield_2"], "customFields": [
                 {"id": "customfield_2", "name": "Team", "type": "option", "options": ["Shop", "Oven"], "scope": "CCS"}]}]}
            """,
        mapping: "  fields: {Team: Oven}\n"
    )
}
