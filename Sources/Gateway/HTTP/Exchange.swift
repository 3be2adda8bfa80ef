import Governance
import HTTPWire
import ModelAPI
import NIOCore
import Routing
import Upstream

/// One request and its answer, as the pipeline sees them.
///
/// `@unchecked Sendable`: all state is only touched on the connection's event loop; the pipeline's task runs there.
final class Exchange: @unchecked Sendable {
    /// How far the answer is.
    private enum Answer {
        case none
        case streaming
        case complete
    }

    /// The request's head.
    private(set) var head: RequestHead
    /// The request's id: the client's own or ours.
    let id: String
    /// When the head was complete.
    let started = NIODeadline.now()
    /// Whether the connection closes behind this answer, whatever the client wished.
    var closesAfterwards = false

    /// Asked when the client leaves whether what is done for it goes on all the same, for others; it is told how to end that
    /// when nobody needs it any more.
    var mayGoOn: ((_ cancel: @escaping @Sendable () -> Void) -> Bool)?

    /// What is shared with the other requests of the event loop.
    private let loop: LoopContext
    /// Whom the answer goes to; `nil` for a request of the gateway's own.
    private let connection: ConnectionHandler?
    /// The whole answer to a request of the gateway's own.
    private(set) var taken: ByteBuffer?
    private let minorVersion: Int
    private var answer = Answer.none {
        didSet { if isCall { countStreams(from: oldValue) } }
    }
    /// Whether it is counted as a call under way.
    private var isCall = false
    private var body = ByteBuffer()
    private var bodyFailure: APIError?
    private(set) var bodyIsComplete = false
    private(set) var isClientGone = false
    private(set) var isCutOff = false
    /// How long the client was waited for, that was behind with reading.
    private(set) var waitedForClient = TimeAmount.zero
    /// The task that waits for the body, or for the client to read; there is never more than one of either, because
    /// the pipeline is one task. Set before it suspends, cleared where it is resumed: resumed exactly once.
    private var bodyWaiter: UnsafeContinuation<Void, Never>?
    private var writeWaiter: UnsafeContinuation<Void, Never>?
    /// The head of a stream that waits for its first bytes.
    private var streamHead: ByteBuffer?

    init(head: RequestHead, id: String, loop: LoopContext, connection: ConnectionHandler, minorVersion: Int) {
        self.head = head
        self.id = id
        self.loop = loop
        self.connection = connection
        self.minorVersion = minorVersion
    }

    /// A request of the gateway's own, whose answer is ``taken``.
    init(head: RequestHead, id: String, loop: LoopContext) {
        self.head = head
        self.id = id
        self.loop = loop
        connection = nil
        minorVersion = 1
    }

    var eventLoop: any EventLoop { loop.eventLoop }
    /// Where the connection comes from; `nil` where the system does not say.
    var peer: SocketAddress? { connection?.peer }
    /// Whether the connection is encrypted.
    var isSecure: Bool { connection?.isSecure ?? false }
    /// The meters that this event loop has found before.
    var meters: MeterCache { loop.meters }
    /// A name for a line of the ledger, unique for all time.
    func makeLedgerEntry(at time: Int64) -> String { loop.makeLedgerEntry(at: time) }
    /// Has a record kept before anything is sent that is written from here on.
    /// - Throws: where it is no record that could be kept.
    func keep(_ record: LedgerRecord, in ledger: any LedgerSink, of governor: Governor) throws {
        try loop.keep(record, in: ledger, of: governor)
    }
    /// Has the records kept that wait for it.
    /// - Returns: whether none of them is lost.
    func keepRecords() -> Bool { loop.keepRecords() }
    /// What the connection's last request presented.
    func withCredentialMemory<Value, Failure>(
        _ body: (inout CredentialMemory) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        guard let connection else {
            var memory = CredentialMemory()
            return try body(&memory)
        }
        return try body(&connection.credentials)
    }
    /// Counts something where this event loop counts.
    func count(_ body: (inout MetricCounts) -> Void) { body(&loop.counts) }
    /// From here on it is a call.
    func beginCall() {
        isCall = true
        loop.counts.inFlight += 1
    }
    /// The call is over.
    func endCall() {
        isCall = false
        loop.counts.inFlight -= 1
        // Nobody ends the stream of a client that has gone.
        if case .streaming = answer { loop.counts.openStreams -= 1 }
    }
    private func countStreams(from before: Answer) {
        if case .streaming = before { loop.counts.openStreams -= 1 }
        if case .streaming = answer { loop.counts.openStreams += 1 }
    }
    /// Runs tasks on that loop.
    var executor: LoopExecutor { loop.executor }
    /// A fresh source of chances; the system's would cost a system call.
    func makeRandom() -> JitterSource { JitterSource(seed: loop.makeSeed()) }

