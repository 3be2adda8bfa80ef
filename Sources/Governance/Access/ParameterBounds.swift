/// What a key's requests may ask of a model.
///
/// Numbers out of bounds are refused or clamped, as ``action`` says. A request that names no limit of tokens gets the
/// bound as its limit in both cases: without one the model could write more than is allowed. Tools and streams that are
/// not allowed are always refused: leaving them out would change what the caller gets.
public struct ParameterBounds: Hashable, Sendable {
    /// What happens to a number that is out of bounds.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// The request is refused.
        case refuse
        /// The number is moved to the bound.
        case clamp
    }

    /// The most tokens that an answer may have, one or more; `nil` for any.
    public var maxTokens: Int?
    /// The least temperature; `nil` for any.
    public var minTemperature: Double?
    /// The highest temperature; `nil` for any.
    public var maxTemperature: Double?
    /// The most answers to one request, one or more; `nil` for any.
    public var maxChoices: Int?
    /// Whether requests may bring tools.
    public var allowsTools: Bool
    /// Whether answers may be streams.
    public var allowsStreams: Bool
    /// What happens to a number that is out of bounds.
    public var action: Action

    /// Bounds; without arguments there are none.
    public init(
        maxTokens: Int? = nil,
        minTemperature: Double? = nil,
        maxTemperature: Double? = nil,
        maxChoices: Int? = nil,
        allowsTools: Bool = true,
        allowsStreams: Bool = true,
        action: Action = .refuse
    ) {
        self.maxTokens = maxTokens
        self.minTemperature = minTemperature
        self.maxTemperature = maxTemperature
        self.maxChoices = maxChoices
        self.allowsTools = allowsTools
        self.allowsStreams = allowsStreams
        self.action = action
    }

    /// Whether every request passes.
    public var isEmpty: Bool { self == ParameterBounds(action: action) }

    /// Checks a request's parameters.
    /// - Parameter asked: what the request asks for.
    /// - Returns: what to send on, which differs from `asked` where something is clamped or filled in.
    /// - Throws: ``ParameterRefusal`` for the first parameter that is out of bounds.
    public func check(_ asked: RequestParameters) throws(ParameterRefusal) -> RequestParameters {
        var result = asked
        if asked.hasTools, !allowsTools { throw ParameterRefusal(.tools, "This key's requests may not bring tools.") }
        if asked.isStream, !allowsStreams {
            throw ParameterRefusal(.stream, "This key's requests may not ask for streams.")
        }
        if let maxTokens {
            if let tokens = asked.maxTokens, tokens > maxTokens {
                try refuse(.maxTokens, "at most \(maxTokens)")
            }
            result.maxTokens = min(asked.maxTokens ?? maxTokens, maxTokens)
        }
        if let maxChoices, let choices = asked.choices, choices > maxChoices {
            try refuse(.choices, "at most \(maxChoices)")
            result.choices = maxChoices
        }
        if let temperature = asked.temperature {
            if let minTemperature, !(temperature >= minTemperature) {
                try refuse(.temperature, "at least \(minTemperature)")
                result.temperature = minTemperature
            }
            if let maxTemperature, !(temperature <= maxTemperature) {
                try refuse(.temperature, "at most \(maxTemperature)")
                result.temperature = maxTemperature
            }
        }
        return result
    }

    private func refuse(_ parameter: RequestParameter, _ words: String) throws(ParameterRefusal) {
        guard action == .refuse else { return }
        throw ParameterRefusal(parameter, "This key allows \(parameter.words) of \(words).")
    }
}
