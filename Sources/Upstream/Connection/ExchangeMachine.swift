import HTTPWire
import NIOCore

/// One request and its answer on one connection: what has come, what the reader may have, when it has taken too long
/// and whether the connection can be used again. It knows neither sockets nor clocks nor tasks.
///
/// ```
/// idle ──begin──▶ waiting ──head──▶ receiving ──last byte──▶ ended ──finish──▶ idle
///                    └────────────────┴──── any fault ─────▶ failed
/// ```
struct ExchangeMachine {
    struct Settings {
        var timeouts: UpstreamTimeouts
        /// When the caller's patience with the whole exchange ends; retries share it.
        var totalDeadline: NIODeadline
        var firstByte: UpstreamRequest.FirstByte
        var isHead: Bool
        var maxHeadBytes: Int
    }

    private enum Phase {
        case idle
        case waiting
        case receiving
        case ended
        case failed(UpstreamError)
    }

    /// What the owner of the socket has to do.
    struct Actions: OptionSet {
        let rawValue: UInt8
        /// There is something for the reader: a head, bytes, the end or an error.
        static let wake = Self(rawValue: 1)
        /// Ask the socket for more.
        static let read = Self(rawValue: 2)
        /// The connection is of no more use.
        static let close = Self(rawValue: 4)
        /// The body's coding has to be undone, see ``takeEncoded()``.
        static let decode = Self(rawValue: 8)
    }

    enum HeadResult {
        case none
        /// The head, with the bytes of the body that came with it and whether those are all.
        case head(ResponseHead, body: ByteBuffer?, isComplete: Bool)
        case failure(UpstreamError)
    }

    enum BodyResult {
        case none
        case bytes(ByteBuffer, isLast: Bool)
        case end
        case failure(UpstreamError)
    }

    enum EncodedPart {
        case bytes(ByteBuffer)
        case end
    }

    /// With this many bytes waiting for the reader the socket is not read any further.
    static let highWatermark = 32 * 1024
    /// A reader who goes away leaves at most this much to be read over for the connection's sake.
    static let drainLimit = 16 * 1024
    private static let maxInterimHeads = 16

    private var phase = Phase.idle
    private var parser = ResponseParser(isHead: false, maxHeadBytes: 0)
    private var head: ResponseHead?
    private var pending: ByteBuffer?
    private var pendingIsShared = false
    private var encoded: ByteBuffer?
    private var encodedEnded = false
    private var coding = ContentCoding.identity
    private var interimHeads = 0
    private var isPaused = false
    private var isDraining = false
    private var awaitsContent = false
    private var bodyBegan = false
    private var requestIsWritten = false
    private var keepsAlive = false
    private var idleTimeout = TimeAmount.zero
    private var lastActivity = NIODeadline.distantPast
    /// ``lastActivity`` when the reader last took bytes, and what it had been at the last bytes before that were no mere
    /// keep-alive: what is gone back to where those last bytes turn out to be one.
    private var takenActivity = NIODeadline.distantPast
    private var soundActivity = NIODeadline.distantPast
    private var firstByteDeadline = NIODeadline.distantFuture
    private var totalDeadline = NIODeadline.distantFuture
    private var marksContent = false

    /// Whether any byte of the answer has come. Before that, a dead connection says nothing about the peer.
    private(set) var answerBegan = false
    /// The peer's own idle timeout for the connection, in seconds.
    private(set) var keepAliveSeconds: Int?

    /// Whether an exchange is under way: begun and neither finished nor idle.
    var isBusy: Bool {
        if case .idle = phase { return false }
        return true
    }

    /// Whether the reader would get anything but `none`.
    var hasNews: Bool {
        switch phase {
        case .idle, .ended, .failed: true
        case .waiting, .receiving: head != nil || pending != nil
        }
    }

    /// Whether the answer is complete and the connection may serve another exchange.
    var isReusable: Bool {
        guard case .ended = phase else { return false }
        return keepsAlive && requestIsWritten && coding == .identity && !parser.hasExcess
    }

    /// The coding of the body that has to be undone, once the head is known.
    var bodyCoding: ContentCoding { coding }

    // MARK: The request

    /// Begins an exchange. The request is about to be written.
    mutating func begin(_ settings: Settings, now: NIODeadline) {
        self = ExchangeMachine()
        phase = .waiting
        parser = ResponseParser(isHead: settings.isHead, maxHeadBytes: settings.maxHeadBytes)
        marksContent = settings.firstByte == .whenMarked
        awaitsContent = true
        idleTimeout = settings.timeouts.idle
        lastActivity = now
        takenActivity = now
        firstByteDeadline = now.after(settings.timeouts.firstByte)
        totalDeadline = settings.totalDeadline
    }

