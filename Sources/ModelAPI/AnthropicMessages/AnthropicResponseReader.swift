import JSONText

/// A provider's whole answer (Messages API, `Message` object) into neutral form.
enum AnthropicResponseReader {
    static func read(_ body: JSONValue) throws(APIError) -> ChatResponse {
        if body["type"]?.string == "error" {
            throw AnthropicErrors.error(type: body["error"]?["type"]?.string, body["error"]?["message"]?.string)
        }
        guard let content = body["content"]?.array else {
            throw APIError(.upstreamError, "The provider's answer is not a message.")
        }
        var parts: [Part] = []
        parts.reserveCapacity(content.count)
        for block in content { parts.append(try part(block)) }
        var usage = AnthropicUsage()
        usage.merge(body["usage"])
        let calledTools = parts.contains { if case .toolCall = $0 { true } else { false } }
        let stop = AnthropicStop.read(body) ?? (calledTools ? .toolUse : .endTurn)
        var response = ChatResponse(
            id: body["id"]?.string ?? "",
            model: body["model"]?.string ?? "",
            choices: [Choice(parts: parts, stop: stop)],
            usage: usage.isEmpty ? nil : usage.usage
        )
        response.serviceTier = usage.serviceTier
        return response
    }

    /// One block of an answer.
    private static func part(_ block: JSONValue) throws(APIError) -> Part {
        guard let type = block["type"]?.string else {
            throw APIError(.upstreamError, "The provider's answer has a block without a type.")
        }
        switch type {
        case "text":
            return .text(TextPart(block["text"]?.string ?? ""))
        case "thinking":
            let signature = signature(block["signature"])
            return .thinking(Thinking(block["thinking"]?.string ?? "", signature: signature))
        case "redacted_thinking":
            return .redactedThinking(OpaqueToken(reading: block["data"]?.string ?? "", on: .anthropicMessages))
        case "tool_use":
            guard let id = block["id"]?.string, let name = block["name"]?.string else {
                throw APIError(.upstreamError, "The provider's answer has a call without an id or a name.")
            }
            return .toolCall(ToolCall(id: id, name: name, arguments: AnthropicBlocks.arguments(block["input"])))
        default:
            return .foreign(ForeignPart(dialect: .anthropicMessages, type: type, value: block))
        }
    }

    /// A signature; an empty one is none.
    static func signature(_ value: JSONValue?) -> OpaqueToken? {
        guard let text = value?.string, !text.isEmpty else { return nil }
        return OpaqueToken(reading: text, on: .anthropicMessages)
    }
}
