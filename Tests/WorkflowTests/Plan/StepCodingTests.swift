import JSON
import Reconciliation
import Testing

@testable import Workflow

/// Steps as plan files write and read them.
@Suite struct StepCodingTests {
    /// One of each, with what the file says.
    private static let steps: [(Step, StepEntry)] = [
        (
            .issue(.set("summary", from: .none, to: .text("a"))),
            StepEntry(.issue, "summary", from: .null, to: .text("a"))
        ),
        (
            .issue(.set("customfield_1", from: .list(["a"]), to: .none)),
            StepEntry(.issue, "customfield_1", from: .list(["a"]), to: .null)
        ),
        (.issue(.labels(from: nil, to: ["a"])), StepEntry(.issue, "labels", from: .null, to: .list(["a"]))),
        (
            .issue(.labels(from: ["a"], to: [])),
            StepEntry(.issue, "labels", from: .list(["a"]), to: .list([]))
        ),
        (.issue(.mark(from: nil, to: "1")), StepEntry(.issue, "marker", from: .null, to: .text("1"))),
        (.issue(.mark(from: "1", to: "2")), StepEntry(.issue, "marker", from: .text("1"), to: .text("2"))),
        (.issue(.release(from: "1")), StepEntry(.issue, "marker", from: .text("1"), to: .null)),
        (.issue(.comment("a")), StepEntry(.issue, "comment", from: .null, to: .text("a"))),
        (.issue(.resolution("Done")), StepEntry(.issue, "resolution", from: .null, to: .text("Done"))),
        (
            .issue(.move(from: "To Do", to: .done)),
            StepEntry(.issue, "status", from: .text("To Do"), to: .text("done"))
        ),
        (.issue(.move(from: nil, to: .open)), StepEntry(.issue, "status", from: .null, to: .text("open"))),
        (
            .issue(.relate(.relates, to: "CCS-1")),
            StepEntry(.issue, "relates", from: .null, to: .text("CCS-1"))
        ),
        (
            .issue(.relate(.duplicates, to: "CCS-1")),
            StepEntry(.issue, "duplicates", from: .null, to: .text("CCS-1"))
        ),
        (
            .row(.set(column: "debt", from: .bool(true), to: .null)),
            StepEntry(.row, "debt", from: .bool(true), to: .null)
        ),
        (
            .row(.set(column: "status", from: .list(["a"]), to: .text("b"))),
            StepEntry(.row, "status", from: .list(["a"]), to: .text("b"))
        ),
        (
            .row(.tickets(column: "tickets", from: ["see the board"], to: ["see the board", "CCS-1"].refs)),
            StepEntry(.row, "tickets", from: .list(["see the board"]), to: .list(["see the board", "CCS-1"]))
        ),
        (
            .row(.tickets(column: "tickets", from: nil, to: [.created])),
            StepEntry(.row, "tickets", from: .null, to: .list(["(new key)"]))
        ),
        // A row may list the placeholder's words, as one that was copied out of a plan does.
        (
            .row(
                .tickets(
                    column: "tickets",
                    from: ["(new key)", "CCS-1"],
                    to: [.text("(new key)"), .created]
                )
            ),
            StepEntry(
                .row,
                "tickets",
                from: .list(["(new key)", "CCS-1"]),
                to: .list(["(new key)", "(new key)"])
            )
        ),
        (
            .row(
                .tickets(
                    column: "tickets",
                    from: ["CCS-1", "(new key)"],
                    to: [.created, .text("(new key)")]
                )
            ),
            StepEntry(
                .row,
                "tickets",
                from: .list(["CCS-1", "(new key)"]),
                to: .list(["(new key)", "(new key)"])
            )
        ),
        (
            .link(.agree(from: .open, to: .accepted)),
            StepEntry(.state, "agreed", from: .text("open"), to: .text("accepted"))
        ),
        (
            .link(.category(from: .new, to: .indeterminate)),
            StepEntry(.state, "category", from: .text("new"), to: .text("indeterminate"))
        ),
        (.link(.rename(from: "1", to: "2")), StepEntry(.state, "row", from: .text("1"), to: .text("2"))),
        (.link(.repath(from: "a", to: "b")), StepEntry(.state, "path", from: .text("a"), to: .text("b"))),
        (
            .link(.rekey(from: "CCS-1", to: "OPS-1")),
            StepEntry(.state, "key", from: .text("CCS-1"), to: .text("OPS-1"))
        ),
        (
            .link(.learn("summary", from: .text("a"), to: .digest(sha256.digest("b")))),
            StepEntry(.state, "summary", from: .text("a"), to: .text(sha256.digest("b").description))
        ),
        (.link(.drop(key: "CCS-1")), StepEntry(.state, "link", from: .text("CCS-1"), to: .null)),
        (.link(.clear(.audit)), StepEntry(.state, "decision", from: .text("audit"), to: .null)),
    ]

