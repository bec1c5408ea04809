internal import CCurl
internal import SerialExecution
internal import Synchronization

/// The one thread that drives all transfers, and the mailbox through which everybody else reaches it.
final class TransferLoop: Sendable {
    /// A request that waits to be started.
    struct Submission: Sendable {
        let ticket: Ticket
        let request: HTTPRequest
        let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    }

    /// A caller's hold on a request: it remembers a cancellation that comes before the submission.
    final class Ticket: Sendable {
        let isCancelled = Atomic(false)
    }

    private struct Mail {
        var submissions: [Submission] = []
        var cancellations: [Ticket] = []
        var isClosed = false
    }

    private let mailbox = Locked(Mail())
    private let multi: MultiHandle
    private let configuration: HTTPClientConfiguration

    init(_ multi: MultiHandle, _ configuration: HTTPClientConfiguration) {
        self.multi = multi
        self.configuration = configuration
    }

    func submit(_ submission: Submission) {
        let isClosed = mailbox.withLock { mail in
            if !mail.isClosed { mail.submissions.append(submission) }
            return mail.isClosed
        }
        if isClosed {
            submission.continuation.resume(returning: .failure(.cancelled(submission.request, .notSent)))
        } else {
            multi.wakeUp()
        }
    }

    func cancel(_ ticket: Ticket) {
        ticket.isCancelled.store(true, ordering: .sequentiallyConsistent)
        mailbox.withLock { $0.cancellations.append(ticket) }
        multi.wakeUp()
    }

    func close() {
        mailbox.withLock { $0.isClosed = true }
        multi.wakeUp()
    }

    /// Drives the transfers until ``close()``; the body of the thread.
    func run() {
        var transfers = TransferTable()
        while true {
            let mail = mailbox.withLock { mail in
                defer { mail = Mail(isClosed: mail.isClosed) }
                return mail
            }
            for submission in mail.submissions { start(submission, &transfers) }
            for ticket in mail.cancellations {
                if let transfer = transfers.remove(ticket) { abandon(transfer) }
            }
            if mail.isClosed { break }
            let isSound = multi.perform()
            while let finished = multi.nextFinished() {
                guard let transfer = transfers.remove(finished.handle) else { continue }
                // The connection goes back to the pool here, before the caller hears and asks for the next.
                multi.remove(transfer)
                transfer.continuation.resume(returning: transfer.result(finished.code))
            }
            if isSound { multi.wait(milliseconds: 60_000) } else { transfers.removeAll().forEach(abandon) }
        }
        transfers.removeAll().forEach(abandon)
    }

    private func start(_ submission: Submission, _ transfers: inout TransferTable) {
        let request = submission.request
        guard !submission.ticket.isCancelled.load(ordering: .sequentiallyConsistent) else {
            submission.continuation.resume(returning: .failure(.cancelled(request, .notSent)))
            return
        }
        guard let handle = EasyHandle() else {
            submission.continuation.resume(returning: .failure(.refused(CURLE_OUT_OF_MEMORY, request)))
            return
        }
        let transfer = Transfer(
            request,
            handle: handle,
            maximumResponseSize: configuration.maximumResponseSize,
            continuation: submission.continuation
        )
        do throws(EasyHandle.Refusal) {
            try transfer.configure(configuration)
        } catch {
            submission.continuation.resume(returning: .failure(.refused(error.code, request)))
            return
        }
        guard multi.add(transfer) else {
            submission.continuation.resume(returning: .failure(.refused(CURLE_FAILED_INIT, request)))
            return
        }
        transfers.insert(transfer, submission.ticket)
    }

    private func abandon(_ transfer: Transfer) {
        multi.remove(transfer)
        transfer.continuation.resume(returning: .failure(.cancelled(transfer.request, transfer.outcome)))
    }
}

extension HTTPError {
    fileprivate static func cancelled(_ request: HTTPRequest, _ outcome: Outcome) -> HTTPError {
        HTTPError(.cancelled, outcome, message: "The request was cancelled.", request: request)
    }

    fileprivate static func refused(_ code: CURLcode, _ request: HTTPRequest) -> HTTPError {
        let text = unsafe String(cString: curl_easy_strerror(code))
        return HTTPError(
            Reason(code),
            .notSent,
            code: code.rawValue,
            message: "The request cannot be sent: \(text).",
            request: request
        )
    }
}
