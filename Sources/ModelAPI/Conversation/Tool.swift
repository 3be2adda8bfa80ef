public import JSONText

/// A tool the model may call.
public enum Tool: Hashable, Sendable {
    /// A function of the application.
    case function(FunctionTool)
    /// A tool that lives with the provider (web search, code execution, OpenAI's custom tools): whose, its type, the whole object.
    case foreign(ForeignPart)
}

/// A function of the application.
public struct FunctionTool: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What it does, for the model.
    public var description: String?
    /// The JSON Schema of its arguments, as the caller wrote it.
    public var parameters: JSONValue?
    /// Whether the arguments must satisfy the schema exactly.
    public var strict: Bool?
    /// The provider may cache everything up to the end of this tool.
    public var cache: CacheBreakpoint?

    /// Creates a function.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }
}

/// Which tools the model may or must call.
public enum ToolChoice: Hashable, Sendable {
    /// As it likes.
    case auto
    /// None.
    case none
    /// At least one, whichever.
    case required
    /// This one.
    case named(String)
    /// Only among these; `required`: at least one of them.
    case allowed([String], required: Bool)
}

/// What form the answer must have.
public enum ResponseFormat: Hashable, Sendable {
    /// Free text.
    case text
    /// Any JSON object.
    case jsonObject
    /// JSON that satisfies a schema.
    case jsonSchema(JSONSchemaFormat)
}

/// A schema the answer must satisfy.
public struct JSONSchemaFormat: Hashable, Sendable {
    /// The schema's name, which OpenAI demands.
    public var name: String?
    /// What it is for.
    public var description: String?
    /// The JSON Schema as the caller wrote it.
    public var schema: JSONValue
    /// Whether the provider must enforce it exactly.
    public var strict: Bool?

    /// Creates a format.
    public init(name: String? = nil, description: String? = nil, schema: JSONValue, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.schema = schema
        self.strict = strict
    }
}

/// How much the model may think.
public struct Reasoning: Hashable, Sendable {
    /// Effort in words, least to most.
    public enum Effort: String, Hashable, Sendable, CaseIterable {
        /// No thinking.
        case none
        /// As little as possible.
        case minimal
        /// Little.
        case low
        /// The usual.
        case medium
        /// Much.
        case high
        /// More than much.
        case xhigh
        /// All there is.
        case max
    }

    /// Effort in words.
    public var effort: Effort?
    /// Effort as the most tokens to think; 0 is none, -1 leaves it to the model.
    public var budgetTokens: Int?
    /// Whether the model itself decides how much to think (Anthropic's `adaptive`).
    public var adaptive = false
    /// Whether the thoughts are wanted in the answer; `nil` leaves it to the provider.
    public var includeThoughts: Bool?

    /// Creates unset reasoning.
    public init() {}
}
