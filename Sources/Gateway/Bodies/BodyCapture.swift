import Governance
import NIOCore

/// What is kept of one call's prompt and answer while the call lasts, where its team has them stored.
///
/// Nothing is looked at here: bytes are put aside up to a bound, and made into what is stored when the call is over, on
/// another thread.
struct BodyCapture {
    /// How much of a stream is put aside: its events are up to so many times longer than what they say.
    private static let streamFactor = 64
    private static let streamSurplus = 8 << 20

    let policy: BodyPolicy
    private let request: ByteBuffer
    private var answer: ByteBuffer?
    private var answerSize = 0
    private var isStream = false

    init(_ policy: BodyPolicy, request: ByteBuffer) {
        self.policy = policy
        self.request = request
    }

    /// The whole answer.
    mutating func take(whole body: ByteBuffer) {
        answer = body
        answerSize = body.readableBytes
    }

    /// More of an answer that goes out as a stream.
    mutating func take(streamed bytes: ByteBuffer) {
        isStream = true
        answerSize += bytes.readableBytes
        let bound = min((policy.maxSize + BodyText.margin) * Self.streamFactor, policy.maxSize + Self.streamSurplus)
        let room = bound - (answer?.readableBytes ?? 0)
        guard room > 0 else { return }
        var part = bytes
        guard let slice = part.readSlice(length: min(room, part.readableBytes)) else { return }
        if answer == nil { answer = ByteBuffer() }
        answer?.writeImmutableBuffer(slice)
    }

    /// All of it, copied: large buffers that it is a piece of are not held on to.
    func call(_ record: LedgerRecord, route: Route, model: String) -> CapturedCall {
        let bound = policy.maxSize + BodyText.margin
        func beginning(_ buffer: ByteBuffer, _ count: Int) -> [UInt8] { Array(buffer.readableBytesView.prefix(count)) }
        return CapturedCall(
            entry: record.entry,
            time: record.time,
            organization: record.organization,
            team: record.team,
            policy: policy,
            request: beginning(request, bound),
            requestSize: request.readableBytes,
            answer: answer.map { beginning($0, isStream ? .max : bound) },
            answerSize: answerSize,
            stream: isStream ? CapturedCall.Stream(dialect: route.dialect, framing: route.framing, model: model) : nil
        )
    }
}