    /// Random bits that are no secret.
    func makeRandomBits() -> UInt64 { loop.makeSeed() }

    // MARK: - The request's body

    /// The whole body.
    /// - Throws: ``APIError`` where it is too large, too slow or malformed, or the client has gone.
    func wholeBody() async throws(APIError) -> ByteBuffer {
        if !bodyIsComplete, bodyFailure == nil, !isClientGone {
            if head.facts.expectsContinue, minorVersion == 1 {
                connection?.write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
            }
            await withUnsafeContinuation { bodyWaiter = $0 }
        }
        if let bodyFailure { throw bodyFailure }
        if isClientGone { throw APIError(.requestTimeout, "The client has gone.") }
        return body
    }

    /// From here on the request is another one, which the control plane has made of it; its body has come.
    func become(_ head: RequestHead, body: ByteBuffer) {
        if !self.head.keepsAlive { closesAfterwards = true }
        self.head = head
        self.body = body
    }

    var bodyHasFailed: Bool { bodyFailure != nil }

    func appendBody(_ bytes: ByteBuffer) {
        if bodyFailure != nil { return }
        if body.readableBytes == 0 {
            body = bytes
            if let length = head.facts.contentLength, length > bytes.readableBytes {
                body.reserveCapacity(min(length, 1 << 20))
            }
        } else {
            body.writeImmutableBuffer(bytes)
        }
    }

    func completeBody() {
        bodyIsComplete = true
        resumeBodyWaiter()
    }

    /// The body will never be complete, or must not be.
    func failBody(_ error: APIError) {
        if bodyFailure == nil { bodyFailure = error }
        closesAfterwards = true
        body = ByteBuffer()
        resumeBodyWaiter()
    }

    private func resumeBodyWaiter() {
        let waiter = bodyWaiter
        bodyWaiter = nil
        waiter?.resume()
    }

    // MARK: - The answer

    /// Whether a part of the answer is out already, so that another one must not begin.
    var hasAnswered: Bool {
        if case .none = answer { return false }
        return true
    }

    private var keepsAlive: Bool {
        head.keepsAlive && !closesAfterwards && !loop.isDraining && bodyIsComplete && bodyFailure == nil
    }

    /// Sends a whole answer.
    /// - Parameters:
    ///   - head: the head without framing fields and without its end.
    ///   - body: the body; left out of the answer to a HEAD request, whose length it still gives.
    func respond(_ head: ReplyHead, body: ByteBuffer) {
        guard !hasAnswered, !isClientGone else { return }
        answer = .complete
        guard let connection else {
            taken = body
            return
        }
        let keepAlive = keepsAlive
        var head = head
        if head.hasBody { head.add("content-length", body.readableBytes) }
        add(keepAlive: keepAlive, to: &head)
        head.end()
        var buffer = head.buffer
        if self.head.method == "HEAD" || !head.hasBody {
            connection.write(buffer)
        } else if body.readableBytes <= Self.copyLimit {
            buffer.writeImmutableBuffer(body)
            connection.write(buffer)
        } else {
            connection.enqueue(buffer)
            connection.write(body)
        }
        connection.answerIsComplete(self, keepAlive: keepAlive)
    }

