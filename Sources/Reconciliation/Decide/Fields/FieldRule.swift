/// What the three-way merge of a field comes to.
enum FieldMove: Hashable {
    /// Neither side changed, or it does not matter.
    case nothing
    /// Only the row changed, or the row wins: write it.
    case write
    /// Only the issue changed, or both came to the same: take it into the base.
    case take
    /// Both changed differently.
    case conflict
}

/// Merges one field three ways.
///
/// - Parameters:
///   - owner: Who decides over it.
///   - rowChanged: Whether what would be sent is not what was sent.
///   - issueChanged: Whether what is read is not what was read.
///   - isSame: Whether what would be sent is what is read.
/// - Returns: What to do.
func merge(owner: Owner, rowChanged: Bool, issueChanged: Bool, isSame: Bool) -> FieldMove {
    switch (owner, rowChanged, issueChanged) {
    case (.jira, _, _), (.once, _, _): .nothing
    case (_, false, false): .nothing
    case (_, true, _) where isSame, (.merge, false, true): .take
    case (_, true, false), (.audit, _, _): .write
    case (.merge, true, true): .conflict
    }
}

/// What the merge of labels comes to; sets never conflict.
struct LabelMerge: Hashable {
    /// Ours that are missing, to be added.
    var added: [String] = []
    /// Ours no longer, to be removed.
    var removed: [String] = []
    /// Whether the base has to learn what people removed or put back.
    var isTaken = false
}

/// Merges labels as sets: ours are added and removed, all others stay.
///
/// - Parameters:
///   - owner: Who decides over ours.
///   - sent: Ours when they were last sent.
///   - read: Those of ours that were on the issue when the sides last agreed.
///   - wanted: Ours now.
///   - present: All that are on the issue now.
///   - fixed: The label that is put back whoever removed it.
/// - Returns: What to add and to remove.
func mergeLabels(
    owner: Owner,
    sent: [String],
    read: [String],
    wanted: [String],
    present: [String],
    fixed: String
) -> LabelMerge {
    guard owner == .audit || owner == .merge else { return LabelMerge() }
    var result = LabelMerge()
    for label in wanted where !present.contains(label) {
        if owner == .audit || label == fixed || !sent.contains(label) {
            result.added.append(label)
        } else if read.contains(label) {
            result.isTaken = true
        }
    }
    result.removed = sent.filter { !wanted.contains($0) && present.contains($0) }
    let present = wanted.filter { present.contains($0) }
    if present.contains(where: { sent.contains($0) && !read.contains($0) }) { result.isTaken = true }
    if Set(sent) != Set(wanted), result.added.isEmpty, result.removed.isEmpty { result.isTaken = true }
    return result
}
