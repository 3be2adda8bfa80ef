import JSONText

/// Turns into `system` and `messages`.
///
/// System and developer turns become blocks of the top-level `system`, in their order, so that the prompt's beginning stays
/// the same from call to call. One that stands behind the first user or assistant turn moves there too and is reported as
/// `messages[i].position`: as user text it would lose its rank. Turns of one role in a row become one; results of tools come
/// first in a user turn, in call order. Blocks the API refuses for saying nothing (blank texts) are left out.
struct AnthropicTurnWriter {
    private enum Role: String {
        case user
        case assistant
    }

    /// One turn as it is written.
    private struct Turn {
        var role: Role
        /// Results of tools, each with the place of its call.
        var results: [(order: Int, block: JSONValue)] = []
        var blocks: [JSONValue] = []
        /// The places of the calls in this turn, by id.
        var calls: [String: Int] = [:]
    }

    /// The blocks of `system`.
    private(set) var system: [JSONValue] = []
    private var turns: [Turn] = []
    /// What could not be expressed.
    private(set) var dropped = LostFields()

    /// Writes all turns.
    mutating func write(_ messages: [Message]) {
        for (index, message) in messages.enumerated() {
            dropped.add(.turn(index, .name), if: message.name != nil)
            switch message.role {
            case .system, .developer: writeSystem(message, at: index)
            case .user: writeUser(message, at: index)
            case .assistant: writeAssistant(message, at: index)
            }
        }
    }

    /// The turns as `messages`.
    var messages: [JSONValue] {
        turns.map { turn in
            let results = turn.results.enumerated()
                .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
                .map(\.element.block)
            return ["role": .string(turn.role.rawValue), "content": .array(results + turn.blocks)]
        }
    }

    /// Whether the conversation stands in the middle of a tool turn whose assistant turn does not begin with thoughts.
    var lacksThoughts: Bool {
        guard turns.count > 1, let last = turns.last, !last.results.isEmpty else { return false }
        let type = turns[turns.count - 2].blocks.first?["type"]?.string
        return type != "thinking" && type != "redacted_thinking"
    }

    // MARK: - Turns

