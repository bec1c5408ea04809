import CPostgres

/// The notices and warnings that the server sent beside its answers.
///
/// libpq would print them to standard error. Only the connection's own thread touches the list.
final class NoticeLog {
    private(set) var notices: [String] = []

    /// Takes all notices out.
    func drain() -> [String] {
        defer { notices = [] }
        return notices
    }

    /// Collects from `connection`, for as long as both live; a flood is cut at a hundred.
    func attach(to connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe PQsetNoticeProcessor(
            connection,
            { context, message in
                guard let context = unsafe context, let message = unsafe message else { return }
                let log = unsafe Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue()
                if log.notices.count < 100 { unsafe log.notices.append(String(cString: message).oneLine) }
            },
            context
        )
    }
}
