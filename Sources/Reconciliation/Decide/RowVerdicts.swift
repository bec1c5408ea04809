/// The verdicts over a row's links, settled among each other.
struct RowVerdicts: Sendable {
    /// A verdict for each member of the group, in its order.
    private(set) var all: [Verdict]
    /// The issue that speaks for the row, where several say the same; nil where none says anything of it.
    private(set) var speaker: IssueID?

    init(of group: RowGroup, by rules: PlanRules) {
        all = group.members.map { member in
            decide(
                from: member.link.agreed,
                row: group.side(from: member.link, by: rules.fingerprint),
                issue: member.side
            )
        }
        holdBackUnlessAllClosed(group, rules.policies.resolveWhen)
        guard let index = speaking(group) else { return }
        speaker = group.members[index].link.issue
        guard all[index] == .resolve else { return }
        // The row is done: what is gone is not missed any more.
        for index in all.indices where group.members[index].issue == nil { all[index] = .forget }
        // Nor is its debt back because of an issue that was closed before.
        for index in all.indices where all[index] == .regression { all[index] = .nothing }
    }

    /// Holds resolving back until as many of the row's tickets are closed as the policy asks for.
    private mutating func holdBackUnlessAllClosed(_ group: RowGroup, _ policy: Policies.ResolveWhen) {
        let isNews = zip(group.members, all).contains { $1.isEnding && $0.link.category != .done }
        // A ticket that was closed already when the row's debt was noted is no change.
        var isEnough = isNews
        if all.count > 1 {
            let closed = all.count(where: \.isEnding)
            let live = group.members.count { $0.issue != nil }
            isEnough = isNews && (policy == .any ? closed > 0 : closed == live)
        }
        if !isEnough { for index in all.indices where all[index].isEnding { all[index] = .nothing } }
    }

    /// Which of the row's members speaks for the row, when several say the same.
    private func speaking(_ group: RowGroup) -> Int? {
        let news = all.indices.filter { group.members[$0].link.category != .done }
        for verdict in [Verdict.accept, .rewrittenAndClosed, .resolve] {
            if let index = news.first(where: { all[$0] == verdict }) { return index }
        }
        // An adopted issue that is closed is no news, and speaks all the same.
        return all.firstIndex { $0.isEnding || $0 == .unresolve }
    }
}

extension Verdict {
    /// Whether the issue's being closed is to change the row.
    fileprivate var isEnding: Bool {
        switch self {
        case .resolve, .accept, .rewrittenAndClosed: true
        case .nothing, .merge, .close, .rowDeleted, .agree, .issueDeleted, .forget, .regression, .unresolve,
            .acceptedIssueMissing:
            false
        }
    }
}
