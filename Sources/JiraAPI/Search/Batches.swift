extension Sequence where Element: Sendable {
    /// Returns the results of a function for all elements, in order, with at most so many at work at once.
    package func mapConcurrently<Result: Sendable>(
        atOnce limit: Int,
        _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            var started = 0
            for element in self {
                if started >= limit, let (place, result) = try await group.next() { results[place] = result }
                let place = started
                group.addTask { try await (place, transform(element)) }
                started += 1
            }
            for try await (place, result) in group { results[place] = result }
            return (0..<started).compactMap { results[$0] }
        }
    }
}

extension Task where Failure == any Error {
    /// The value of a task that several callers wait for; it is cancelled with the first of them.
    package var sharedValue: Success {
        get async throws {
            try await withTaskCancellationHandler {
                try await value
            } onCancel: {
                cancel()
            }
        }
    }
}

extension Array {
    /// The elements in runs of a length, the last one shorter.
    package func runs(of length: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: Swift.max(1, length)).map {
            self[$0..<Swift.min($0 + Swift.max(1, length), count)]
        }
    }
}
