/// What of a request a provider cannot express: the thing itself, which the caller's dialect has a name for
/// (``Dialect/names(of:in:)``).
public enum LostField: Hashable, Sendable {
    /// A field of the request.
    case request(RequestField)
    /// Something of the turn at this position of ``ChatRequest/messages``.
    case turn(Int, TurnField)
    /// A part, or something of it.
    case part(PartIndex, PartField)
    /// The tool at this position of ``ChatRequest/tools``, or something of it.
    case tool(Int, ToolField)
    /// A field without a neutral place, by its path in the caller's request (``ChatRequest/UnmappedField``).
    case verbatim(String)
}

extension LostField {
    /// A field of the request.
    public enum RequestField: Hashable, Sendable {
        /// ``ChatRequest/Sampling/temperature``
        case temperature
        /// ``ChatRequest/Sampling/topP``
        case topP
        /// ``ChatRequest/Sampling/topK``
        case topK
        /// ``ChatRequest/Sampling/frequencyPenalty``
        case frequencyPenalty
        /// ``ChatRequest/Sampling/presencePenalty``
        case presencePenalty
        /// ``ChatRequest/Sampling/seed``
        case seed
        /// ``ChatRequest/Sampling/logitBias``
        case logitBias
        /// ``ChatRequest/stopSequences``, some of them.
        case stopSequences
        /// ``ChatRequest/choiceCount``
        case choiceCount
        /// ``ChatRequest/logprobs``
        case logprobs
        /// ``ChatRequest/reasoning``, the whole wish or its effort.
        case reasoning
        /// ``Reasoning/budgetTokens``
        case reasoningBudget
        /// ``Reasoning/includeThoughts``
        case includeThoughts
        /// ``ChatRequest/toolChoice``
        case toolChoice
        /// ``ChatRequest/parallelToolCalls``
        case parallelToolCalls
        /// ``ChatRequest/responseFormat``
        case responseFormat
        /// ``JSONSchemaFormat/description``
        case responseFormatDescription
        /// A keyword of ``JSONSchemaFormat/schema``, wherever it stands there.
        case responseFormatKeyword(String)
        /// ``ChatRequest/endUser``
        case endUser
        /// ``ChatRequest/serviceTier``
        case serviceTier
    }

    /// Something of a turn.
    public enum TurnField: Hashable, Sendable {
        /// The speaker's name.
        case name
        /// Its place among the turns: it is said, but elsewhere.
        case position
    }

    /// Which part of the conversation.
    public struct PartIndex: Hashable, Sendable {
        /// The position of its turn in ``ChatRequest/messages``.
        public var turn: Int
        /// Its position in ``Message/parts``.
        public var part: Int
        /// Within the ``ToolResult`` there: the position in ``ToolResult/content``.
        public var nested: Int?

        /// Creates an index.
        public init(turn: Int, part: Int, nested: Int? = nil) {
            self.turn = turn
            self.part = part
            self.nested = nested
        }

        /// A part of the tool's result that stands here.
        func nested(_ position: Int) -> PartIndex { PartIndex(turn: turn, part: part, nested: position) }
    }

    /// Something of a part.
    public enum PartField: Hashable, Sendable {
        /// All of it.
        case whole
        /// Its cache breakpoint.
        case cache
        /// A provider's opaque token.
        case signature
        /// ``MediaPart/detail``
        case detail
        /// ``MediaPart/name``
        case name
        /// ``ToolResult/isError``
        case isError
    }

    /// Something of a tool.
    public enum ToolField: Hashable, Sendable {
        /// All of it.
        case whole
        /// ``FunctionTool/strict``
        case strict
        /// ``FunctionTool/cache``
        case cache
        /// ``FunctionTool/parameters``
        case parameters
        /// A keyword of ``FunctionTool/parameters``, wherever it stands there.
        case keyword(String)
    }
}
