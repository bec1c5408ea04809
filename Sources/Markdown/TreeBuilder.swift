internal import CCmark

/// Copies a parser's tree into values, with a stack of its own so that no nesting can exhaust the thread's.
struct TreeBuilder {
    private var frames: [Frame] = [Frame(.document)]
    /// For each container that is open in the parser's tree, whether a frame stands for it.
    private var isFramed: [Bool] = []

    /// The blocks that stand at the top.
    var blocks: [MarkdownBlock] { frames[0].blocks }

    /// Walks the whole tree under the root.
    @unsafe
    mutating func walk(_ root: OpaquePointer) {
        let iterator = unsafe cmark_iter_new(root)
        defer { unsafe cmark_iter_free(iterator) }
        while true {
            let event = unsafe cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { return }
            guard unsafe node != root else { continue }
            let visit = unsafe Visit(node)
            if event == CMARK_EVENT_EXIT {
                leave()
            } else if let leaf = unsafe visit.leaf(node) {
                add(leaf)
            } else {
                unsafe enter(visit, node)
            }
        }
    }

    @unsafe
    private mutating func enter(_ visit: Visit, _ node: OpaquePointer) {
        let frame = unsafe visit.frame(node)
        let fits = frame.kind.fits(in: frames[frames.count - 1].kind, depth: frames.count)
        isFramed.append(fits)
        if fits { frames.append(frame) }
    }

    private mutating func leave() {
        guard isFramed.popLast() == true, let frame = frames.popLast() else { return }
        add(frame.finished)
    }

    private mutating func add(_ piece: Piece) {
        frames[frames.count - 1].add(piece)
    }
}
