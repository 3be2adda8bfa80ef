public import JSONText

/// A piece of a turn.
public enum Part: Hashable, Sendable {
    /// Text.
    case text(TextPart)
    /// A picture.
    case image(MediaPart)
    /// Sound.
    case audio(MediaPart)
    /// A document such as a PDF or a text file.
    case document(MediaPart)
    /// The model calls a tool.
    case toolCall(ToolCall)
    /// What a tool gave back.
    case toolResult(ToolResult)
    /// The model's thoughts.
    case thinking(Thinking)
    /// Thoughts the provider keeps to itself: opaque, to be sent back unread.
    case redactedThinking(OpaqueToken)
    /// The model's words for not answering.
    case refusal(String)
    /// A block of a dialect that has no neutral form (server tools, citations, executable code, …).
    case foreign(ForeignPart)
}

/// Text with what may be pinned to it.
public struct TextPart: Hashable, Sendable {
    /// The text.
    public var text: String
    /// The provider may cache everything up to the end of this part.
    public var cache: CacheBreakpoint?
    /// An opaque token the provider wants back with this text (Gemini's `thoughtSignature` on text parts).
    public var signature: OpaqueToken?

    /// Creates a text.
    public init(_ text: String, cache: CacheBreakpoint? = nil, signature: OpaqueToken? = nil) {
        self.text = text
        self.cache = cache
        self.signature = signature
    }
}

/// A picture, sound or document.
public struct MediaPart: Hashable, Sendable {
    /// Where the bytes are.
    public enum Source: Hashable, Sendable {
        /// An address the provider fetches from; the gateway never does.
        case url(String)
        /// The bytes in base64 as the caller sent them.
        case base64(String)
        /// Plain text as a document (Anthropic's `text` source).
        case text(String)
        /// The id of a file stored with one provider.
        case file(id: String, dialect: DialectID)
    }

    /// Where the bytes are.
    public var source: Source
    /// The media type (`image/png`, `application/pdf`, `audio/wav`), where known.
    public var mediaType: String?
    /// The file's name or the document's title.
    public var name: String?
    /// OpenAI's image detail: `auto`, `low`, `high`.
    public var detail: String?
    /// Where it stood in an answer, in the provider's words, to name it where a client's dialect has no place for it.
    public var path: String?
    /// The provider may cache everything up to the end of this part.
    public var cache: CacheBreakpoint?

    /// Creates a part.
    public init(_ source: Source, mediaType: String? = nil, name: String? = nil) {
        self.source = source
        self.mediaType = mediaType
        self.name = name
    }
}

/// The model calls a tool.
public struct ToolCall: Hashable, Sendable {
    /// The call's id, which its result names.
    public var id: String
    /// The tool's name.
    public var name: String
    /// The arguments as JSON text, digits and order as the model wrote them; `{}` where there are none.
    public var arguments: String
    /// An opaque token the provider wants back with this call (Gemini's `thoughtSignature`).
    public var signature: OpaqueToken?
    /// The provider may cache everything up to the end of this part.
    public var cache: CacheBreakpoint?

    /// Creates a call.
    public init(id: String, name: String, arguments: String, signature: OpaqueToken? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.signature = signature
    }
}

/// What a tool gave back.
public struct ToolResult: Hashable, Sendable {
    /// The id of the call this answers.
    public var callID: String
    /// The tool's name, where the dialect says it; a reader fills it in from the call.
    public var name: String?
    /// The result: texts, pictures, documents.
    public var content: [Part]
    /// Whether the tool failed.
    public var isError: Bool
    /// The provider may cache everything up to the end of this part.
    public var cache: CacheBreakpoint?

    /// Creates a result.
    public init(callID: String, name: String? = nil, content: [Part], isError: Bool = false) {
        self.callID = callID
        self.name = name
        self.content = content
        self.isError = isError
    }
}

/// The model's thoughts.
public struct Thinking: Hashable, Sendable {
    /// The thoughts or their summary; may be empty where the provider only shows the signature.
    public var text: String
    /// The provider's seal, without which it does not take the thoughts back.
    public var signature: OpaqueToken?

    /// Creates thoughts.
    public init(_ text: String, signature: OpaqueToken? = nil) {
        self.text = text
        self.signature = signature
    }
}

/// A value only its provider can read: carried unchanged, and only back to the dialect it came from.
public struct OpaqueToken: Hashable, Sendable {
    /// The dialect that issued it.
    public var dialect: DialectID
    /// The value.
    public var value: String

    /// Creates a token.
    public init(_ value: String, from dialect: DialectID) {
        self.value = value
        self.dialect = dialect
    }
}

/// A point up to which the provider may cache the prompt (Anthropic's `cache_control`).
public struct CacheBreakpoint: Hashable, Sendable {
    /// How long: `5m`, `1h`; `nil` is the provider's default.
    public var ttl: String?

    /// Creates a breakpoint.
    public init(ttl: String? = nil) { self.ttl = ttl }
}

/// A block of one dialect without a neutral form.
public struct ForeignPart: Hashable, Sendable {
    /// Whose it is.
    public var dialect: DialectID
    /// Its type in that dialect's words (`server_tool_use`, `executableCode`).
    public var type: String
    /// The whole block.
    public var value: JSONValue
    /// Where it stood in an answer, in the provider's words, to name it where a client's dialect has no place for it; `nil` in
    /// requests.
    public var path: String?

    /// Creates a block.
    public init(dialect: DialectID, type: String, value: JSONValue, path: String? = nil) {
        self.dialect = dialect
        self.type = type
        self.value = value
        self.path = path
    }
}
