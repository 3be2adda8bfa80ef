import Caching
import HTTPWire
import ModelAPI
import NIOCore
import Routing
import Upstream

/// An answer that has begun well, of which the caller has seen nothing yet: up to here another target can take over.
enum OpenedAnswer: Sendable {
    /// A whole one.
    case whole(WholeAnswer)
    /// A stream, up to its first content.
    indirect case stream(StreamAnswer)

    /// When it had come, or its first content on a stream.
    var received: NIODeadline {
        switch self {
        case .whole(let answer): answer.received
        case .stream(let answer): answer.received
        }
    }
}

/// An answer that says no more than that the prompt was refused, kept until it is clear whether somebody else is asked.
///
/// An object, so that failures, which hardly ever have one, stay small.
final class RefusedAnswer: Sendable {
    let answer: OpenedAnswer

    init(_ answer: OpenedAnswer) { self.answer = answer }
}

/// A whole answer in the caller's dialect.
///
/// An object, because it goes through many hands and none changes it.
final class WholeAnswer: Sendable {
    /// The provider's header fields.
    let fields: HeaderFields
    /// What the caller gets.
    let body: ByteBuffer
    /// What the provider sent.
    let source: ByteBuffer
    /// What of the provider's answer the caller's dialect cannot express.
    let lost: [String]
    /// What was used, where the provider says.
    let usage: Usage?
    /// When the provider's last byte had come.
    let received: NIODeadline

    init(
        fields: HeaderFields,
        body: ByteBuffer,
        source: ByteBuffer,
        lost: [String] = [],
        usage: Usage?,
        received: NIODeadline
    ) {
        self.fields = fields
        self.body = body
        self.source = source
        self.lost = lost
        self.usage = usage
        self.received = received
    }

    /// The same answer with other words for the caller.
    func with(_ body: ByteBuffer) -> WholeAnswer {
        WholeAnswer(fields: fields, body: body, source: source, lost: lost, usage: usage, received: received)
    }
}

/// A stream that has come to its first content.
struct StreamAnswer: Sendable {
    /// The provider's header fields.
    var fields: HeaderFields
    /// What is still to come.
    var body: UpstreamBody
    /// What turns the provider's bytes into the caller's.
    var relay: any StreamRelay
    /// What the caller gets first.
    var first: ByteBuffer
    /// When the first content had come.
    var received: NIODeadline
    /// The tier that the provider named in the answer's head, where its dialect does (Gemini).
    var servedTier: ServiceTier?
    /// Keeps what the provider sends, where it may be stored.
    var recorder: AnswerRecorder?
    /// What the provider has sent before the stream was released, where others may follow it.
    var source = ByteBuffer()
    /// Tells those that follow what comes.
    var leader: FlightLeader<AnswerHead>?
    /// Tells what of it is only there to keep the connection.
    var keepAlives = KeepAliveFilter()

    /// How long more of it was waited for, behind its first content.
    private(set) var waited = TimeAmount.zero
    /// How long the last piece came behind the one before.
    private(set) var gap = TimeAmount.zero
    private(set) var latest: NIODeadline?

    /// What was used, as far as the provider has said.
    var usage: Usage? {
        guard var usage = relay.usage else { return nil }
        usage.terms = terms
        return usage
    }

    /// On what terms it was served, as far as the provider has said.
    var terms: ServiceTerms {
        var terms = relay.terms
        if let servedTier, terms.tier == .standard { terms.tier = servedTier }
        return terms
    }

    /// More of the provider's bytes, once the first content has come. Comments and pings win no time: who sends nothing else is
    /// given up as if it sent nothing.
    mutating func nextBytes() async throws(AttemptFailure) -> ByteBuffer? {
        let asked = NIODeadline.now()
        do {
            let next = try await body.next()
            noteWait(since: asked)
            return next.map { took($0) }
        } catch {
            noteWait(since: asked)
            throw AttemptFailure(error)
        }
    }

    /// More of the provider's bytes, if some come within a time.
    mutating func nextBytes(within time: TimeAmount) async throws(AttemptFailure) -> UpstreamBody.Arrival {
        let asked = NIODeadline.now()
        do {
            let arrival = try await body.next(within: time)
            noteWait(since: asked)
            guard case .bytes(let bytes) = arrival else { return arrival }
            return .bytes(took(bytes))
        } catch {
            noteWait(since: asked)
            throw AttemptFailure(error)
        }
    }

    /// Lets services see what waits for them, which is no work of the gateway's own.
    /// - Parameter isLast: whether nothing more comes of the provider.
    /// - Returns: what may go out.
    /// - Throws: `CancellationError` where nobody waits for the answer any more.
    mutating func review(by guards: GuardPass?, isLast: Bool = false) async throws(CancellationError) -> ByteBuffer {
        guard relay.asking != nil else { return ByteBuffer() }
        let asked = NIODeadline.now()
        defer { waited = waited + (.now() - asked) }
        return try await isLast ? relay.reviewToEnd(guards) : relay.review(guards)
    }

    private mutating func took(_ bytes: ByteBuffer) -> ByteBuffer {
        recorder?.append(bytes.readableBytesUInt8Span, at: .now())
        leader?.append(Array(bytes.readableBytesView))
        if !keepAlives.take(bytes) { body.markKeepAlive() }
        return bytes
    }

    private mutating func noteWait(since asked: NIODeadline) {
        let now = NIODeadline.now()
        waited = waited + (now - asked)
        gap = now - (latest ?? received)
        latest = now
    }
}
