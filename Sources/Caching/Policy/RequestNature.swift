import JSONText
import ModelAPI

/// Whether what a request asks is something that has one answer for some time.
enum RequestNature {
    /// Fields that make the provider keep the answer, or make the answer depend on what the provider has kept.
    private static let stateful: Set<String> = [
        "previous_response_id", "conversation", "background", "container", "session_id", "conversation_id",
    ]
    /// Fields that let the provider look at the world.
    private static let looking: Set<String> = [
        "web_search_options", "search_parameters", "web_search", "enable_search", "plugins", "mcp_servers",
        "search_mode", "search_recency_filter", "search_domain_filter", "data_sources",
    ]
    /// Tools of a dialect that the caller runs itself, so that their results stand in the conversation: by the beginning of
    /// their type. Whatever else there is may look at the world.
    private static let own: [DialectID: [String]] = [
        .openAIChat: ["custom"],
        .anthropicMessages: ["custom", "bash_", "text_editor_", "computer_", "memory_"],
        .gemini: ["functionDeclarations"],
    ]

    /// Why a request is not cached.
    /// - Parameter isAsked: whether it asks for the cache itself.
    static func refusal(
        of request: ChatRequest,
        from surface: DialectID,
        _ policy: CachePolicy,
        isAsked: Bool
    ) -> CacheRefusal? {
        if request.messages.isEmpty { return .empty }
        if let refusal = refusal(of: request.unmapped) { return refusal }
        for case .foreign(let tool) in request.tools where !isOwn(tool) { return .serverTool }
        for message in request.messages where message.parts.contains(where: isServerCall) { return .serverTool }
        if let count = request.choiceCount, count > policy.maximumChoices { return .choices }
        if !isAsked, let limit = policy.maximumTemperature, let temperature = request.sampling.temperature?.double,
            !(temperature <= limit)
        {
            return .temperature
        }
        return nil
    }

    private static func refusal(of fields: [ChatRequest.UnmappedField]) -> CacheRefusal? {
        for field in fields {
            if field.path == "store" {
                if field.value != false { return .store }
            } else if looking.contains(field.path) {
                if field.value != false, field.value != [] { return .serverTool }
            } else if stateful.contains(field.path), field.value != false {
                return .stateful
            }
        }
        return nil
    }

    private static func isOwn(_ tool: ForeignPart) -> Bool {
        own[tool.dialect, default: []].contains { name in
            name.hasSuffix("_") ? tool.type.hasPrefix(name) : tool.type == name
        }
    }

    /// A conversation in which the provider's tools have been at work goes on with them.
    private static func isServerCall(_ part: Part) -> Bool {
        guard case .foreign(let part) = part else { return false }
        switch part.dialect {
        case .anthropicMessages: return part.type == "server_tool_use" || part.type == "mcp_tool_use"
        case .gemini: return part.type == "executableCode" || part.type == "codeExecutionResult"
        case .openAIChat: return false
        }
    }
}
