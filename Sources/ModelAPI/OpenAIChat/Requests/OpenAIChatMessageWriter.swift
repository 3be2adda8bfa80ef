import JSONText

/// Writes `messages`: results of tools unfold into turns of their own, in front of what else their turn says.
struct OpenAIChatMessageWriter {
    private let isVendor: Bool
    /// The messages written so far.
    private(set) var output: [JSONValue] = []
    /// What got lost.
    private(set) var dropped = OpenAIChatDroppedFields()

    /// Creates a writer.
    /// - Parameter isVendor: whether OpenAI itself is asked; imitators know fewer forms.
    init(isVendor: Bool) { self.isVendor = isVendor }

    /// Writes messages.
    mutating func write(_ messages: [Message]) {
        output.reserveCapacity(messages.count)
        for (index, message) in messages.enumerated() {
            let path = "messages[\(index)]"
            switch message.role {
            case .system: writeInstructions(message, role: "system", path: path)
            // The word is the vendor's own.
            case .developer: writeInstructions(message, role: isVendor ? "developer" : "system", path: path)
            case .user: writeUser(message, path: path)
            case .assistant: writeAssistant(message, path: path)
            }
        }
    }

    // MARK: - Turns

    private mutating func writeInstructions(_ message: Message, role: String, path: String) {
        var parts: [JSONValue] = []
        for part in message.parts { append(part, to: &parts, path: path) }
        append(role: role, content: content(parts), name: message.name)
    }

    private mutating func writeUser(_ message: Message, path: String) {
        var attached: [JSONValue] = []
        var parts: [JSONValue] = []
        for part in message.parts {
            if case .toolResult(let result) = part {
                writeResult(result, attached: &attached, path: path)
            } else {
                append(part, to: &parts, path: path)
            }
        }
        parts = attached + parts
        // What was only results, or only parts that are lost, leaves no turn behind.
        if !parts.isEmpty { append(role: "user", content: content(parts), name: message.name) }
    }

    /// Writes one result. A tool turn holds only text here: pictures and files follow in the user's turn behind it.
    private mutating func writeResult(_ result: ToolResult, attached: inout [JSONValue], path: String) {
        var texts: [JSONValue] = []
        var others: [JSONValue] = []
        for part in result.content {
            if case .text = part {
                append(part, to: &texts, path: path)
            } else {
                append(part, to: &others, path: path)
            }
        }
        dropped.note("\(path).is_error", if: result.isError)
        dropped.note("cache_control", if: result.cache != nil)
        output.append(
            .object([
                "role": "tool",
                "tool_call_id": .string(result.callID),
                "content": content(texts),
            ])
        )
        if !others.isEmpty {
            attached.append(Self.text("Output of tool call \(result.callID):"))
            attached += others
        }
    }

    private mutating func writeAssistant(_ message: Message, path: String) {
        var turn = AssistantTurn()
        for part in message.parts {
            switch part {
            case .text(let text):
                if let token = text.signature { note(token, path: path) { turn.signature = token } }
                if !text.text.isEmpty { turn.parts.append(Self.text(text.text)) }
                dropped.note("cache_control", if: text.cache != nil)
            case .refusal(let words) where isVendor:
                turn.refusal += words
            case .refusal(let words):
                turn.parts.append(Self.text(words))
            case .toolCall(let call):
                turn.calls.append(write(call, path: path))
            case .thinking(let thinking):
                write(thinking, into: &turn, path: path)
            case .redactedThinking:
                dropped.note("\(path).redacted_thinking")
            case .foreign(let part) where part.dialect == .openAIChat:
                if part.type == "audio" {
                    turn.audio = part.value
                } else if part.type.hasSuffix("_tool_call") {
                    turn.calls.append(part.value)
                } else {
                    turn.parts.append(part.value)
                }
            case .foreign(let part):
                dropped.note("\(path).\(part.type)")
            case .image: dropped.note("\(path).image")
            case .audio: dropped.note("\(path).audio")
            case .document: dropped.note("\(path).document")
            case .toolResult: dropped.note("\(path).tool_result")
            }
        }
        var object: JSONObject = ["role": "assistant", "content": turn.parts.isEmpty ? .null : content(turn.parts)]
        if turn.parts.isEmpty, turn.calls.isEmpty, turn.refusal.isEmpty, turn.audio == nil { object["content"] = "" }
        object["name"] = message.name.map(JSONValue.string)
        if !turn.refusal.isEmpty { object["refusal"] = .string(turn.refusal) }
        object["audio"] = turn.audio
        if !turn.thoughts.isEmpty, let form = turn.thoughtForm { object[form] = .string(turn.thoughts) }
        if let token = turn.signature { object["extra_content"] = OpenAIChatThoughts.extraContent(token) }
        if !turn.calls.isEmpty { object["tool_calls"] = .array(turn.calls) }
        output.append(.object(object))
    }

    /// What a turn of the model is put together from.
    private struct AssistantTurn {
        var parts: [JSONValue] = []
        var calls: [JSONValue] = []
        var refusal = ""
        var thoughts = ""
        var thoughtForm: String?
        var audio: JSONValue?
        var signature: OpaqueToken?
    }

