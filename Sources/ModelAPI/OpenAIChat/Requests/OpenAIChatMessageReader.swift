import JSONText

/// Reads `messages`: results of tools, which Chat keeps in turns of their own, are folded into one user turn.
struct OpenAIChatMessageReader {
    private static let common: Set<String> = ["role", "content", "name", "cache_control"]
    private static let assistant: Set<String> = [
        "role", "content", "name", "cache_control", "refusal", "audio", "tool_calls", "function_call",
        "reasoning_content", "reasoning",
        "thinking_blocks", "extra_content", "annotations",
    ]
    private static let tool: Set<String> = ["role", "content", "name", "tool_call_id", "cache_control"]

    /// What had no place.
    private(set) var unmapped: [ChatRequest.UnmappedField] = []

    private var messages: [Message] = []
    /// The results of the run of tool messages that is being read.
    private var results: [ToolResult] = []
    /// The calls of the last assistant turn, in order.
    private var calls: [ToolCall] = []
    /// The names of all calls so far, by id.
    private var names: [String: String] = [:]

    /// Reads messages.
    /// - Throws: ``APIError`` that names the message and the member at fault.
    mutating func read(_ elements: [FieldReader]) throws(APIError) -> [Message] {
        messages.reserveCapacity(elements.count)
        for element in elements { try readMessage(element) }
        foldResults()
        return messages
    }

    private mutating func readMessage(_ message: FieldReader) throws(APIError) {
        _ = try message.object()
        let role = try message.required("role")
        switch try role.string() {
        case "system": try readPlain(message, as: .system)
        case "developer": try readPlain(message, as: .developer)
        case "user": try readPlain(message, as: .user)
        case "assistant": try readAssistant(message)
        case "tool": try readResult(message)
        case "function": try readFunctionResult(message)
        default: throw role.wrong("one of system, developer, user, assistant, tool, function")
        }
    }

    private mutating func readPlain(_ message: FieldReader, as role: Message.Role) throws(APIError) {
        foldResults()
        unmapped += message.others(than: Self.common)
        let parts = try readContent(message, message.required("content"))
        messages.append(Message(role, parts, name: try message["name"]?.string()))
    }

    /// Reads `content`, and a `cache_control` beside it, which means the last part.
    private mutating func readContent(_ message: FieldReader, _ content: FieldReader) throws(APIError) -> [Part] {
        var reader = OpenAIChatPartReader()
        var parts = try reader.readContent(content)
        unmapped += reader.unmapped
        guard let cache = try OpenAIChatPartReader.readCache(of: message, unmapped: &unmapped) else { return parts }
        switch parts.last {
        case .text(var text):
            text.cache = cache
            parts[parts.count - 1] = .text(text)
        case .image(var image):
            image.cache = cache
            parts[parts.count - 1] = .image(image)
        default:
            let value = message.value["cache_control"] ?? .null
            unmapped.append(ChatRequest.UnmappedField(message.path(of: "cache_control"), value))
        }
        return parts
    }

    // MARK: - The model's turns

    private mutating func readAssistant(_ message: FieldReader) throws(APIError) {
        foldResults()
        unmapped += message.others(than: Self.assistant)
        var parts = try readThoughts(message)
        if let content = message["content"] { parts += try readContent(message, content) }
        if let refusal = message["refusal"] { parts.append(.refusal(try refusal.string())) }
        if let annotations = message["annotations"], annotations.value != [] {
            unmapped.append(ChatRequest.UnmappedField(annotations.path, annotations.value))
        }
        if let token = OpenAIChatThoughts.readSignature(of: message.value) { Self.attach(token, to: &parts) }
        if let audio = message["audio"] {
            parts.append(.foreign(ForeignPart(dialect: .openAIChat, type: "audio", value: audio.value)))
        }
        calls = []
        try readCalls(message, into: &parts)
        guard !parts.isEmpty else { throw message.missing("content") }
        // An empty text beside something else is how clients write "no text".
        if parts.count > 1 { parts.removeAll { $0 == .text(TextPart("")) } }
        messages.append(Message(.assistant, parts, name: try message["name"]?.string()))
    }

