internal import CCurl

/// libcurl's handle for many transfers at once, with its pool of connections.
///
/// `@unchecked Sendable`: every call but ``wakeUp()`` is made by the loop's thread, and libcurl allows that one call
/// from any thread. The class frees the handle when nobody holds it any more, so no call can come too late.
@safe final class MultiHandle: @unchecked Sendable {
    private let pointer: UnsafeMutableRawPointer

    /// libcurl's global state, made once a process and never torn down; safe from any thread since libcurl 7.84.
    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Returns nil when libcurl cannot start.
    init?() {
        guard Self.isLibraryReady, let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe curl_multi_cleanup(pointer) }

    /// Ends a wait, from any thread; when nobody waits, the next wait ends at once.
    func wakeUp() { unsafe curl_multi_wakeup(pointer) }

    func add(_ transfer: Transfer) -> Bool {
        unsafe curl_multi_add_handle(pointer, transfer.handle.pointer) == CURLM_OK
    }

    func remove(_ transfer: Transfer) { unsafe curl_multi_remove_handle(pointer, transfer.handle.pointer) }

    /// Does what can be done without waiting; false when libcurl is broken beyond use.
    func perform() -> Bool {
        var running: Int32 = 0
        return unsafe curl_multi_perform(pointer, &running) == CURLM_OK
    }

    /// Waits for a socket, a timer, a wake-up or the time, whichever comes first.
    func wait(milliseconds: Int32) { unsafe curl_multi_poll(pointer, nil, 0, milliseconds, nil) }

    /// Returns the next transfer that has ended, by its handle, and how.
    func nextFinished() -> (handle: EasyHandle.Identity, code: CURLcode)? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(pointer, &left) {
            if unsafe message.pointee.msg == CURLMSG_DONE, let handle = unsafe message.pointee.easy_handle {
                return unsafe (EasyHandle.Identity(handle), curl_message_result(message))
            }
        }
        return nil
    }
}
