public import ModelAPI

/// A provider's answer as it came: its bytes, and where one piece ended and the next began.
public struct AnswerRecording: Hashable, Sendable {
    /// Whether the answer came at once or as a stream of events.
    public enum Form: UInt8, Hashable, Sendable, CaseIterable {
        /// One JSON text.
        case whole = 0
        /// Framed events.
        case stream = 1
    }

    /// One piece.
    public struct Chunk: Hashable, Sendable {
        /// Where it ends in ``AnswerRecording/bytes``.
        public var end: UInt32
        /// How long after the piece before it came, in milliseconds.
        public var delay: UInt32

        /// Creates a piece.
        public init(end: UInt32, delay: UInt32) {
            self.end = end
            self.delay = delay
        }
    }

    /// The form.
    public let form: Form
    /// The provider's dialect.
    public let dialect: DialectID
    /// All bytes of the body.
    public let bytes: [UInt8]
    /// The pieces in order; the last one ends with the bytes. A whole answer has none.
    public let chunks: [Chunk]

    /// A whole answer.
    public init(whole bytes: [UInt8], dialect: DialectID) {
        self.init(.whole, dialect, bytes, [])
    }

    /// A stream.
    /// - Returns: `nil` where the pieces do not cover the bytes in order.
    public init?(stream bytes: [UInt8], chunks: [Chunk], dialect: DialectID) {
        var end: UInt32 = 0
        for chunk in chunks {
            guard chunk.end > end, Int(chunk.end) <= bytes.count else { return nil }
            end = chunk.end
        }
        guard Int(end) == bytes.count else { return nil }
        self.init(.stream, dialect, bytes, chunks)
    }

    init(_ form: Form, _ dialect: DialectID, _ bytes: [UInt8], _ chunks: [Chunk]) {
        self.form = form
        self.dialect = dialect
        self.bytes = bytes
        self.chunks = chunks
    }

    /// What it takes in memory, in bytes, without what it is part of.
    var cost: Int { bytes.capacity + chunks.capacity * MemoryLayout<Chunk>.stride + 64 }

    /// The answer read into neutral form.
    /// - Throws: ``ModelAPI/APIError`` where it is none, or a stream that ended broken.
    public func response() throws(APIError) -> ChatResponse {
        switch form {
        case .whole: try RecordedAnswer.whole(bytes.span, from: dialect)
        case .stream: try RecordedAnswer.assembled(bytes.span, from: dialect)
        }
    }
}