    private mutating func writeSystem(_ message: Message, at index: Int) {
        var hasText = false
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            switch part {
            case .text(let text):
                dropped.add(.part(place, .signature), if: text.signature != nil)
                guard !AnthropicBlocks.isBlank(text.text) else { continue }
                hasText = true
                system.append(block(text))
            default: dropped.add(.part(place, .whole))
            }
        }
        dropped.add(.turn(index, .position), if: hasText && !turns.isEmpty)
    }

    private mutating func writeUser(_ message: Message, at index: Int) {
        var results: [(order: Int, block: JSONValue)] = []
        var blocks: [JSONValue] = []
        // The calls that these results answer stand in the assistant turn directly before this user turn.
        let calls = (turns.last?.role == .user ? turns.dropLast() : turns[...]).last?.calls ?? [:]
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            if case .toolResult(let result) = part {
                results.append((calls[result.callID] ?? .max, toolResult(result, place)))
            } else if let block = content(part, place) {
                blocks.append(block)
            }
        }
        if results.isEmpty, blocks.isEmpty { return }
        if turns.last?.role != .user { turns.append(Turn(role: .user)) }
        let last = turns.count - 1
        turns[last].results += results
        turns[last].blocks += blocks
    }

    private mutating func writeAssistant(_ message: Message, at index: Int) {
        var blocks: [JSONValue] = []
        var calls: [String] = []
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            switch part {
            case .toolCall(let call):
                dropped.add(.part(place, .signature), if: call.signature != nil)
                calls.append(call.id)
                blocks.append(toolUse(call))
            case .thinking(let thinking):
                // The provider takes thoughts back only with its own seal.
                if let signature = thinking.signature, signature.dialect == .anthropicMessages {
                    blocks.append(AnthropicBlocks.thinking(thinking.text, signature: signature.value))
                } else if !thinking.text.isEmpty || thinking.signature != nil {
                    dropped.add(.part(place, .whole))
                }
            case .redactedThinking(let token):
                if token.dialect == .anthropicMessages {
                    blocks.append(AnthropicBlocks.redactedThinking(token.value))
                } else {
                    dropped.add(.part(place, .whole))
                }
            case .refusal(let words):
                if !AnthropicBlocks.isBlank(words) { blocks.append(.object(AnthropicBlocks.text(words))) }
            case .text, .foreign:
                if let block = content(part, place) { blocks.append(block) }
            case .image, .audio, .document, .toolResult:
                dropped.add(.part(place, .whole))
            }
        }
        if blocks.isEmpty { return }
        if turns.last?.role != .assistant { turns.append(Turn(role: .assistant)) }
        let last = turns.count - 1
        turns[last].blocks += blocks
        for call in calls { turns[last].calls[call] = turns[last].calls.count }
    }

    // MARK: - Blocks

    /// A part that may stand in a user turn or in a result.
    private mutating func content(_ part: Part, _ place: LostField.PartIndex) -> JSONValue? {
        switch part {
        case .text(let text):
            dropped.add(.part(place, .signature), if: text.signature != nil)
            guard !AnthropicBlocks.isBlank(text.text) else { return nil }
            return block(text)
        case .image(let media):
            return finish(image(media, place), media, place)
        case .document(let media):
            return finish(document(media), media, place)
        case .refusal(let words):
            guard !AnthropicBlocks.isBlank(words) else { return nil }
            return .object(AnthropicBlocks.text(words))
        case .foreign(let part) where part.dialect == .anthropicMessages:
            return part.value
        case .audio, .toolCall, .toolResult, .thinking, .redactedThinking, .foreign:
            dropped.add(.part(place, .whole))
            return nil
        }
    }

    private func block(_ text: TextPart) -> JSONValue {
        Self.cached(AnthropicBlocks.text(text.text), text.cache)
    }

    private func toolUse(_ call: ToolCall) -> JSONValue {
        let input = AnthropicBlocks.input(call.arguments)
        let id = AnthropicToolID.wire(call.id)
        return Self.cached(AnthropicBlocks.toolUse(id: id, name: call.name, input: input), call.cache)
    }

    private mutating func toolResult(_ result: ToolResult, _ place: LostField.PartIndex) -> JSONValue {
        var block: JSONObject = [
            "type": "tool_result", "tool_use_id": .string(AnthropicToolID.wire(result.callID)),
        ]
        if result.content.count == 1, case .text(let text) = result.content[0], text.cache == nil, text.signature == nil
        {
            block.append("content", .string(text.text))
        } else {
            var content: [JSONValue] = []
            for (position, part) in result.content.enumerated() {
                if let block = self.content(part, place.nested(position)) { content.append(block) }
            }
            if !content.isEmpty { block.append("content", .array(content)) }
        }
        if result.isError { block.append("is_error", true) }
        return Self.cached(block, result.cache)
    }

    private mutating func image(_ media: MediaPart, _ place: LostField.PartIndex) -> JSONObject? {
        let source: JSONValue
        switch media.source {
        case .url(let url): source = ["type": "url", "url": .string(url)]
        case .base64(let data):
            guard let type = Self.imageType(media.mediaType, data) else { return nil }
            source = ["type": "base64", "media_type": .string(type), "data": .string(data)]
        case .file(let id, .anthropicMessages): source = ["type": "file", "file_id": .string(id)]
        case .file, .text: return nil
        }
        if let detail = media.detail, detail != "auto" { dropped.add(.part(place, .detail)) }
        dropped.add(.part(place, .name), if: media.name != nil)
        return ["type": "image", "source": source]
    }

    private func document(_ media: MediaPart) -> JSONObject? {
        let source: JSONValue
        switch media.source {
        case .url(let url): source = ["type": "url", "url": .string(url)]
        case .text(let text): source = Self.plainText(text)
        case .file(let id, .anthropicMessages): source = ["type": "file", "file_id": .string(id)]
        case .file: return nil
        case .base64(let data):
            let isPDF = data.utf8.starts(with: "JVBER".utf8)
            if media.mediaType == "application/pdf" || (media.mediaType == nil && isPDF) {
                source = ["type": "base64", "media_type": "application/pdf", "data": .string(data)]
            } else if media.mediaType?.hasPrefix("text/") == true, let bytes = Base64.decode(data),
                let text = String(validating: bytes, as: UTF8.self)
            {
                source = Self.plainText(text)
            } else {
                return nil
            }
        }
        var block: JSONObject = ["type": "document", "source": source]
        if let name = media.name { block.append("title", .string(name)) }
        return block
    }

    private mutating func finish(_ block: JSONObject?, _ media: MediaPart, _ place: LostField.PartIndex) -> JSONValue? {
        guard let block else {
            dropped.add(.part(place, .whole))
            return nil
        }
        return Self.cached(block, media.cache)
    }

    private static func plainText(_ text: String) -> JSONValue {
        ["type": "text", "media_type": "text/plain", "data": .string(text)]
    }

    /// The media type of a picture; where the caller does not say, what its first bytes say.
    private static func imageType(_ given: String?, _ data: String) -> String? {
        if let given { return given == "image/jpg" ? "image/jpeg" : given }
        let signatures = [
            ("/9j/", "image/jpeg"), ("iVBOR", "image/png"), ("R0lG", "image/gif"), ("UklGR", "image/webp"),
        ]
        return signatures.first { data.utf8.starts(with: $0.0.utf8) }?.1
    }

    /// A block with its cache breakpoint.
    static func cached(_ block: JSONObject, _ cache: CacheBreakpoint?) -> JSONValue {
        guard let cache else { return .object(block) }
        var control: JSONObject = ["type": "ephemeral"]
        if let ttl = cache.ttl { control.append("ttl", .string(ttl)) }
        var block = block
        block.append("cache_control", .object(control))
        return .object(block)
    }
}
