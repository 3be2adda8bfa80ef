/// One of the parameters that a key can bound.
public enum RequestParameter: String, Hashable, Sendable, CaseIterable {
    case maxTokens = "max_tokens"
    case temperature
    case choices = "n"
    case tools
    case stream

    /// The parameter in the words of a message.
    var words: String {
        switch self {
        case .maxTokens: "a limit of output tokens"
        case .temperature: "a temperature"
        case .choices: "a number of answers"
        case .tools: "tools"
        case .stream: "streams"
        }
    }

    /// How a surface spells the parameter: all members of the request's body that mean it, each as the names on the way
    /// down, the one to write first. Empty where the surface has no such member.
    ///
    /// A bound must hold for every spelling that a body has: a caller that sends `max_tokens` and
    /// `max_completion_tokens` asks for the larger one. Gemini reads members in camel case and in snake case.
    /// - Parameter surface: whose bodies are meant.
    public func spellings(on surface: Surface) -> [[String]] {
        switch (surface, self) {
        case (.openAIChat, .maxTokens): [["max_completion_tokens"], ["max_tokens"]]
        case (.openAICompletions, .maxTokens), (.anthropicMessages, .maxTokens): [["max_tokens"]]
        case (.openAIResponses, .maxTokens): [["max_output_tokens"]]
        case (.gemini, .maxTokens): Self.gemini("maxOutputTokens", "max_output_tokens")
        case (.openAIChat, .temperature), (.openAICompletions, .temperature), (.openAIResponses, .temperature),
            (.anthropicMessages, .temperature):
            [["temperature"]]
        case (.gemini, .temperature): Self.gemini("temperature")
        case (.openAIChat, .choices), (.openAICompletions, .choices), (.images, .choices): [["n"]]
        case (.gemini, .choices): Self.gemini("candidateCount", "candidate_count")
        case (.openAIChat, .tools): [["tools"], ["functions"]]
        case (.openAIResponses, .tools), (.anthropicMessages, .tools), (.gemini, .tools): [["tools"]]
        case (.openAIChat, .stream), (.openAICompletions, .stream), (.openAIResponses, .stream),
            (.anthropicMessages, .stream):
            [["stream"]]
        // Gemini asks for a stream in the path.
        default: []
        }
    }

    private static func gemini(_ names: String...) -> [[String]] {
        ["generationConfig", "generation_config"].flatMap { outer in names.map { [outer, $0] } }
    }
}
