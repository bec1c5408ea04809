import TestSupport
import Testing

@testable import Reconciliation

@Suite struct MergeTests {
    /// Every owner, with what happens when neither, the row, the issue, or both changed; then the same where what would be
    /// sent is what is read.
    static let table: [(owner: Owner, differing: [FieldMove], same: [FieldMove])] = [
        (.audit, [.nothing, .write, .write, .write], [.nothing, .take, .write, .take]),
        (.merge, [.nothing, .write, .take, .conflict], [.nothing, .take, .take, .take]),
        (.jira, [.nothing, .nothing, .nothing, .nothing], [.nothing, .nothing, .nothing, .nothing]),
        (.once, [.nothing, .nothing, .nothing, .nothing], [.nothing, .nothing, .nothing, .nothing]),
    ]

    @Test(arguments: table)
    func `merges a field by its owner and by who changed it`(
        _ row: (owner: Owner, differing: [FieldMove], same: [FieldMove])
    ) {
        let changes = [(false, false), (true, false), (false, true), (true, true)]
        for (isSame, expected) in [(false, row.differing), (true, row.same)] {
            let moves = changes.map {
                merge(owner: row.owner, rowChanged: $0.0, issueChanged: $0.1, isSame: isSame)
            }
            #expect(moves == expected, "\(row.owner), same: \(isSame)")
        }
    }

    @Test func `has a row for every owner`() {
        #expect(Set(Self.table.map(\.owner)) == Set(Owner.allCases))
    }

    /// Labels as letters: what was sent, what was read, what is wanted, what is there; then what is added and removed.
    struct LabelCase: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let owner: Owner
        let sent, read, wanted, present: String
        let added, removed: String
        let isTaken: Bool

        init(
            _ says: String,
            _ owner: Owner = .merge,
            sent: String,
            read: String,
            wanted: String,
            present: String,
            added: String = "",
            removed: String = "",
            isTaken: Bool = false
        ) {
            testDescription = says
            self.owner = owner
            self.sent = sent
            self.read = read
            self.wanted = wanted
            self.present = present
            self.added = added
            self.removed = removed
            self.isTaken = isTaken
        }
    }

    @Test(arguments: [
        LabelCase("nothing changed", sent: "ab", read: "ab", wanted: "ab", present: "abx"),
        LabelCase(
            "a new one of ours is added",
            sent: "a",
            read: "a",
            wanted: "ab",
            present: "ax",
            added: "b"
        ),
        LabelCase(
            "one of ours no more goes",
            sent: "ab",
            read: "ab",
            wanted: "a",
            present: "abx",
            removed: "b"
        ),
        LabelCase(
            "what people removed stays off",
            sent: "ab",
            read: "ab",
            wanted: "ab",
            present: "a",
            isTaken: true
        ),
        LabelCase("and is learned once", sent: "ab", read: "a", wanted: "ab", present: "a"),
        LabelCase(
            "what people put back is learned",
            sent: "ab",
            read: "a",
            wanted: "ab",
            present: "ab",
            isTaken: true
        ),
        LabelCase("the row wins", .audit, sent: "ab", read: "ab", wanted: "ab", present: "a", added: "b"),
        LabelCase(
            "the fixed label is put back",
            sent: "am",
            read: "am",
            wanted: "am",
            present: "a",
            added: "m"
        ),
        LabelCase("both added the same", sent: "a", read: "a", wanted: "ab", present: "ab", isTaken: true),
        LabelCase("both removed the same", sent: "ab", read: "ab", wanted: "a", present: "a", isTaken: true),
        LabelCase("nothing is written for jira", .jira, sent: "a", read: "a", wanted: "b", present: "c"),
        LabelCase(
            "nothing is written after creation",
            .once,
            sent: "a",
            read: "a",
            wanted: "b",
            present: "c"
        ),
    ])
    func `merges labels as sets`(_ one: LabelCase) {
        let letters = { (text: String) in text.map(String.init) }
        let merged = mergeLabels(
            owner: one.owner,
            sent: letters(one.sent),
            read: letters(one.read),
            wanted: letters(one.wanted),
            present: letters(one.present),
            fixed: "m"
        )
        #expect(merged.added == letters(one.added))
        #expect(merged.removed == letters(one.removed))
        #expect(merged.isTaken == one.isTaken)
    }

    @Test(arguments: [Owner.audit, .merge])
    func `never touches the labels of others and settles in one step`(_ owner: Owner) {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let sent = random.letters()
            let read = random.letters().filter(sent.contains)
            let wanted = random.letters()
            let present = random.letters()
            let first = mergeLabels(
                owner: owner,
                sent: sent,
                read: read,
                wanted: wanted,
                present: present,
                fixed: "m"
            )
            #expect(Set(first.added).isSubset(of: wanted) && Set(first.added).isDisjoint(with: present))
            #expect(Set(first.removed).isSubset(of: sent) && Set(first.removed).isDisjoint(with: wanted))
            let now = present.filter { !first.removed.contains($0) } + first.added
            #expect(Set(present).subtracting(sent).isSubset(of: now))
            let second = mergeLabels(
                owner: owner,
                sent: wanted,
                read: wanted.filter(now.contains),
                wanted: wanted,
                present: now,
                fixed: "m"
            )
            #expect(second == LabelMerge(), "sent \(sent) read \(read) wanted \(wanted) present \(present)")
        }
    }
}

extension SeededGenerator {
    /// A random set of a few letters.
    fileprivate mutating func letters() -> [String] {
        ["a", "b", "c", "d", "m"].filter { _ in Bool.random(using: &self) }
    }
}