    /// The last byte of the request has been handed to the operating system.
    mutating func requestWritten() {
        requestIsWritten = true
    }

    /// The caller has seen the first content: the first-byte phase is over.
    mutating func markFirstContent() {
        awaitsContent = false
    }

    /// What the reader took last was a mere keep-alive: the idle time goes on from where it was before.
    mutating func markKeepAlive() {
        lastActivity = soundActivity
        takenActivity = soundActivity
    }

    // MARK: The answer

    /// Bytes have arrived.
    mutating func received(_ bytes: ByteBuffer, now: NIODeadline) -> Actions {
        switch phase {
        case .idle, .ended:
            // Nobody asked: whatever it is, it cannot belong to a later answer.
            keepsAlive = false
            return .close
        case .failed:
            return []
        case .waiting, .receiving:
            break
        }
        answerBegan = true
        lastActivity = now
        parser.append(bytes)
        do throws(UpstreamError) {
            while let event = try nextEvent() {
                try take(event)
            }
        } catch {
            return fail(error)
        }
        return encoded != nil || encodedEnded ? .decode : []
    }

    /// All bytes of this turn of the event loop have been given to ``received(_:now:)``.
    mutating func readComplete() -> Actions {
        switch phase {
        case .idle:
            return .read
        case .failed:
            return []
        case .ended:
            // Reading on is what notices a peer that closes before the reader has fetched the rest.
            return [.wake, .read]
        case .waiting, .receiving:
            if let pending, pending.readableBytes >= Self.highWatermark {
                isPaused = true
                return .wake
            }
            return hasNews ? [.wake, .read] : .read
        }
    }

    /// The peer closed the connection.
    /// - Parameter isClean: `false` if the connection broke, or if a TLS peer did not say goodbye, so that the end of an
    ///   answer without a length proves nothing.
    mutating func inputClosed(isClean: Bool) -> Actions {
        keepsAlive = false
        switch phase {
        case .idle, .ended, .failed:
            return .close
        case .waiting:
            return fail(
                UpstreamError(
                    .connectionClosed,
                    answerBegan ? "closed within the head" : "closed before an answer",
                    requestWasSent: true
                )
            )
        case .receiving:
            guard isClean, parser.inputEnded() else {
                return fail(UpstreamError(.truncatedBody, "closed within the body", requestWasSent: true))
            }
            bodyEnded()
            return encodedEnded ? [.decode, .wake, .close] : [.wake, .close]
        }
    }

    /// The exchange cannot go on. What has arrived before can still be fetched.
    mutating func fail(_ error: UpstreamError) -> Actions {
        switch phase {
        case .waiting, .receiving:
            phase = .failed(error)
            encoded = nil
            return [.wake, .close]
        case .idle, .ended, .failed:
            return .close
        }
    }

    /// What has run out at `now`, if anything has.
    func expired(at now: NIODeadline) -> UpstreamError? {
        switch phase {
        case .idle, .ended, .failed:
            return nil
        case .waiting, .receiving:
            if now >= totalDeadline {
                return UpstreamError(.totalTimeout, requestWasSent: true)
            }
            if awaitsContent && now >= firstByteDeadline {
                return UpstreamError(.firstByteTimeout, requestWasSent: true)
            }
            if bodyBegan && !isPaused && now >= lastActivity.after(idleTimeout) {
                return UpstreamError(.idleTimeout, requestWasSent: true)
            }
            return nil
        }
    }

    // MARK: The reader

    /// The head once it has come; everything after it is fetched with ``takeBody(now:)``.
    mutating func takeHead() -> HeadResult {
        if let head {
            self.head = nil
            let body = takePending()
            if case .ended = phase {
                return .head(head, body: body, isComplete: true)
            }
            return .head(head, body: body, isComplete: false)
        }
        if case .failed(let error) = phase { return .failure(error) }
        return .none
    }