    private mutating func write(_ thinking: Thinking, into turn: inout AssistantTurn, path: String) {
        guard !isVendor, let form = OpenAIChatThoughts.Form(thinking.signature) else {
            dropped.note("\(path).thinking")
            return
        }
        switch form {
        case .contentPart:
            turn.parts.append(["type": "thinking", "thinking": [Self.text(thinking.text)]])
        case .reasoningContent, .reasoning:
            turn.thoughts += thinking.text
            turn.thoughtForm = form.rawValue
        }
    }

    private mutating func write(_ call: ToolCall, path: String) -> JSONValue {
        var object: JSONObject = [
            "id": .string(call.id),
            "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
        ]
        if let token = call.signature {
            note(token, path: path) { object["extra_content"] = OpenAIChatThoughts.extraContent(token) }
        }
        dropped.note("cache_control", if: call.cache != nil)
        return .object(object)
    }

    /// Writes a provider's token where it goes back to this dialect, and notes its loss where it does not.
    private mutating func note(_ token: OpaqueToken, path: String, write: () -> Void) {
        if token.dialect == .openAIChat, !isVendor { write() } else { dropped.note("\(path).thought_signature") }
    }

    private mutating func append(role: String, content: JSONValue, name: String?) {
        var object: JSONObject = ["role": .string(role), "content": content]
        object["name"] = name.map(JSONValue.string)
        output.append(.object(object))
    }

    // MARK: - Parts

    /// Parts as `content`: one text as a string, which every imitator knows. Those of them without pictures know nothing
    /// else, so there several texts become one.
    private func content(_ parts: [JSONValue]) -> JSONValue {
        if parts.isEmpty { return "" }
        if parts.count > 1, isVendor { return .array(parts) }
        var texts: [String] = []
        for part in parts {
            guard part["type"]?.string == "text", let text = part["text"]?.string else { return .array(parts) }
            texts.append(text)
        }
        return .string(texts.joined(separator: "\n\n"))
    }

    private static func text(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }

    private mutating func append(_ part: Part, to parts: inout [JSONValue], path: String) {
        switch part {
        case .text(let text):
            dropped.note("cache_control", if: text.cache != nil)
            dropped.note("\(path).thought_signature", if: text.signature != nil)
            parts.append(Self.text(text.text))
        case .image(let image):
            write(image, as: "image", to: &parts, path: path, Self.image)
        case .audio(let audio):
            let isVendor = isVendor
            write(audio, as: "audio", to: &parts, path: path) { Self.audio($0, isVendor: isVendor) }
        case .document(let document):
            write(document, as: "document", to: &parts, path: path, Self.document)
        case .refusal(let words):
            parts.append(Self.text(words))
        case .foreign(let part) where part.dialect == .openAIChat:
            parts.append(part.value)
        case .foreign(let part):
            dropped.note("\(path).\(part.type)")
        case .toolCall: dropped.note("\(path).tool_use")
        case .toolResult: dropped.note("\(path).tool_result")
        case .thinking: dropped.note("\(path).thinking")
        case .redactedThinking: dropped.note("\(path).redacted_thinking")
        }
    }

    private mutating func write(
        _ media: MediaPart,
        as kind: String,
        to parts: inout [JSONValue],
        path: String,
        _ form: (MediaPart) -> JSONValue?
    ) {
        dropped.note("cache_control", if: media.cache != nil)
        if let value = form(media) { parts.append(value) } else { dropped.note("\(path).\(kind)") }
    }

    private static func image(_ image: MediaPart) -> JSONValue? {
        let url: String
        switch image.source {
        case .url(let address): url = address
        case .base64(let base64):
            url = DataURL.text(
                mediaType: image.mediaType ?? OpenAIChatMedia.imageType(ofBase64: base64),
                base64: base64
            )
        case .file(let id, dialect: .openAIChat): return ["type": "file", "file": ["file_id": .string(id)]]
        case .file, .text: return nil
        }
        var object: JSONObject = ["url": .string(url)]
        object["detail"] = image.detail.map(JSONValue.string)
        return ["type": "image_url", "image_url": .object(object)]
    }

    private static func audio(_ audio: MediaPart, isVendor: Bool) -> JSONValue? {
        guard case .base64(let base64) = audio.source,
            let format = OpenAIChatMedia.audioFormat(ofType: audio.mediaType),
            !isVendor || format == "mp3" || format == "wav"
        else { return nil }
        return ["type": "input_audio", "input_audio": ["data": .string(base64), "format": .string(format)]]
    }

    private static func document(_ document: MediaPart) -> JSONValue? {
        switch document.source {
        case .file(let id, dialect: .openAIChat):
            return ["type": "file", "file": ["file_id": .string(id)]]
        case .text(let text):
            return self.text(titled(text, document.name))
        case .base64(let base64):
            let type = document.mediaType ?? "application/pdf"
            if type.hasPrefix("text/"), let bytes = Base64.decode(base64),
                let text = String(validating: bytes, as: UTF8.self)
            {
                return self.text(titled(text, document.name))
            }
            return [
                "type": "file",
                "file": [
                    "filename": .string(document.name ?? "document.pdf"),
                    "file_data": .string(DataURL.text(mediaType: type, base64: base64)),
                ],
            ]
        case .url, .file:
            // This wire takes files only by value or by id, and the gateway fetches nothing.
            return nil
        }
    }

    private static func titled(_ text: String, _ title: String?) -> String { title.map { "\($0)\n\n\(text)" } ?? text }
}