    /// Reads `thinking_blocks`, or what stands for them where there are none.
    private func readThoughts(_ message: FieldReader) throws(APIError) -> [Part] {
        if let blocks = message["thinking_blocks"] {
            var parts: [Part] = []
            for element in try blocks.elements() {
                guard let part = OpenAIChatThoughts.read(block: element.value) else {
                    throw element.wrong("a block of type thinking or redacted_thinking")
                }
                parts.append(part)
            }
            if !parts.isEmpty { return parts }
        }
        guard let object = message.value.object, let thoughts = OpenAIChatThoughts.read(beside: object) else {
            return []
        }
        return [.thinking(Thinking(thoughts.text))]
    }

    /// Pins a message's own signature to its last text.
    private static func attach(_ token: OpaqueToken, to parts: inout [Part]) {
        for index in parts.indices.reversed() {
            if case .text(var text) = parts[index] {
                text.signature = token
                parts[index] = .text(text)
                return
            }
        }
        parts.append(.text(TextPart("", signature: token)))
    }

    private mutating func readCalls(_ message: FieldReader, into parts: inout [Part]) throws(APIError) {
        for element in try message["tool_calls"]?.elements() ?? [] {
            _ = try element.object()
            let type = try element["type"]?.string() ?? "function"
            guard type == "function" else {
                if let id = element["id"]?.value.string { names[id] = element.value["custom"]?["name"]?.string }
                parts.append(
                    .foreign(ForeignPart(dialect: .openAIChat, type: "\(type)_tool_call", value: element.value))
                )
                continue
            }
            unmapped += element.others(than: ["id", "type", "function", "extra_content", "index"])
            let function = try element.required("function")
            unmapped += function.others(than: ["name", "arguments"])
            let call = ToolCall(
                id: try element.required("id").string(),
                name: try function.required("name").string(),
                arguments: try Self.readArguments(function),
                signature: OpenAIChatThoughts.readSignature(of: element.value)
            )
            append(call, to: &parts)
        }
        if let function = message["function_call"] {
            // The deprecated form has no ids; its result names the function.
            let call = ToolCall(
                id: "call_km\(messages.count)_function",
                name: try function.required("name").string(),
                arguments: try Self.readArguments(function),
                signature: OpenAIChatThoughts.readSignature(of: function.value)
            )
            append(call, to: &parts)
        }
    }

    private mutating func append(_ call: ToolCall, to parts: inout [Part]) {
        calls.append(call)
        names[call.id] = call.name
        parts.append(.toolCall(call))
    }

    private static func readArguments(_ function: FieldReader) throws(APIError) -> String {
        guard let field = function["arguments"] else { return "{}" }
        if field.value.object != nil { return field.value.text }
        let text = try field.string()
        return text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 } ? "{}" : text
    }

    // MARK: - Results of tools

    private mutating func readResult(_ message: FieldReader) throws(APIError) {
        unmapped += message.others(than: Self.tool)
        let id = try message.required("tool_call_id").string()
        var result = ToolResult(
            callID: id,
            name: try message["name"]?.string() ?? names[id],
            content: try readResultContent(message)
        )
        result.cache = try OpenAIChatPartReader.readCache(of: message, unmapped: &unmapped)
        results.append(result)
    }

    private mutating func readFunctionResult(_ message: FieldReader) throws(APIError) {
        unmapped += message.others(than: Self.tool)
        let name = try message.required("name").string()
        guard let call = calls.last(where: { $0.name == name }) else {
            throw APIError(
                .invalidRequest,
                "'\(message.path)' is the result of '\(name.prefix(64))', but the turn before does not call it.",
                parameter: message.path
            )
        }
        results.append(ToolResult(callID: call.id, name: name, content: try readResultContent(message)))
    }

    private mutating func readResultContent(_ message: FieldReader) throws(APIError) -> [Part] {
        var reader = OpenAIChatPartReader()
        // A function that gives nothing back answers with null.
        guard let content = message["content"] else { return [.text(TextPart(""))] }
        let parts = try reader.readContent(content)
        unmapped += reader.unmapped
        return parts
    }

    /// Ends a run of tool messages: its results become one user turn, in the order of their calls.
    private mutating func foldResults() {
        guard !results.isEmpty else { return }
        var order: [String: Int] = [:]
        for (index, call) in calls.enumerated() { order[call.id] = index }
        let sorted = results.enumerated().sorted { left, right in
            let leftKey = (order[left.element.callID] ?? .max, left.offset)
            let rightKey = (order[right.element.callID] ?? .max, right.offset)
            return leftKey < rightKey
        }
        messages.append(Message(.user, sorted.map { .toolResult($0.element) }))
        results = []
    }
}
