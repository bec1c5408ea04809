import JSON
import Reconciliation
import Testing
import Workflow

@testable import Jira

@Suite struct TransitionChoiceTests {
    private let choice = TransitionChoice(closedStatuses: [], openStatuses: [])

    private func transition(
        _ id: String,
        to name: String,
        _ category: StatusCategory,
        fields: [Transition.Field] = []
    ) -> Transition {
        Transition(
            id: id,
            name: name,
            target: IssueStatus(id: "s" + name, name: name, category: category),
            fields: fields
        )
    }

    private func resolution(isRequired: Bool = true, _ names: String...) -> Transition.Field {
        let values = names.enumerated().map { Transition.Value(id: "\($0)", name: $1) }
        return Transition.Field(
            name: "resolution",
            title: "Resolution",
            isRequired: isRequired,
            allowed: values
        )
    }

    @Test func `a status for finished work goes before others that are closed`() {
        let offer = [
            transition("11", to: "Won't Do", .done), transition("31", to: "Done", .done),
            transition("21", to: "In Progress", .indeterminate), transition("5", to: "Archived", .done),
        ]
        let step = choice.step(.closed(resolution: nil), offer, visited: [])
        #expect(step == .arrives(offer[1], [:]))
        for _ in 0..<10 {
            #expect(choice.step(.closed(resolution: nil), offer.shuffled(), visited: []) == step)
        }
    }

    @Test func `the configuration and the resolution are heeded`() {
        let offer = [transition("31", to: "Done", .done), transition("41", to: "Won't Do", .done)]
        #expect(choice.step(.closed(resolution: "won't do"), offer, visited: []) == .arrives(offer[1], [:]))
        let configured = TransitionChoice(closedStatuses: ["Erledigt", "WON'T DO"], openStatuses: [])
        #expect(configured.step(.closed(resolution: nil), offer, visited: []) == .arrives(offer[1], [:]))
    }

    @Test func `reopening goes back to the start before it goes on`() {
        let offer = [
            transition("9", to: "Odd", .undefined), transition("11", to: "In Arbeit", .indeterminate),
            transition("21", to: "Zu erledigen", .new), transition("31", to: "Fertig", .done),
        ]
        #expect(choice.step(.open, offer, visited: []) == .arrives(offer[2], [:]))
        let named = offer + [transition("99", to: "Reopened", .indeterminate)]
        #expect(choice.step(.open, named, visited: []) == .arrives(named[4], [:]))
    }

    @Test func `a resolution is sent where the screen has it`() {
        let offer = [
            transition("31", to: "Done", .done, fields: [resolution("Won't Do", "Fixed", "Duplicate")])
        ]
        let goal = { IssueChange.Goal.closed(resolution: $0) }
        #expect(choice.step(goal(nil), offer, visited: []) == .arrives(offer[0], ["resolution": "1"]))
        #expect(choice.step(goal("duplicate"), offer, visited: []) == .arrives(offer[0], ["resolution": "2"]))
        #expect(choice.step(goal("Unknown"), offer, visited: []) == .arrives(offer[0], ["resolution": "1"]))
        let optional = [transition("31", to: "Done", .done, fields: [resolution(isRequired: false, "Odd")])]
        #expect(choice.step(goal(nil), optional, visited: []) == .arrives(optional[0], ["resolution": "0"]))
    }

    @Test func `a required field leads elsewhere, or is named`() {
        let field = Transition.Field(
            name: "customfield_1",
            title: "Root cause",
            isRequired: true,
            allowed: []
        )
        let blocked = transition("31", to: "Done", .done, fields: [field])
        let free = transition("41", to: "Closed", .done)
        let goal = IssueChange.Goal.closed(resolution: nil)
        #expect(choice.step(goal, [blocked, free], visited: []) == .arrives(free, [:]))
        #expect(choice.step(goal, [blocked], visited: []) == .stuck(missing: ["Root cause"]))
    }

    @Test func `without a direct way a status in progress comes next, and none twice`() {
        let offer = [
            transition("11", to: "Backlog", .new), transition("21", to: "In Progress", .indeterminate),
            transition("31", to: "Review", .indeterminate),
        ]
        let goal = IssueChange.Goal.closed(resolution: nil)
        #expect(choice.step(goal, offer, visited: []) == .approaches(offer[1], [:]))
        #expect(
            choice.step(goal, offer, visited: [], distances: ["sReview": 1]) == .approaches(offer[2], [:])
        )
        #expect(choice.step(goal, offer, visited: ["sIn Progress"]) == .approaches(offer[2], [:]))
        let all: Set = ["sBacklog", "sIn Progress", "sReview"]
        #expect(choice.step(goal, offer, visited: all) == .stuck(missing: []))
    }

    @Test func `a transition is read, with a category that lacks its key`() throws {
        let json: JSON = [
            "id": "1001", "name": "Exception",
            "to": ["id": "10164", "name": "Exception", "statusCategory": ["id": 1]],
            "fields": [
                "resolution": [
                    "required": true, "name": "Resolution", "allowedValues": [["id": "7", "name": "Done"]],
                ],
                "customfield_1": ["required": true, "hasDefaultValue": true, "name": "Defaulted"],
            ],
        ]
        let transition = try #require(Transition(json))
        #expect(transition.target.category == .undefined)
        #expect(transition.fields.map(\.isRequired) == [true, false])
        #expect(transition.fields[0].allowed == [Transition.Value(id: "7", name: "Done")])
        #expect(Transition(["id": "1"]) == nil)
    }
}
