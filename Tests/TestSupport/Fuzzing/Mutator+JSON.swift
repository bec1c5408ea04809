public import JSON

extension Mutator {
    /// Returns the value with one to four of its parts changed: another type, gone, doubled, nested deep, or odd.
    public mutating func spoil(_ json: JSON) -> JSON {
        var spoilt = json
        for _ in 0...pick([0, 0, 1, 3]) {
            var place = below(Self.size(of: spoilt))
            spoilt = changed(spoilt, at: &place)
        }
        return spoilt
    }

    /// Returns a value of any shape.
    public mutating func json(depth: Int = 4) -> JSON {
        switch below(depth > 0 ? 10 : 7) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2: return .integer(pick([0, 1, -1, .max, .min, 10_000, 1_764_000_000_000]))
        case 3: return .double(pick([0.5, -0.0, 1e300, -1e300, .leastNonzeroMagnitude, 1e19]))
        case 4: return .string(pick(Self.oddNumbers))
        case 5, 6: return .string(text())
        case 7: return .array((0..<below(4)).map { _ in json(depth: depth - 1) })
        case 8: return .object(JSONObject((0..<below(4)).map { _ in (text(), json(depth: depth - 1)) }))
        default: return deep()
        }
    }

    /// Returns a value nested up to three hundred levels.
    private mutating func deep() -> JSON {
        var value = JSON.integer(1)
        for _ in 0..<below(300) { value = below(2) == 0 ? .array([value]) : ["content": value] }
        return value
    }

    /// The number of values in a value, itself included.
    private static func size(of json: JSON) -> Int {
        switch json {
        case .array(let elements): elements.reduce(1) { $0 + size(of: $1) }
        case .object(let members): members.values.reduce(1) { $0 + size(of: $1) }
        default: 1
        }
    }

    /// Returns the value with the part at a place, counted from the outermost, changed.
    private mutating func changed(_ json: JSON, at place: inout Int) -> JSON {
        guard place > 0 else {
            place = -1
            return other(than: json)
        }
        place -= 1
        switch json {
        case .array(var elements):
            for index in elements.indices where place >= 0 {
                elements[index] = changed(elements[index], at: &place)
            }
            return .array(elements)
        case .object(let members):
            var kept: [(String, JSON)] = []
            for (key, value) in members {
                kept.append((key, place >= 0 ? self.changed(value, at: &place) : value))
            }
            return .object(JSONObject(kept))
        default: return json
        }
    }

    /// Returns what stands in the place of a value.
    private mutating func other(than json: JSON) -> JSON {
        let choice = below(5)
        switch json {
        case .array(var elements) where choice > 0 && !elements.isEmpty:
            let index = below(elements.count)
            switch choice {
            case 1: elements.remove(at: index)
            case 2: elements.insert(elements[index], at: below(elements.count + 1))
            case 3: elements.swapAt(index, below(elements.count))
            default: elements.insert(self.json(depth: 2), at: index)
            }
            return .array(elements)
        case .object(var members) where choice > 0 && !members.isEmpty:
            let key = pick(members.keys)
            switch choice {
            case 1: members[key] = nil
            case 2: members[pick(members.keys)] = members[key]
            case 3: members[text()] = members[key]
            default: members[key] = self.json(depth: 2)
            }
            return .object(members)
        case .string(let text) where choice > 1:
            return .string(String(decoding: spoil(Array(text.utf8)), as: UTF8.self))
        case .integer where choice > 1: return .integer(pick([0, -1, 1, .max, .min, 7, 1 << 53]))
        default: return self.json()
        }
    }
}