    /// Begins an answer of unknown length. Its head goes out with the first bytes.
    /// - Parameter head: the head without framing fields and without its end.
    func prepareStream(_ head: ReplyHead) {
        guard !hasAnswered, !isClientGone else { return }
        answer = .streaming
        var head = head
        if minorVersion == 1 {
            head.add("transfer-encoding", "chunked")
        } else {
            // HTTP/1.0 knows no chunks: the end of the connection is the end of the answer.
            closesAfterwards = true
        }
        add(keepAlive: keepsAlive, to: &head)
        head.end()
        streamHead = head.buffer
    }

    /// Sends more of the answer, and waits while the client is behind with reading.
    /// - Returns: whether the client is still there.
    func writeStream(_ bytes: ByteBuffer) async -> Bool {
        guard case .streaming = answer, !isClientGone else { return false }
        if bytes.readableBytes > 0 { send(bytes, isLast: false) }
        if let connection, !connection.isWritable, !isClientGone {
            connection.writerIsWaiting()
            let since = NIODeadline.now()
            await withUnsafeContinuation { writeWaiter = $0 }
            waitedForClient = waitedForClient + (.now() - since)
        }
        return !isClientGone
    }

    /// Sends more of the answer to a caller that may be behind with reading, or gone.
    func pushStream(_ bytes: ByteBuffer) {
        guard case .streaming = answer, !isClientGone, bytes.readableBytes > 0 else { return }
        send(bytes, isLast: false)
    }

    /// Sends more of the answer to a caller that is not behind with reading.
    func pushIfRead(_ bytes: ByteBuffer) {
        if connection?.isWritable == true { pushStream(bytes) }
    }

    /// Sends the last bytes of the answer and ends it.
    func endStream(_ bytes: ByteBuffer) {
        guard case .streaming = answer else { return }
        answer = .complete
        if isClientGone { return }
        let keepAlive = keepsAlive
        send(bytes, isLast: true)
        connection?.answerIsComplete(self, keepAlive: keepAlive)
    }

    /// Cuts the connection in the middle of an answer that cannot go on, so that nobody takes a part for the whole.
    func abort() {
        guard case .streaming = answer else { return }
        answer = .complete
        connection?.close()
    }

    /// Up to this size bytes are copied behind each other, so that one buffer goes to the socket.
    private static let copyLimit = 16 * 1024

    /// Sends bytes as one chunk (RFC 9112 §7.1), with what is due before and behind them, and one flush.
    private func send(_ bytes: ByteBuffer, isLast: Bool) {
        var buffer = streamHead ?? ByteBuffer()
        streamHead = nil
        let length = bytes.readableBytes
        guard minorVersion == 1 else {
            buffer.writeImmutableBuffer(bytes)
            connection?.write(buffer)
            return
        }
        var end: StaticString = isLast ? "0\r\n\r\n" : ""
        if length > 0 {
            end = isLast ? "\r\n0\r\n\r\n" : "\r\n"
            if length <= Self.copyLimit { buffer.reserveCapacity(minimumWritableBytes: length + 24) }
            buffer.writeString(String(length, radix: 16))
            buffer.writeStaticString("\r\n")
            if length > Self.copyLimit {
                connection?.enqueue(buffer)
                connection?.enqueue(bytes)
                buffer = ByteBuffer()
            } else {
                buffer.writeImmutableBuffer(bytes)
            }
        }
        buffer.writeStaticString(end)
        connection?.write(buffer)
    }

    private func add(keepAlive: Bool, to head: inout ReplyHead) {
        if !keepAlive {
            head.add("connection", "close")
        } else if minorVersion == 0 {
            head.add("connection", "keep-alive")
        }
    }

    // MARK: - For the connection

    func writerIsReady() {
        let waiter = writeWaiter
        writeWaiter = nil
        waiter?.resume()
    }

    func clientIsGone() {
        isClientGone = true
        resumeBodyWaiter()
        writerIsReady()
    }

    /// The gateway is shutting down and cannot wait any longer.
    func cutOff() {
        isCutOff = true
        closesAfterwards = true
    }
}
