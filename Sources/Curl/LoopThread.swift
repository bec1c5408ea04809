internal import Glibc

/// The thread that runs a loop; letting go of it closes the loop and waits for the thread's end.
struct LoopThread: ~Copyable {
    let loop: TransferLoop
    private let thread: pthread_t

    /// Starts the thread; nil when the system has none to give.
    init?(_ loop: TransferLoop) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(loop)
        let code = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                LoopThread.blockSignals()
                unsafe Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            context.toOpaque()
        )
        guard code == 0 else {
            unsafe context.release()
            return nil
        }
        self.loop = loop
        self.thread = thread
    }

    deinit {
        loop.close()
        pthread_join(thread, nil)
    }

    /// Keeps signals away from the thread: a program's handlers run elsewhere, and a write to a closed TLS connection
    /// is an error here and not a SIGPIPE, from which libcurl does not shield with NOSIGNAL.
    private static func blockSignals() {
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
    }
}
