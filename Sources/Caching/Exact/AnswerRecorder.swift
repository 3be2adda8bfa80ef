public import ModelAPI
public import Routing

/// Records an answer while it goes by, up to a bound; what is larger is forgotten at once.
public struct AnswerRecorder: Sendable {
    private let form: AnswerRecording.Form
    private let dialect: DialectID
    private let limit: Int
    private var bytes: [UInt8] = []
    private var chunks: [AnswerRecording.Chunk] = []
    private var last: Moment?

    /// Whether the answer was larger than the bound.
    public private(set) var isTooLarge = false

    /// Begins a recording.
    /// - Parameters:
    ///   - form: whether a stream comes.
    ///   - dialect: the provider's dialect.
    ///   - limit: the most bytes to keep.
    public init(_ form: AnswerRecording.Form, dialect: DialectID, limit: Int) {
        self.form = form
        self.dialect = dialect
        self.limit = min(limit, Int(UInt32.max))
    }

    /// Takes the next piece.
    /// - Parameters:
    ///   - piece: its bytes.
    ///   - now: when it came.
    public mutating func append(_ piece: Span<UInt8>, at now: Moment) {
        guard !isTooLarge, piece.count > 0 else { return }
        guard piece.count <= limit - bytes.count else {
            isTooLarge = true
            bytes = []
            chunks = []
            return
        }
        piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        guard form == .stream else { return }
        let delay = last.map { max(0, (now - $0).saturatingNanoseconds / 1_000_000) } ?? 0
        last = now
        chunks.append(
            AnswerRecording.Chunk(end: UInt32(bytes.count), delay: UInt32(clamping: delay))
        )
    }

    /// The recording; `nil` where it was too large. Whether the answer is whole is for others to say.
    public consuming func finish() -> AnswerRecording? {
        guard !isTooLarge else { return nil }
        // Exact copies: arrays that grew have up to twice the room they need.
        return AnswerRecording(form, dialect, Array(bytes[...]), Array(chunks[...]))
    }
}
