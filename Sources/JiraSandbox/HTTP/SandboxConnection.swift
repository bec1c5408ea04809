import Glibc
import NIOCore
import NIOHTTP1

/// Reads the requests of one connection and delivers the answers, or the faults in their place.
final class SandboxConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable (Request) -> Reply
    private let onHang: @Sendable (_ release: @escaping @Sendable () -> Void) -> Void
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    /// Makes a connection; `onHang` is given what ends the silence after a request.
    init(
        onHang: @escaping @Sendable (_ release: @escaping @Sendable () -> Void) -> Void,
        answer: @escaping @Sendable (Request) -> Reply
    ) {
        (self.onHang, self.answer) = (onHang, answer)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            body += Array(buffer.readableBytesView)
        case .end:
            guard let head else { return }
            self.head = nil
            let request = Request(
                method: head.method.rawValue,
                uri: head.uri,
                headers: head.headers.map { ($0.name, $0.value) },
                body: body
            )
            deliver(answer(request), to: head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func deliver(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard reply.delay > .zero else { return send(reply, to: head, context) }
        let delay = reply.delay.components
        let nanoseconds = delay.seconds * 1_000_000_000 + delay.attoseconds / 1_000_000_000
        let bound = NIOLoopBound((context, self), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) {
            let (context, connection) = bound.value
            if context.channel.isActive { connection.send(reply, to: head, context) }
        }
    }

    private func send(_ reply: Reply, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        switch reply.delivery {
        case .hang:
            let channel = context.channel
            return onHang { channel.close(promise: nil) }
        case .hold: return hold(reply.answer, to: head, context)
        case .reset: return reset(context)
        case .close: return context.close(promise: nil)
        case .whole, .cut: break
        }
        let answer = reply.answer
        var headers = HTTPHeaders(answer.headers)
        let hasBody = answer.status != 204 && answer.status != 304
        if hasBody { headers.add(name: "Content-Length", value: String(answer.body.count)) }
        let isCut = if case .cut = reply.delivery { true } else { false }
        let isOpen = head.isKeepAlive && !isCut
        if !isOpen { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: answer.status)
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        let bytes = isCut ? answer.body.prefix(answer.body.count / 2) : answer.body[...]
        if hasBody, !bytes.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        }
        if isCut {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.flush()
            context.eventLoop.execute { bound.value.close(promise: nil) }
            return
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            if !isOpen { bound.value.close(promise: nil) }
        }
    }

    /// Keeps an answer back until it is released.
    private func hold(_ answer: Answer, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let bound = NIOLoopBound((context, self), eventLoop: loop)
        onHang {
            loop.execute {
                let (context, connection) = bound.value
                if context.channel.isActive { connection.send(Reply(answer: answer), to: head, context) }
            }
        }
    }

    /// Closes without the usual goodbye: with a linger time of zero the peer sees a reset.
    private func reset(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        guard let socket = context.channel as? any SocketOptionProvider else {
            return context.close(promise: nil)
        }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }
}
