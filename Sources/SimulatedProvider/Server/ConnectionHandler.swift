import JSONText
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One connection: collects a request, asks for the decision and carries out its steps with the loop's timers.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Answering {
        var transmission: Transmission
        var version: HTTPVersion
        var keepsAlive: Bool
        /// Requests for `/sim/…` are not part of the bookkeeping that they read.
        var isCounted: Bool
        /// When the next step is due; steps are timed from each other, so that delays do not add up.
        var due: NIODeadline
        /// The connection is full; going on is up to `channelWritabilityChanged`.
        var isBlocked = false
    }

    private let responder: Responder
    private let ledger: Ledger
    private let connections: OpenConnections

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var answering: Answering?
    private var timer: Scheduled<Void>?

    init(responder: Responder, ledger: Ledger, connections: OpenConnections) {
        self.responder = responder
        self.ledger = ledger
        self.connections = connections
    }

    // MARK: Coming in

    func channelActive(context: ChannelHandlerContext) {
        ledger.connectionOpened()
        connections.add(context.channel)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if answering != nil { finish(.cancelledByClient) }
        connections.remove(context.channel)
        ledger.connectionClosed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A peer that breaks the connection or the protocol; the answer, if any, is counted as cancelled.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.removeAll(keepingCapacity: body.capacity <= 65_536)
            if head.headers.contains(name: "expect") {
                let interim = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
            }
        case .body(let buffer):
            // One byte too many is kept to tell that there were; the rest is read and dropped.
            let room = min(responder.options.maximumBodyBytes, 1 << 40) + 1 - body.count
            body.append(contentsOf: buffer.readableBytesView.prefix(max(room, 0)))
        case .end: respond(context)
        }
    }

    private func respond(_ context: ChannelHandlerContext) {
        guard let head else { return }
        self.head = nil
        let request = IncomingRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { RecordedRequest.Header($0.name, $0.value) },
            body: body
        )
        let endpoint = Endpoint(request)
        if !endpoint.isControl { ledger.answerStarted() }
        answering = Answering(
            transmission: endpoint.isControl ? controlTransmission(endpoint) : transmission(for: request),
            version: head.version,
            keepsAlive: head.isKeepAlive,
            isCounted: !endpoint.isControl,
            due: .now()
        )
        advance(context)
    }

    private func transmission(for request: IncomingRequest) -> Transmission {
        ledger.record(request)
        let decision = responder.decide(request, isStruck: ledger.strikes)
        return Transmission(decision.reply, fault: decision.fault?.fault, pace: decision.pace)
    }

    private func controlTransmission(_ endpoint: Endpoint) -> Transmission {
        let value: JSONValue
        switch endpoint {
        case .recordedRequests: value = ledger.requestsAsJSON
        case .statistics: value = ledger.statisticsAsJSON
        default:
            ledger.clear()
            value = [:]
        }
        return Transmission(Responder.json(value), fault: nil, pace: Pace())
    }

    // MARK: Going out

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, answering?.isBlocked == true {
            answering?.isBlocked = false
            advance(context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Carries out steps until one has to wait for time, for room or for nothing any more.
    private func advance(_ context: ChannelHandlerContext) {
        while answering != nil {
            guard context.channel.isWritable else {
                answering?.isBlocked = true
                context.flush()
                // The flush may have made room at once, and then no event follows.
                guard context.channel.isWritable else { return }
                answering?.isBlocked = false
                continue
            }
            guard let action = answering?.transmission.next() else { return }
            switch action {
            case .head(let status, let headers): write(status, headers, context)
            case .write(let bytes):
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
            case .wait(let duration):
                if wait(duration, context) { return }
            case .hang:
                context.flush()
                return
            case .end:
                end(context)
                return
            case .close:
                close(context)
                return
            case .reset:
                reset(context)
                return
            }
        }
    }

    private func write(_ status: Int, _ headers: [RecordedRequest.Header], _ context: ChannelHandlerContext) {
        guard let answering else { return }
        var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if !answering.keepsAlive { fields.add(name: "connection", value: "close") }
        let head = HTTPResponseHead(
            version: answering.version,
            status: HTTPResponseStatus(statusCode: status),
            headers: fields
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }

    /// - Returns: `false` where the time is over already.
    private func wait(_ duration: Duration, _ context: ChannelHandlerContext) -> Bool {
        context.flush()
        guard let due = answering.map({ $0.due + TimeAmount(duration) }) else { return true }
        answering?.due = due
        // Late by more than a second (the peer did not read, say): go on from now instead of catching up in a burst.
        let now = NIODeadline.now()
        if due + .seconds(1) < now { answering?.due = now }
        guard due > now else { return false }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.advance(context) }
        return true
    }

    private func end(_ context: ChannelHandlerContext) {
        let keepsAlive = answering?.keepsAlive == true
        finish(.completed)
        if keepsAlive {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        } else {
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
        }
    }

    private func close(_ context: ChannelHandlerContext) {
        finish(.cutShort)
        // An empty write has no bytes on the wire; it is done when all before it is.
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: sent)
    }

    private func reset(_ context: ChannelHandlerContext) {
        finish(.cutShort)
        guard let channel = context.channel as? any SocketOptionProvider else {
            context.close(promise: nil)
            return
        }
        // Lingering for zero seconds makes the close a reset.
        channel.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func finish(_ outcome: Ledger.Outcome) {
        timer?.cancel()
        timer = nil
        if answering?.isCounted == true { ledger.answerEnded(outcome) }
        answering = nil
    }
}
