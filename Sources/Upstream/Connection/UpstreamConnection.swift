import HTTPWire
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// One connection to an endpoint: gives bytes to ``ExchangeMachine`` and does what it says.
///
/// `@unchecked Sendable`: only touched on its event loop; a cancellation handler or a body that is dropped elsewhere
/// merely carries it there.
final class UpstreamConnection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias InboundOut = HTTPClientResponsePart

    /// An open channel, with its TLS established.
    struct Transport {
        let channel: any Channel
        /// Where to close the connection without waiting for the peer's part of a TLS goodbye.
        let innermost: ChannelHandlerContext?
    }

    enum Outcome {
        case response(UpstreamResponse)
        case failure(UpstreamError)
        /// The connection had served before and died before a byte of this answer came.
        case deadOnReuse(UpstreamError)
    }

    /// The place in the loop's list of exchanges under way.
    var activeIndex: Int?

    private let pool: EndpointPool
    private let client: LoopClient
    private let transport: Transport
    private let allocator: ByteBufferAllocator
    private var context: ChannelHandlerContext?
    private var exchange = ExchangeMachine()
    private var waiter: UnsafeContinuation<Void, Never>?
    /// Which exchange is under way, so that a late cancellation does not hit the next one.
    private var exchangeNumber: UInt64 = 0
    private var isOpen = true
    private var isAbandoned = false
    private var inputIsClean = true
    private var decodedBytes = 0
    private var isDecoding = false

    init(pool: EndpointPool, client: LoopClient, transport: Transport) {
        self.pool = pool
        self.client = client
        self.transport = transport
        allocator = transport.channel.allocator
    }

    var loop: any EventLoop { client.loop }

    // MARK: The caller's side

    /// Sends a request and waits for the head of its answer.
    func exchange(_ message: SerializedRequest, _ settings: ExchangeMachine.Settings) async -> Outcome {
        let isReused = exchangeNumber > 0
        guard isOpen, let context else {
            return .deadOnReuse(UpstreamError(.connectionClosed, "closed before the request"))
        }
        exchangeNumber &+= 1
        isAbandoned = false
        exchange.begin(settings, now: .now())
        client.exchangeBegan(on: self)
        write(message, context)

        while true {
            switch exchange.takeHead() {
            case .none:
                await waitForNews()
            case .head(let head, let body, let isComplete):
                let source: UpstreamBody.Source
                if isComplete {
                    finish()
                    source = body.map { .whole($0) } ?? .finished
                } else {
                    source = .connection(self, first: body)
                }
                return .response(
                    UpstreamResponse(status: head.status, headers: head.fields, body: UpstreamBody(source))
                )
            case .failure(let error):
                let isDead = isReused && error.code == .connectionClosed && !exchange.answerBegan
                return isDead ? .deadOnReuse(error) : .failure(error)
            }
        }
    }

    /// Gives a connection back that was handed over but never used.
    func returnUnused() {
        if isOpen {
            pool.checkIn(self, keepAliveSeconds: nil)
        }
    }

    /// What has come of the body since the last call. After `end`, a last piece or a failure the connection is gone.
    func takeBody() -> ExchangeMachine.BodyResult {
        let (result, actions) = exchange.takeBody(now: .now())
        switch result {
        case .end, .bytes(_, isLast: true): finish()
        case .none, .bytes, .failure: perform(actions)
        }
        return result
    }

    func markFirstContent() {
        exchange.markFirstContent()
    }

    func markKeepAlive() {
        exchange.markKeepAlive()
    }

    /// Suspends until the exchange has something new. Cancellation of the calling task fails the exchange.
    func waitForNews() async {
        let number = exchangeNumber
        await withTaskCancellationHandler {
            // Unchecked: it is resumed here or else by `wake()` alone, which takes it out before.
            await withUnsafeContinuation { continuation in
                // Should the runtime come here by way of a queue, something may have happened since the caller looked.
                if exchange.hasNews {
                    continuation.resume()
                } else {
                    waiter = continuation
                }
            }
        } onCancel: {
            self.loop.execute {
                if self.exchangeNumber == number {
                    self.fail(UpstreamError(.cancelled, requestWasSent: true))
                }
            }
        }
    }

    /// Lets ``waitForNews()`` return at a time, news or not.
    /// - Returns: what to cancel where it has returned before.
    func wake(at deadline: NIODeadline) -> Scheduled<Void> {
        let number = exchangeNumber
        return loop.assumeIsolated().scheduleTask(deadline: deadline) {
            if self.exchangeNumber == number { self.wake() }
        }
    }

    /// The caller lets go of an answer that it has not read to its end.
    func abandon() {
        guard exchange.isBusy else { return }
        isAbandoned = true
        if exchange.abandon(now: .now()) {
            settleAbandoned()
            perform(.read)
        } else {
            fail(UpstreamError(.cancelled, requestWasSent: true))
            abort()
        }
    }

    /// Ends the exchange under way, if any, with an error and closes the connection.
    func fail(_ error: UpstreamError) {
        guard exchange.isBusy else { return }
        perform(exchange.fail(error))
    }

    /// Checks the deadlines of the exchange under way.
    func checkDeadlines(now: NIODeadline) {
        if let error = exchange.expired(at: now) {
            fail(error)
        }
    }

    /// Closes an unused connection that the pool has already struck off.
    func retire() {
        guard isOpen else { return }
        isOpen = false
        context?.close(promise: nil)
    }

    // MARK: The socket's side

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // A read is always outstanding, unless a reader is slow: it is what notices that a peer closes.
        context.read()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // Here, not where the channel becomes inactive: one that is closed as soon as it is open, before its pipeline was told that
        // it is active, is never told that it is inactive either.
        strikeOff()
        client.connectionClosed()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let actions = exchange.received(unwrapInboundIn(data), now: .now())
        if !actions.isEmpty {
            perform(actions)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        perform(exchange.readComplete())
        if isAbandoned {
            settleAbandoned()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        perform(exchange.inputClosed(isClean: inputIsClean))
        strikeOff()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Only the transport's errors come here; those of undoing a coding go on to the sink.
        inputIsClean = false
        context.close(promise: nil)
    }

    // MARK: -

    private func write(_ message: SerializedRequest, _ context: ChannelHandlerContext) {
        guard let body = message.body else {
            // Fits into the empty send buffer of a kept connection: as good as written.
            context.writeAndFlush(wrapOutboundOut(message.head), promise: nil)
            exchange.requestWritten()
            return
        }
        let number = exchangeNumber
        let written = loop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess {
            if self.exchangeNumber == number {
                self.exchange.requestWritten()
            }
        }
        context.write(wrapOutboundOut(message.head), promise: nil)
        context.writeAndFlush(wrapOutboundOut(body), promise: written)
    }

    private func perform(_ actions: ExchangeMachine.Actions) {
        if actions.contains(.decode) {
            decode()
        }
        if actions.contains(.read) {
            context?.read()
        }
        if actions.contains(.close) {
            abort()
        }
        if actions.contains(.wake) {
            wake()
        }
    }

    private func wake() {
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume()
    }

    /// The caller has the whole answer: the connection goes back to the pool or away.
    private func finish() {
        let isReusable = exchange.isReusable && isOpen
        let keepAliveSeconds = exchange.keepAliveSeconds
        exchange.finish()
        client.exchangeEnded(on: self)
        if isReusable {
            pool.checkIn(self, keepAliveSeconds: keepAliveSeconds)
        } else if isOpen {
            strikeOff()
            context?.close(promise: nil)
        }
    }

    private func settleAbandoned() {
        guard isAbandoned, case .end = exchange.takeBody(now: .now()).0 else { return }
        isAbandoned = false
        finish()
    }

    /// Closes the socket at once, without waiting for the peer's part of a TLS goodbye: a provider that is still
    /// generating should notice now.
    private func abort() {
        guard isOpen else { return }
        strikeOff()
        if let innermost = transport.innermost {
            innermost.close(promise: nil)
        } else {
            context?.close(promise: nil)
        }
    }

    private func strikeOff() {
        guard isOpen else { return }
        isOpen = false
        client.exchangeEnded(on: self)
        pool.closed(self)
    }

    // MARK: Undoing a content coding

    private func decode() {
        guard let context else { return }
        if !isDecoding {
            isDecoding = true
            beginDecoding(context)
        }
        while let part = exchange.takeEncoded() {
            switch part {
            case .bytes(let bytes): context.fireChannelRead(wrapInboundOut(.body(bytes)))
            case .end: context.fireChannelRead(wrapInboundOut(.end(nil)))
            }
        }
    }

    /// The handlers stay until the connection is closed, which it is after such an answer.
    private func beginDecoding(_ context: ChannelHandlerContext) {
        let coding = exchange.bodyCoding == .gzip ? "gzip" : "deflate"
        do {
            try context.pipeline.syncOperations.addHandlers(
                [
                    NIOHTTPResponseDecompressor(limit: .ratio(pool.endpoint.limits.maxDecompressionRatio)),
                    DecodedBodySink(connection: self),
                ],
                position: .after(self)
            )
        } catch {
            fail(UpstreamError(.decompressionFailed, "the connection closed", requestWasSent: true))
            return
        }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-encoding": coding])
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func decoded(_ bytes: ByteBuffer) {
        decodedBytes += bytes.readableBytes
        guard decodedBytes <= pool.endpoint.limits.maxDecompressedBytes else {
            fail(UpstreamError(.decompressionLimit, "decompressed body too large", requestWasSent: true))
            return
        }
        exchange.decoded(bytes)
    }

    func decodedEnd() {
        exchange.decodedEnd()
    }
}
