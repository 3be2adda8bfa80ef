import HTTPWire
import JSONText
import ModelAPI
import NIOCore
import Upstream

/// One client connection: takes requests off it, one after the other, and runs each through the pipeline as a task on
/// the connection's own event loop.
///
/// `@unchecked Sendable`: all state is only touched on the channel's event loop, by NIO's callbacks, by ``LoopContext``
/// and by the request's task, which runs on that loop's executor.
final class ConnectionHandler: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the connection is doing.
    private enum Phase {
        /// Between two requests.
        case idle
        /// A head has begun.
        case head
        /// A request is being handled; its body may still be arriving.
        case request(Exchange)
        /// The last answer is out, what the client still sends is read over, so that closing does not destroy the answer.
        case lingering
        /// Nothing more happens here.
        case closed

        /// Whether a shutdown waits for this.
        var isBusy: Bool {
            switch self {
            case .request, .lingering: true
            case .idle, .head, .closed: false
            }
        }
    }

    /// How much a client may send ahead while its last request is still being answered.
    private static let maximumWaiting = 64 * 1024
    private static let lingeringTime = TimeAmount.seconds(2)
    /// Behind ``ListenerLimits/bodyTimeout`` a body must have come at this rate at least, so that one byte a minute does
    /// not hold a connection for days.
    private static let minimumBodyRate = 1024

    private let loop: LoopContext
    private let pipeline: Pipeline
    /// Those of the configuration that the connection, or its newest request, began with.
    private var limits: ListenerLimits
    private var parser: RequestParser
    private var phase = Phase.idle {
        didSet {
            let isBusy = phase.isBusy
            if isBusy != oldValue.isBusy { loop.busyChanged(by: isBusy ? 1 : -1) }
        }
    }
    private var deadline = NIODeadline.distantFuture
    private var task: Task<Void, Never>?
    private var context: ChannelHandlerContext?
    private var isReadingPaused = false
    /// What the client sent cannot be parsed: nothing behind that may be taken for anything.
    private var isUnreadable = false
    /// How much of its answer the client had still to take when that was last looked at, and until when it has to take more.
    private var unsentBefore = Int.max
    private var takesUntil = NIODeadline.distantFuture
    private var bodyStarted = NIODeadline.now()
    private var bodyReceived = 0
    /// What the last request presented to be known by.
    var credentials = CredentialMemory()
    /// Whether a request has been answered here.
    private var hasAnswered = false

    init(loop: LoopContext, pipeline: Pipeline) {
        self.loop = loop
        self.pipeline = pipeline
        limits = loop.snapshot.limits
        parser = RequestParser(limits: limits.head)
    }

    // MARK: - The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin() }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin()
        context.fireChannelActive()
    }

    private func begin() {
        deadline = .now() + limits.idleTimeout
        loop.add(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch phase {
        case .lingering, .closed: return
        case .idle, .head, .request: break
        }
        if isUnreadable { return }
        parser.append(bytes)
        pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .request(let exchange) = phase, context.channel.isWritable {
            deadline = .distantFuture
            exchange.writerIsReady()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        loop.remove(self)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A broken connection or a failed TLS handshake: nobody is left to tell.
        close()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// The client is gone: whatever is being done for it stops now.
    private func end() {
        let ended = phase
        phase = .closed
        deadline = .distantFuture
        if case .request(let exchange) = ended {
            let task = task
            let goesOn = exchange.mayGoOn?({ task?.cancel() }) ?? false
            if !goesOn { task?.cancel() }
            exchange.clientIsGone()
        }
        task = nil
    }

    // MARK: - Requests

    /// Takes what has arrived as far as it goes.
    private func pump() {
        do {
            while true {
                switch phase {
                case .idle, .head:
                    guard let event = try parser.next() else {
                        if parser.isInsideHead, case .idle = phase {
                            phase = .head
                            limits = loop.snapshot.limits
                            deadline = .now() + limits.headerTimeout
                        }
                        return
                    }
                    guard case .head(let head) = event else { continue }
                    start(head)
                case .request(let exchange):
                    if isUnreadable { return }
                    if exchange.bodyIsComplete {
                        pauseReadingIfFull()
                        return
                    }
                    guard let event = try parser.next() else { return }
                    try take(event, for: exchange)
                case .lingering, .closed: return
                }
            }
        } catch {
            refuse(error)
        }
    }

    private func start(_ head: RequestHead) {
        let snapshot = loop.snapshot
        limits = snapshot.limits
        let exchange = Exchange(
            head: head,
            id: requestID(head),
            loop: loop,
            connection: self,
            minorVersion: head.minorVersion
        )
        phase = .request(exchange)
        deadline = .now() + limits.bodyTimeout
        bodyStarted = .now()
        bodyReceived = 0
        if let length = head.facts.contentLength, length > limits.maxBody {
            exchange.failBody(bodyTooLarge)
        } else if head.facts.expectsUnknown {
            exchange.failBody(APIError(.invalidRequest, "Unknown expectation in the 'expect' header."))
        }
        // The body's bytes that came along are taken first, so that most requests are complete when they start.
        do {
            while !exchange.bodyIsComplete, let event = try parser.next() { try take(event, for: exchange) }
        } catch {
            refuse(error)
        }
        let pipeline = pipeline
        task = Task(executorPreference: loop.executor) { await pipeline.handle(exchange, snapshot) }
    }

    private func take(_ event: RequestParser.Event, for exchange: Exchange) throws(WireError) {
        switch event {
        case .head: throw WireError(.malformed, "a head inside a body")
        case .body(let bytes):
            bodyReceived += bytes.readableBytes
            deadline = .now() + limits.bodyTimeout
            if bodyReceived > limits.maxBody {
                exchange.failBody(bodyTooLarge)
            } else {
                exchange.appendBody(bytes)
            }
        case .end:
            deadline = .distantFuture
            exchange.completeBody()
        }
    }

    private var bodyTooLarge: APIError {
        APIError(.bodyTooLarge, "The request body is larger than the \(limits.maxBody) bytes this gateway accepts.")
    }

    /// The client's own request id where it is a sane one, otherwise a fresh one.
    private func requestID(_ head: RequestHead) -> String {
        if let given = head.fields.firstSlice("x-request-id"), (1...128).contains(given.count),
            given.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        {
            return String(decoding: given, as: UTF8.self)
        }
        return loop.makeRequestID()
    }

    /// Answers what is no request with a bare error and closes: where the next request starts is not known.
    private func refuse(_ error: any Error) {
        isUnreadable = true
        let status: Int
        var message = "Malformed request."
        if let error = error as? WireError {
            message = "Malformed request: \(error.reason)."
            status =
                switch error.kind {
                case .malformed: 400
                case .headTooLarge: 431
                case .targetTooLong: 414
                case .unsupportedVersion: 505
                case .unsupportedCoding: 501
                }
        } else {
            status = 400
        }
        if case .request(let exchange) = phase {
            // The head was fine and its request is running: it gets to answer, unless it already has.
            exchange.failBody(APIError(.invalidRequest, message))
            exchange.closesAfterwards = true
            return
        }
        refuse(status: status, kind: status == 431 ? .headersTooLarge : .invalidRequest, message)
    }

    private func refuse(status: Int, kind: APIError.Kind, _ message: String) {
        loop.counts.request(.none, target: TargetSeries.nobody, status: status)
        let id = loop.makeRequestID()
        let body = Dialects.openAIChat.writeError(APIError(kind, message), requestID: id).body.bytes
        var head = ReplyHead(status: status)
        head.add("content-type", "application/json")
        head.add("content-length", body.count)
        head.add("connection", "close")
        head.add("x-request-id", id)
        head.end()
        var buffer = head.buffer
        buffer.writeBytes(body)
        write(buffer)
        linger()
    }

    private func pauseReadingIfFull() {
        guard !isReadingPaused, parser.waitingBytes > Self.maximumWaiting else { return }
        isReadingPaused = true
        setAutoRead(false)
    }

    private func setAutoRead(_ value: Bool) {
        // Failing to set an option means that the channel is closed, which its own event reports.
        _ = try? context?.channel.syncOptions?.setOption(.autoRead, value: value)
    }

    // MARK: - Answers, for the exchange

    var eventLoop: any EventLoop { loop.eventLoop }

    var peer: SocketAddress? { context?.remoteAddress }

    var isSecure: Bool { loop.snapshot.tls != nil }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends bytes; where records of requests are still to be kept, behind that.
    func write(_ buffer: ByteBuffer) {
        guard loop.holdsRecords else {
            context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            return
        }
        enqueue(buffer)
        loop.flushLater(self)
    }

    /// Sends what has been written.
    func flush() { context?.flush() }

    /// Queues bytes to be sent with the next ``write(_:)``.
    func enqueue(_ buffer: ByteBuffer) { context?.write(wrapOutboundOut(buffer), promise: nil) }

    /// A writer waits for the client to read: it gets as long as a pause in a body.
    func writerIsWaiting() {
        unsentBefore = .max
        deadline = .now() + limits.bodyTimeout
    }

    /// The answer is complete.
    /// - Parameter keepAlive: whether the connection may serve another request.
    func answerIsComplete(_ exchange: Exchange, keepAlive: Bool) {
        guard case .request(let current) = phase, current === exchange else { return }
        task = nil
        hasAnswered = true
        unsentBefore = .max
        guard keepAlive, exchange.bodyIsComplete, !exchange.bodyHasFailed, !loop.isDraining else {
            linger()
            return
        }
        phase = .idle
        deadline = .now() + limits.idleTimeout
        if isReadingPaused {
            isReadingPaused = false
            setAutoRead(true)
        }
        if parser.waitingBytes > 0 {
            // Not from here: the task that has just answered is still on the stack.
            eventLoop.assumeIsolated().execute { self.pump() }
        }
    }

    /// Reads over what the client still sends for a moment before closing: closing with unread bytes makes the kernel
    /// reset the connection, and the client would lose the answer.
    private func linger() {
        task = nil
        if case .closed = phase { return }
        loop.keepRecords()
        phase = .lingering
        deadline = .now() + Self.lingeringTime
        if isReadingPaused {
            isReadingPaused = false
            setAutoRead(true)
        }
        context?.close(mode: .output, promise: nil)
    }

    /// Closes at once.
    func close() {
        loop.keepRecords()
        context?.close(promise: nil)
    }

    // MARK: - For the loop

    func checkDeadline(_ now: NIODeadline) {
        if case .request(let exchange) = phase, !exchange.bodyIsComplete, isTooSlow(now) {
            deadline = .distantFuture
            exchange.failBody(APIError(.requestTimeout, "The request body took too long to arrive."))
            return
        }
        guard now >= deadline, !isTakingAnswer(now) else { return }
        deadline = .distantFuture
        switch phase {
        case .idle, .lingering, .closed: close()
        case .head:
            refuse(status: 408, kind: .requestTimeout, "The request's header fields took too long to arrive.")
        case .request(let exchange):
            if exchange.bodyIsComplete {
                // The client has stopped reading its answer.
                close()
            } else {
                exchange.failBody(APIError(.requestTimeout, "The request body took too long to arrive."))
            }
        }
    }

    /// Puts the deadline off while the client takes what has been written for it, however slowly: closing would throw away
    /// the rest of its answer.
    private func isTakingAnswer(_ now: NIODeadline) -> Bool {
        let unsent = unsentBytes
        guard unsent > 0 else { return false }
        if unsent < unsentBefore { takesUntil = now + limits.bodyTimeout }
        unsentBefore = unsent
        guard now < takesUntil else { return false }
        deadline = now + min(Self.lingeringTime, limits.bodyTimeout)
        return true
    }

    /// How many bytes have been written and not been taken by the system yet.
    private var unsentBytes: Int {
        // A channel that cannot say is closed.
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func isTooSlow(_ now: NIODeadline) -> Bool {
        let elapsed = now - bodyStarted
        guard elapsed > limits.bodyTimeout else { return false }
        return Int64(bodyReceived) < elapsed.nanoseconds / 1_000_000_000 * Int64(Self.minimumBodyRate)
    }

    /// Closes where no request is in flight, for a shutdown; behind the last answer where that is still on its way. The first
    /// request of a new connection is still waited for: who has just been let in is not turned away.
    func closeIfIdle() {
        guard case .idle = phase, hasAnswered, parser.waitingBytes == 0 else { return }
        if unsentBytes > 0 { linger() } else { close() }
    }

    /// Ends the request in flight: a stream with an error event, anything else by an error answer.
    func cutOff() {
        guard case .request(let exchange) = phase else { return close() }
        exchange.cutOff()
        task?.cancel()
    }
}
