/// One turn of the conversation.
struct PromptTurn: Sendable {
    enum Role: Sendable {
        case user
        case assistant
        /// Only results of tools (OpenAI has a role for them).
        case tool
    }

    enum Part: Sendable {
        case text(String)
        case media(Media)
        case call(name: String)
        case result(ToolResult)
    }

    var role: Role
    var parts: [Part] = []

    /// All text parts, one per line.
    var text: String {
        parts.compactMap { part -> String? in
            guard case .text(let text) = part else { return nil }
            return text
        }.joined(separator: "\n")
    }

    var media: [Media] {
        parts.compactMap { part -> Media? in
            guard case .media(let media) = part else { return nil }
            return media
        }
    }

    var results: [ToolResult] {
        parts.compactMap { part -> ToolResult? in
            guard case .result(let result) = part else { return nil }
            return result
        }
    }
}
