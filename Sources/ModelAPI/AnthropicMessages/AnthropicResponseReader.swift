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
        var unmapped: [ChatResponse.UnmappedField] = []
        for (index, block) in content.enumerated() { parts.append(try part(block, at: index, &unmapped)) }
        var usage = AnthropicUsage()
        usage.merge(body["usage"])
        let calledTools = parts.contains { if case .toolCall = $0 { true } else { false } }
        let stop = AnthropicStop.read(body) ?? (calledTools ? .toolUse : .endTurn)
        try CallArguments.check(parts, stop)
        var response = ChatResponse(
            id: body["id"]?.string ?? "",
            model: body["model"]?.string ?? "",
            choices: [Choice(parts: parts, stop: stop)],
            usage: usage.isEmpty ? nil : usage.usage,
            source: .anthropicMessages
        )
        response.serviceTier = usage.serviceTier
        response.unmapped =
            unmapped + AnswerMembers.others(in: body, than: AnthropicMembers.message, at: "")
            + AnthropicMembers.others(inDetails: body["stop_details"], of: stop)
            + AnthropicMembers.others(inUsage: body["usage"])
        return response
    }

    /// One block of an answer.
    private static func part(
        _ block: JSONValue,
        at index: Int,
        _ unmapped: inout [ChatResponse.UnmappedField]
    ) throws(APIError) -> Part {
        guard let type = block["type"]?.string else {
            throw APIError(.upstreamError, "The provider's answer has a block without a type.")
        }
        let part: Part
        switch type {
        case "text":
            part = .text(TextPart(block["text"]?.string ?? ""))
        case "thinking":
            let signature = signature(block["signature"])
            part = .thinking(Thinking(block["thinking"]?.string ?? "", signature: signature))
        case "redacted_thinking":
            part = .redactedThinking(OpaqueToken(reading: block["data"]?.string ?? "", on: .anthropicMessages))
        case "tool_use":
            guard let id = block["id"]?.string, let name = block["name"]?.string else {
                throw APIError(.upstreamError, "The provider's answer has a call without an id or a name.")
            }
            part = .toolCall(ToolCall(id: id, name: name, arguments: AnthropicBlocks.arguments(block["input"])))
        default:
            return .foreign(
                ForeignPart(dialect: .anthropicMessages, type: type, value: block, path: "content[\(index)]")
            )
        }
        unmapped += AnthropicMembers.others(inBlock: block, type, at: index)
        return part
    }

    /// A signature; an empty one is none.
    static func signature(_ value: JSONValue?) -> OpaqueToken? {
        guard let text = value?.string, !text.isEmpty else { return nil }
        return OpaqueToken(reading: text, on: .anthropicMessages)
    }
}
