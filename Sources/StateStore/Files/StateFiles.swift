internal import Reconciliation

/// A state as files, by their paths within the state directory.
enum StateFiles {
    /// Returns all files of a state.
    static func all(of state: State, _ layout: Layout, _ digester: Digester) -> [String: [UInt8]] {
        var files = links(of: state, layout, digester, in: nil)
        files[StateHeader.file] = StateHeader(state, layout: layout).file
        return files
    }

    /// Returns the files that differ between two states of one layout.
    static func changed(
        from old: State,
        to new: State,
        _ layout: Layout,
        _ digester: Digester
    ) -> [String: [UInt8]] {
        var touched: Set<Int> = []
        eachChange(from: old.links, to: new.links) { touched.insert(layout.index(of: $0.row, digester)) }
        var files = touched.isEmpty ? [:] : links(of: new, layout, digester, in: touched)
        files[StateHeader.file] = StateHeader(new, layout: layout).file
        return files
    }

    /// Reads a state back.
    ///
    /// The files come with their contents in the order of their paths; what belongs to no state is left alone.
    static func state(
        _ header: StateHeader,
        _ files: [(path: String, content: [UInt8])],
        digester: Digester
    ) throws(StateFault) -> State {
        var reading = StateReading(header, files: files.count, digester)
        for file in files { try reading.add(file.content, at: file.path) }
        return try reading.state()
    }

    /// Whether a path within the state directory is one of the files that hold links.
    static func isOfLinks(_ path: String) -> Bool { path == "links.yaml" || path.hasPrefix("links/") }

    private static func links(
        of state: State,
        _ layout: Layout,
        _ digester: Digester,
        in wanted: Set<Int>?
    ) -> [String: [UInt8]] {
        let links = LinkOrder.sorted(state.links)
        guard layout != .single else { return [layout.file(0): LinkWriter.file(links)] }
        var positions = [[Int]](repeating: [], count: layout.rawValue)
        for position in links.indices {
            positions[layout.index(of: links[position].row, digester)].append(position)
        }
        var files: [String: [UInt8]] = [:]
        for index in positions.indices where wanted?.contains(index) ?? true {
            files[layout.file(index)] = LinkWriter.file(links, positions[index])
        }
        return files
    }

    /// Calls `body` with each link that only one of the two lists has, in that form; both lists come sorted.
    private static func eachChange(from old: [Link], to new: [Link], _ body: (Link) -> Void) {
        let old = LinkOrder.sorted(old)
        let new = LinkOrder.sorted(new)
        var left = 0
        var right = 0
        while left < old.count || right < new.count {
            if left < old.count, right < new.count, old[left].isIdentical(to: new[right]) {
                left += 1
                right += 1
            } else if right == new.count || (left < old.count && !(new[right] < old[left])) {
                body(old[left])
                left += 1
            } else {
                body(new[right])
                right += 1
            }
        }
    }
}

extension Link {
    /// Whether both would be written alike.
    fileprivate func isIdentical(to other: Link) -> Bool {
        guard self == other else { return false }
        // Equal as Swift sees it; only where there is more than ASCII can the bytes differ all the same.
        return row == other.row && path.utf8.elementsEqual(other.path.utf8)
            && key.utf8.elementsEqual(other.key.utf8)
            && zip(fields, other.fields).allSatisfy { $0.isIdentical(to: $1) }
    }
}

extension FieldBase {
    fileprivate func isIdentical(to other: FieldBase) -> Bool {
        let flipped = flip?.value ?? .none
        return name.utf8.elementsEqual(other.name.utf8) && sent.isIdentical(to: other.sent)
            && read.isIdentical(to: other.read) && flipped.isIdentical(to: other.flip?.value ?? .none)
    }
}