    /// Everything of the body that has come since the last call.
    /// - Returns: The result, and what the owner of the socket has to do.
    mutating func takeBody(now: @autoclosure () -> NIODeadline) -> (BodyResult, Actions) {
        if let bytes = takePending() {
            if case .ended = phase { return (.bytes(bytes, isLast: true), []) }
            guard isPaused, case .receiving = phase else { return (.bytes(bytes, isLast: false), []) }
            isPaused = false
            lastActivity = now()
            // However it is judged, the time that the reader took is not the peer's.
            takenActivity = lastActivity
            soundActivity = lastActivity
            return (.bytes(bytes, isLast: false), .read)
        }
        switch phase {
        case .ended: return (.end, [])
        case .failed(let error): return (.failure(error), [])
        case .idle, .waiting, .receiving: return (.none, [])
        }
    }

    /// The reader goes away before the end.
    /// - Returns: `true` if the little that is missing shall be read over, so that the connection can be kept.
    mutating func abandon(now: NIODeadline) -> Bool {
        pending = nil
        head = nil
        switch phase {
        case .ended:
            return true
        case .receiving:
            guard keepsAlive, coding == .identity, let rest = parser.knownRemainder, rest <= Self.drainLimit else {
                return false
            }
            isDraining = true
            isPaused = false
            awaitsContent = false
            totalDeadline = Swift.min(totalDeadline, now.after(.seconds(1)))
            return true
        case .idle, .waiting, .failed:
            return false
        }
    }

    /// The reader has everything: the machine is ready for the next exchange.
    mutating func finish() {
        phase = .idle
        pending = nil
        head = nil
    }

    // MARK: Content coding

    /// The next part of a body whose coding has to be undone.
    mutating func takeEncoded() -> EncodedPart? {
        if let encoded {
            self.encoded = nil
            return .bytes(encoded)
        }
        guard encodedEnded else { return nil }
        encodedEnded = false
        return .end
    }

    /// Bytes of the body as they are after its coding has been undone.
    mutating func decoded(_ bytes: ByteBuffer) {
        guard case .receiving = phase else { return }
        add(bytes)
    }

    /// The coding was undone to the end.
    mutating func decodedEnd() {
        guard case .receiving = phase else { return }
        phase = .ended
    }

    // MARK: -

    private mutating func nextEvent() throws(UpstreamError) -> ResponseParser.Event? {
        do throws(WireError) {
            return try parser.next()
        } catch {
            throw UpstreamError(error)
        }
    }

    private static func unsound(_ detail: String) -> UpstreamError {
        UpstreamError(.invalidResponse, detail, requestWasSent: true)
    }

    private mutating func take(_ event: ResponseParser.Event) throws(UpstreamError) {
        switch event {
        case .head(let head) where head.status < 200:
            interimHeads += 1
            guard head.status != 101 else { throw Self.unsound("upgrade that nobody asked for") }
            guard interimHeads <= Self.maxInterimHeads else { throw Self.unsound("too many interim answers") }
        case .head(var head):
            keepsAlive = head.keepsAlive
            keepAliveSeconds = head.keepAliveSeconds
            phase = .receiving
            if head.coding != .identity && head.framing != .none {
                guard head.coding != .unknown else {
                    throw UpstreamError(.unsupportedEncoding, requestWasSent: true)
                }
                coding = head.coding
                head.fields.remove("content-encoding")
                head.fields.remove("content-length")
            }
            self.head = head
        case .body(let bytes):
            if !bodyBegan {
                bodyBegan = true
                awaitsContent = marksContent && awaitsContent
            }
            if coding == .identity {
                add(bytes)
            } else if encoded == nil {
                encoded = bytes
            } else {
                encoded?.writeImmutableBuffer(bytes)
            }
        case .end:
            bodyEnded()
        }
    }

    private mutating func bodyEnded() {
        if coding == .identity {
            phase = .ended
        } else {
            encodedEnded = true
        }
    }

    private mutating func add(_ bytes: ByteBuffer) {
        guard !isDraining else { return }
        guard pending != nil else {
            pending = bytes
            pendingIsShared = true
            return
        }
        if pendingIsShared {
            // The first piece is a slice of what arrived; appending to it would copy it each time it is shared.
            var joined = ByteBuffer()
            joined.reserveCapacity((pending?.readableBytes ?? 0) + Swift.max(bytes.readableBytes, 2048))
            if let first = pending {
                joined.writeImmutableBuffer(first)
            }
            pending = joined
            pendingIsShared = false
        }
        pending?.writeImmutableBuffer(bytes)
    }

    private mutating func takePending() -> ByteBuffer? {
        guard let bytes = pending else { return nil }
        pending = nil
        soundActivity = takenActivity
        takenActivity = lastActivity
        return bytes
    }
}
