import Workflow

/// The nearest of some known names to one that is not known.
enum Suggestion {
    /// Returns the known name that a person most likely meant; nil when none is near.
    static func nearest(to name: String, in known: [String]) -> String? {
        let limit = max(1, min(3, name.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = SimilarNames.distance(name.lowercased(), candidate.lowercased())
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Returns `; did you mean 'labels'?`, or nothing when no known name is near.
    static func phrase(for name: String, in known: [String]) -> String {
        nearest(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
