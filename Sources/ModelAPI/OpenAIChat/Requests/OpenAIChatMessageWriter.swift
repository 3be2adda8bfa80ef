import JSONText

/// Writes `messages`: results of tools unfold into turns of their own, in front of what else their turn says.
struct OpenAIChatMessageWriter {
    private let isVendor: Bool
    /// The messages written so far.
    private(set) var output: [JSONValue] = []
    /// What got lost.
    private(set) var dropped = LostFields()

    /// Creates a writer.
    /// - Parameter isVendor: whether OpenAI itself is asked; imitators know fewer forms.
    init(isVendor: Bool) { self.isVendor = isVendor }

    /// Writes messages.
    mutating func write(_ messages: [Message]) {
        output.reserveCapacity(messages.count)
        for (index, message) in messages.enumerated() {
            switch message.role {
            case .system: writeInstructions(message, role: "system", at: index)
            // The word is the vendor's own.
            case .developer: writeInstructions(message, role: isVendor ? "developer" : "system", at: index)
            case .user: writeUser(message, at: index)
            case .assistant: writeAssistant(message, at: index)
            }
        }
    }

    // MARK: - Turns

    private mutating func writeInstructions(_ message: Message, role: String, at turn: Int) {
        var parts: [JSONValue] = []
        for (position, part) in message.parts.enumerated() {
            append(part, to: &parts, at: LostField.PartIndex(turn: turn, part: position))
        }
        append(role: role, content: content(parts), name: message.name)
    }

    private mutating func writeUser(_ message: Message, at turn: Int) {
        var attached: [JSONValue] = []
        var parts: [JSONValue] = []
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: turn, part: position)
            if case .toolResult(let result) = part {
                writeResult(result, attached: &attached, at: place)
            } else {
                append(part, to: &parts, at: place)
            }
        }
        parts = attached + parts
        // What was only results, or only parts that are lost, leaves no turn behind.
        if !parts.isEmpty { append(role: "user", content: content(parts), name: message.name) }
    }

    /// Writes one result. A tool turn holds only text here: pictures and files follow in the user's turn behind it.
    private mutating func writeResult(
        _ result: ToolResult,
        attached: inout [JSONValue],
        at place: LostField.PartIndex
    ) {
        var texts: [JSONValue] = []
        var others: [JSONValue] = []
        for (position, part) in result.content.enumerated() {
            if case .text = part {
                append(part, to: &texts, at: place.nested(position))
            } else {
                append(part, to: &others, at: place.nested(position))
            }
        }
        dropped.add(.part(place, .isError), if: result.isError)
        dropped.add(.part(place, .cache), if: result.cache != nil)
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

    private mutating func writeAssistant(_ message: Message, at index: Int) {
        var turn = AssistantTurn()
        for (position, part) in message.parts.enumerated() {
            let place = LostField.PartIndex(turn: index, part: position)
            switch part {
            case .text(let text):
                if let token = text.signature { write(token, at: place) { turn.signature = token } }
                if !text.text.isEmpty { turn.parts.append(Self.text(text.text)) }
                dropped.add(.part(place, .cache), if: text.cache != nil)
            case .refusal(let words) where isVendor:
                turn.refusal += words
            case .refusal(let words):
                turn.parts.append(Self.text(words))
            case .toolCall(let call):
                turn.calls.append(write(call, at: place))
            case .thinking(let thinking):
                write(thinking, into: &turn, at: place)
            case .foreign(let part) where part.dialect == .openAIChat:
                if part.type == "audio" {
                    turn.audio = part.value
                } else if part.type.hasSuffix("_tool_call") {
                    turn.calls.append(part.value)
                } else {
                    turn.parts.append(part.value)
                }
            case .redactedThinking, .foreign, .image, .audio, .document, .toolResult:
                dropped.add(.part(place, .whole))
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

    private mutating func write(_ thinking: Thinking, into turn: inout AssistantTurn, at place: LostField.PartIndex) {
        guard !isVendor, let form = OpenAIChatThoughts.Form(thinking.signature) else {
            dropped.add(.part(place, .whole))
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

    private mutating func write(_ call: ToolCall, at place: LostField.PartIndex) -> JSONValue {
        var object: JSONObject = [
            "id": .string(call.id),
            "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
        ]
        if let token = call.signature {
            write(token, at: place) { object["extra_content"] = OpenAIChatThoughts.extraContent(token) }
        }
        dropped.add(.part(place, .cache), if: call.cache != nil)
        return .object(object)
    }

    /// Writes a provider's token where it goes back to this dialect, and notes its loss where it does not.
    private mutating func write(_ token: OpaqueToken, at place: LostField.PartIndex, _ write: () -> Void) {
        if token.dialect == .openAIChat, !isVendor { write() } else { dropped.add(.part(place, .signature)) }
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

    private mutating func append(_ part: Part, to parts: inout [JSONValue], at place: LostField.PartIndex) {
        switch part {
        case .text(let text):
            dropped.add(.part(place, .cache), if: text.cache != nil)
            dropped.add(.part(place, .signature), if: text.signature != nil)
            parts.append(Self.text(text.text))
        case .image(let image):
            write(image, Self.image(image), to: &parts, at: place)
        case .audio(let audio):
            write(audio, Self.audio(audio, isVendor: isVendor), to: &parts, at: place)
        case .document(let document):
            write(document, Self.document(document), to: &parts, keepingName: true, at: place)
        case .refusal(let words):
            parts.append(Self.text(words))
        case .foreign(let part) where part.dialect == .openAIChat:
            parts.append(part.value)
        case .foreign, .toolCall, .toolResult, .thinking, .redactedThinking:
            dropped.add(.part(place, .whole))
        }
    }

    private mutating func write(
        _ media: MediaPart,
        _ form: JSONValue?,
        to parts: inout [JSONValue],
        keepingName: Bool = false,
        at place: LostField.PartIndex
    ) {
        guard let form else { return dropped.add(.part(place, .whole)) }
        parts.append(form)
        dropped.add(.part(place, .cache), if: media.cache != nil)
        dropped.add(.part(place, .name), if: media.name != nil && !keepingName)
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
