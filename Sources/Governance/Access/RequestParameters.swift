/// The parameters of a request that a key can bound, whatever its dialect calls them.
public struct RequestParameters: Hashable, Sendable {
    /// The most tokens that an answer may have; where a request gives two limits, the larger one.
    public var maxTokens: Int?
    /// The sampling temperature.
    public var temperature: Double?
    /// How many answers are asked for.
    public var choices: Int?
    /// Whether the request brings tools.
    public var hasTools: Bool
    /// Whether the answer shall be a stream.
    public var isStream: Bool

    /// What a request asks for.
    public init(
        maxTokens: Int? = nil,
        temperature: Double? = nil,
        choices: Int? = nil,
        hasTools: Bool = false,
        isStream: Bool = false
    ) {
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.choices = choices
        self.hasTools = hasTools
        self.isStream = isStream
    }
}