    @Test(arguments: steps.indices)
    func `every step is written in its words, and comes back`(_ place: Int) throws {
        let (step, entry) = Self.steps[place]
        #expect(StepEntry(step) == entry)
        #expect(try entry.step(in: .create) == step)
    }

    @Test func `the placeholder means a key in creates alone`() throws {
        let entry = StepEntry(.row, "tickets", from: .null, to: .list(["(new key)"]))
        let other = RowStep.tickets(column: "tickets", from: nil, to: [.text("(new key)")])
        #expect(try entry.step(in: .relink) == .row(other))
    }

    @Test func `a create of a file that says nothing else puts the key in the words' place`() throws {
        let entry = StepEntry(.row, "tickets", from: .list(["(new key)"]), to: .list(["(new key)"]))
        let step = RowStep.tickets(column: "tickets", from: ["(new key)"], to: [.created])
        #expect(try entry.step(in: .create) == .row(step))
    }

    @Test func `a field of a name that means something else is no step of that name`() {
        for word in StepEntry.words {
            let field = Step.issue(.set(FieldName(word), from: .none, to: .text("done")))
            #expect(field != .issue(.move(from: nil, to: .done)))
            #expect(!field.isMove)
        }
        #expect(StepEntry.words.isSuperset(of: ["status", "row", "key", "path", "link", "comment"]))
    }

    @Test(arguments: [
        (StepEntry(.issue, "status", from: .null, to: .text("Done")), StepEntry.Fault.to),
        (StepEntry(.issue, "status", from: .bool(true), to: .text("done")), .from),
        (StepEntry(.issue, "comment", from: .null, to: .null), .to),
        (StepEntry(.issue, "marker", from: .list([]), to: .null), .from),
        (StepEntry(.issue, "summary", from: .null, to: .bool(true)), .to),
        (StepEntry(.state, "agreed", from: .text("open"), to: .text("closed")), .to),
        (StepEntry(.state, "category", from: .text("none"), to: .text("done")), .from),
        (StepEntry(.state, "decision", from: .null, to: .null), .from),
    ])
    func `what is not understood is told`(_ entry: StepEntry, _ member: StepEntry.Fault) {
        #expect(throws: member) { try entry.step(in: .update) }
    }

    @Test func `a plan names the member that is not understood`() throws {
        var object = try #require(PlanDocumentTests.document.json.object)
        var actions = try #require(object["actions"]?.array)
        var action = try #require(actions[0].object)
        action["changes"] = [["side": "issue", "field": "status", "from": .null, "to": "Done"]]
        actions[0] = .object(action)
        object["actions"] = .array(actions)
        let error = #expect(throws: Problem.self) {
            try PlanDocumentTests.read(PlanDocumentTests.sealed(.object(object)))
        }
        #expect(error?.summary.contains("actions[0].changes[0].to ") == true)
    }

    @Test(arguments: [
        (
            Reason.succession(.debtBack(closed: "CCS-1", hasWayBack: false), by: "CCS-2"),
            "the row has debt again, and CCS-1 cannot be opened again, and CCS-2 was created for this row"
        ),
        (.closed("CCS-1", resolution: nil), "CCS-1 was closed"),
        (.closed("CCS-1", resolution: "Done"), "CCS-1 was closed as Done"),
        (.lists("CCS-1", isClosed: true), "lists CCS-1, which is closed"),
        (.replaced("CCS-1", by: "CCS-2"), "CCS-2 took the place of CCS-1"),
        (.keyWas("7"), "the row's key was 7"),
        (.other("because"), "because"),
    ])
    func `a reason is told in a phrase`(_ reason: Reason, _ text: String) {
        #expect(reason.text == text)
    }
}

extension [String] {
    fileprivate var refs: [TicketRef] { map { TicketRef($0) } }
}
