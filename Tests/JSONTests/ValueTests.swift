import JSON
import Testing

struct ValueTests {
    @Test func `gives members and elements`() {
        let value: JSON = ["a": [1, "two", 2.5, true, nil], "b": "\(1 + 1)"]
        #expect(value["a"]?[0]?.integer == 1)
        #expect(value["a"]?[0]?.double == 1)
        #expect(value["a"]?[1]?.string == "two")
        #expect(value["a"]?[2]?.double == 2.5)
        #expect(value["a"]?[2]?.integer == nil)
        #expect(value["a"]?[3]?.bool == true)
        #expect(value["a"]?[4]?.isNull == true)
        #expect(value["a"]?[5] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["b"] == "2")
        #expect(value["c"] == nil)
        #expect(value["a"]?["a"] == nil)
        #expect(value.object?.keys == ["a", "b"])
    }

    @Test func `keeps the order of insertion`() {
        var members: JSONObject = ["z": 1, "a": 2, "m": 3]
        members["a"] = 4
        members["b"] = 5
        members["z"] = nil
        members["z"] = 6
        #expect(members.map(\.key) == ["a", "m", "b", "z"])
        #expect(members.values == [4, 3, 5, 6])
        #expect(members[0].key == "a")
    }

    @Test func `finds its members when there are many`() {
        var members = JSONObject((0..<500).map { ("key \($0)", JSON.integer($0)) })
        for index in stride(from: 0, to: 500, by: 2) { members["key \(index)"] = nil }
        #expect(members.count == 250)
        #expect((0..<500).allSatisfy { members["key \($0)"] == ($0 % 2 == 1 ? .integer($0) : nil) })
    }

    @Test func `is equal in any order, with equal hashes`() {
        let left: JSON = ["a": 1, "b": ["c": 2, "d": 3]]
        let right: JSON = ["b": ["d": 3, "c": 2], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": ["c": 2, "d": 4]])
        #expect(left != ["a": 1, "x": ["c": 2, "d": 3]])
        #expect([1, 2] as JSON != [2, 1])
    }

    @Test func `tells canonically equivalent texts apart`() {
        #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
        #expect(JSON.string("\u{E9}") == JSON.string("\u{E9}"))
    }
}
