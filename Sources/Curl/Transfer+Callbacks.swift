internal import CCurl

extension Transfer {
    /// Points libcurl's callbacks at this transfer, unretained: the loop keeps it until the handle is off the multi.
    func connectCallbacks() throws(EasyHandle.Refusal) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        try unsafe connectAnswer(context)
        try unsafe connectBody(context)
    }

    /// Connects what the answer brings, and the word that the request is about to be sent.
    private func connectAnswer(_ context: UnsafeMutableRawPointer) throws(EasyHandle.Refusal) {
        let pointer = unsafe handle.pointer
        try handle.check(
            unsafe curl_setopt_before_sending(
                pointer,
                { context, _, _, _, _ in
                    unsafe Transfer.from(context)?.willSend()
                    return CURL_PREREQFUNC_OK
                },
                context
            )
        )
        try handle.check(
            unsafe curl_setopt_header_sink(
                pointer,
                { bytes, size, count, context in
                    let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                    return unsafe Transfer.from(context)?.receive(headerLine: line) == true ? size * count : 0
                },
                context
            )
        )
        try handle.check(
            unsafe curl_setopt_body_sink(
                pointer,
                { bytes, size, count, context in
                    let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                    // A count other than the one offered is how a sink refuses; for an empty part that is 1.
                    guard unsafe Transfer.from(context)?.receive(bytes: part) == true else {
                        return size * count == 0 ? 1 : 0
                    }
                    return size * count
                },
                context
            )
        )
    }

    /// Connects what the request's body is read from.
    private func connectBody(_ context: UnsafeMutableRawPointer) throws(EasyHandle.Refusal) {
        let pointer = unsafe handle.pointer
        try handle.check(
            unsafe curl_setopt_source(
                pointer,
                { buffer, size, count, context in
                    let room = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
                    return unsafe Transfer.from(context)?.produce(into: room) ?? Int(CURL_READFUNC_ABORT)
                },
                { context, offset, origin in
                    guard origin == SEEK_SET, let transfer = unsafe Transfer.from(context) else {
                        return CURL_SEEKFUNC_FAIL
                    }
                    return transfer.rewind(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
                },
                context
            )
        )
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}
