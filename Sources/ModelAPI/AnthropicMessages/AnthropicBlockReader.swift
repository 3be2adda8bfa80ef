import JSONText

/// The content of a client's turns into parts.
struct AnthropicBlockReader {
    /// What was found that has no neutral place.
    private(set) var unmapped: [ChatRequest.UnmappedField] = []
    /// The names of the tools called so far, by call id, for the results that name only the id.
    private var toolNames: [String: String] = [:]

    /// Reads `content`: a string, or blocks.
    mutating func read(_ content: FieldReader) throws(APIError) -> [Part] {
        switch content.value {
        case .string(let text):
            return [.text(TextPart(text))]
        case .array:
            let blocks = try content.elements()
            var parts: [Part] = []
            parts.reserveCapacity(blocks.count)
            for block in blocks { parts.append(try part(block)) }
            return parts
        default:
            throw content.wrong("a string or an array of blocks")
        }
    }

    private mutating func part(_ block: FieldReader) throws(APIError) -> Part {
        let type = try block.required("type").string()
        switch type {
        case "text":
            keep(block.others(than: ["type", "text", "cache_control"]))
            return .text(TextPart(try block.required("text").string(), cache: try Self.cache(block)))
        case "image":
            return try media(block, type).map(Part.image) ?? foreign(block, type)
        case "document":
            return try media(block, type).map(Part.document) ?? foreign(block, type)
        case "tool_use":
            return .toolCall(try toolCall(block))
        case "tool_result":
            return .toolResult(try toolResult(block))
        case "thinking":
            keep(block.others(than: ["type", "thinking", "signature"]))
            // A block that was cut off in a stream may lack its signature; it is dropped where that matters.
            _ = try block["signature"]?.string()
            let signature = AnthropicResponseReader.signature(block.value["signature"])
            return .thinking(Thinking(try block.required("thinking").string(), signature: signature))
        case "redacted_thinking":
            let data = try block.required("data").string()
            return .redactedThinking(OpaqueToken(reading: data, on: .anthropicMessages))
        default:
            return foreign(block, type)
        }
    }

    private mutating func toolCall(_ block: FieldReader) throws(APIError) -> ToolCall {
        let input = block["input"]
        _ = try input?.object()
        var call = ToolCall(
            id: try block.required("id").string(),
            name: try block.required("name").string(),
            arguments: AnthropicBlocks.arguments(input?.value)
        )
        call.cache = try Self.cache(block)
        toolNames[call.id] = call.name
        // Every call of the model's own comes with this caller; only others say something.
        keep(
            block.others(than: ["type", "id", "name", "input", "cache_control"])
                .filter { $0.path != block.path(of: "caller") || $0.value["type"]?.string != "direct" }
        )
        return call
    }

    private mutating func toolResult(_ block: FieldReader) throws(APIError) -> ToolResult {
        let id = try block.required("tool_use_id").string()
        var result = ToolResult(callID: id, name: toolNames[id], content: [])
        if let content = block["content"] { result.content = try read(content) }
        result.isError = try block["is_error"]?.bool() ?? false
        result.cache = try Self.cache(block)
        keep(block.others(than: ["type", "tool_use_id", "content", "is_error", "cache_control"]))
        return result
    }

    /// A picture or document.
    /// - Returns: `nil` where its source has no neutral form.
    private mutating func media(_ block: FieldReader, _ type: String) throws(APIError) -> MediaPart? {
        let source = try block.required("source")
        var part: MediaPart
        switch try source.required("type").string() {
        case "base64":
            part = MediaPart(
                .base64(try source.required("data").string()),
                mediaType: try source.required("media_type").string()
            )
        case "url":
            part = MediaPart(.url(try source.required("url").string()))
        case "text":
            part = MediaPart(
                .text(try source.required("data").string()),
                mediaType: try source["media_type"]?.string()
            )
        case "file":
            part = MediaPart(.file(id: try source.required("file_id").string(), dialect: .anthropicMessages))
        default:
            return nil
        }
        part.cache = try Self.cache(block)
        if type == "document" { part.name = try block["title"]?.string() }
        keep(block.others(than: ["type", "source", "cache_control", type == "document" ? "title" : "type"]))
        return part
    }

    private func foreign(_ block: FieldReader, _ type: String) -> Part {
        .foreign(ForeignPart(dialect: .anthropicMessages, type: type, value: block.value))
    }

    private mutating func keep(_ fields: [ChatRequest.UnmappedField]) { unmapped += fields }

    /// The cache breakpoint of a block or tool.
    static func cache(_ fields: FieldReader) throws(APIError) -> CacheBreakpoint? {
        guard let control = fields["cache_control"] else { return nil }
        _ = try control.object()
        return CacheBreakpoint(ttl: try control["ttl"]?.string())
    }

    /// Gives signatures of other providers back to what they belong to.
    ///
    /// Towards the client such a signature travels in a thinking block without thoughts, directly before the call or text it
    /// seals (``AnthropicResponseWriter/carrier(of:)``), or behind a text whose signature came last.
    /// - Returns: the parts, each with the position it had; `nil` where there is no such signature.
    static func reattached(_ parts: [Part]) -> (parts: [Part], positions: [Int])? {
        guard parts.contains(where: { carried(by: $0) != nil }) else { return nil }
        var result: [Part] = []
        var positions: [Int] = []
        var pending: (token: OpaqueToken, position: Int)?
        func append(_ part: Part, _ position: Int) {
            result.append(part)
            positions.append(position)
        }
        func endPending() {
            if let pending { append(.text(TextPart("", signature: pending.token)), pending.position) }
            pending = nil
        }
        for (position, part) in parts.enumerated() {
            if let token = carried(by: part) {
                endPending()
                pending = (token, position)
                continue
            }
            switch part {
            case .toolCall(var call):
                if let pending { call.signature = pending.token }
                pending = nil
                append(.toolCall(call), position)
            case .text(var text):
                if let pending { text.signature = pending.token }
                pending = nil
                append(.text(text), position)
            default:
                endPending()
                append(part, position)
            }
        }
        endPending()
        return (result, positions)
    }

    private static func carried(by part: Part) -> OpaqueToken? {
        guard case .thinking(let thinking) = part, thinking.text.isEmpty, let signature = thinking.signature,
            signature.dialect != .anthropicMessages
        else { return nil }
        return signature
    }
}
