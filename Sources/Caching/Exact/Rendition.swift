public import ModelAPI

/// For whom an answer is written: everything that changes its bytes.
public struct RenditionKey: Hashable, Sendable {
    /// The caller's dialect.
    public var dialect: DialectID
    /// Whether as a stream.
    public var form: AnswerRecording.Form
    /// Whether a stream reports usage, where that is left to the caller.
    public var includesUsage: Bool
    /// Whether what has no place in the dialect is carried along.
    public var includesExtras: Bool
    /// Whether calls are written in OpenAI's deprecated form.
    public var usesLegacyFunctions: Bool
    /// What else changes the bytes (Gemini's stream as a JSON array); empty for the usual.
    public var variant: String

    /// Creates a key.
    public init(
        _ dialect: DialectID,
        _ form: AnswerRecording.Form,
        includesUsage: Bool = false,
        includesExtras: Bool = false,
        usesLegacyFunctions: Bool = false,
        variant: String = ""
    ) {
        self.dialect = dialect
        self.form = form
        self.includesUsage = includesUsage
        self.includesExtras = includesExtras
        self.usesLegacyFunctions = usesLegacyFunctions
        self.variant = variant
    }

    /// The key of what a request wants.
    public init(_ request: ChatRequest, from surface: DialectID, variant: String = "") {
        self.init(
            surface,
            request.stream ? .stream : .whole,
            includesUsage: request.stream && request.includeUsage,
            includesExtras: request.includesExtras,
            usesLegacyFunctions: request.usesLegacyFunctions,
            variant: variant
        )
    }
}

/// An answer written for a caller: the bytes as they go out.
public struct Rendition: Hashable, Sendable {
    /// All bytes of the body.
    public var bytes: [UInt8]
    /// Where the pieces of a stream end, in order; empty for a whole answer.
    public var ends: [Int]
    /// The names of what of the answer the caller's dialect cannot express.
    public var dropped: [String]

    /// Creates a rendition.
    public init(bytes: [UInt8], ends: [Int] = [], dropped: [String] = []) {
        self.bytes = bytes
        self.ends = ends
        self.dropped = dropped
    }

    /// What it takes in memory, in bytes.
    var cost: Int {
        dropped.reduce(256 + bytes.capacity + ends.capacity * MemoryLayout<Int>.stride) { $0 + 48 + $1.utf8.count }
    }
}
