import Yams

extension Section {
    /// Returns the text at a key; anything but a scalar is a complaint.
    mutating func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let scalar = node.scalar else {
            complaints.add(node.mark?.line, "\(path(key)) must be a text")
            return nil
        }
        return scalar.string
    }

    /// Returns the texts at a key, each with its line; a single text counts as a list of one.
    mutating func texts(_ key: String) -> [(text: String, line: Int?)]? {
        guard let node = node(key) else { return nil }
        if let scalar = node.scalar { return [(scalar.string, scalar.mark?.line)] }
        guard case .sequence(let sequence) = node else {
            complaints.add(node.mark?.line, "\(path(key)) must be a list of texts")
            return nil
        }
        return sequence.compactMap { element in
            guard let scalar = element.scalar else {
                complaints.add(element.mark?.line, "\(path(key)) must be a list of texts")
                return nil
            }
            return (scalar.string, scalar.mark?.line)
        }
    }

    /// Returns the whole number at a key; one outside the range is a complaint.
    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            complaints.add(
                line(of: key),
                "\(path(key)) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
            )
            return nil
        }
        return number
    }

    /// Returns the truth value at a key; anything but `true` and `false` is a complaint.
    mutating func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        guard let flag = Bool(text.lowercased()) else {
            complaints.add(line(of: key), "\(path(key)) must be true or false, not '\(text)'")
            return nil
        }
        return flag
    }

    /// Returns the seconds at a key, written as `30s`, `500ms`, `2m` or a bare number of seconds.
    mutating func seconds(_ key: String) -> Double? {
        guard let text = text(key) else { return nil }
        let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("", 1)]
        for unit in units where text.hasSuffix(unit.suffix) {
            if let number = Double(text.dropLast(unit.suffix.count)), number > 0,
                number * unit.seconds <= 3600
            {
                return number * unit.seconds
            }
        }
        complaints.add(
            line(of: key),
            "\(path(key)) must be a time such as 30s or 2m, at most 60m, not '\(text)'"
        )
        return nil
    }

    /// Returns the choice at a key; anything else is a complaint that names the choices.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        of type: Choice.Type
    ) -> Choice? {
        guard let text = text(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let names = type.allCases.map(\.rawValue)
        let suggestion = Suggestion.phrase(for: text, in: names)
        complaints.add(
            line(of: key),
            "\(path(key)) must be \(names.joined(separator: " or ")), not '\(text)'\(suggestion)"
        )
        return nil
    }
}
