import JSONText

/// A choice's parts, sorted into the members of a message.
struct OpenAIChatMessage {
    private var text = ""
    private var hasText = false
    private var refusal = ""
    private(set) var hasRefusal = false
    private var thoughts = ""
    private var blocks: [JSONValue] = []
    private(set) var calls: [JSONValue] = []
    private var images: [JSONValue] = []
    private var audio: JSONValue?
    private var annotations: JSONValue = []
    private var signature: OpaqueToken?

    /// Sorts the parts of a choice.
    /// - Parameter losses: takes what has no place in a message.
    init(_ choice: Choice, losses: inout AnswerLosses) {
        for part in choice.parts { take(part, &losses) }
        if !hasRefusal, case .refusal(let explanation?) = choice.stop { refusal = explanation }
    }

    /// The message.
    var value: JSONValue {
        let isSilent = !hasText && (!calls.isEmpty || !refusal.isEmpty || audio != nil)
        var object: JSONObject = [
            "role": "assistant",
            "content": isSilent ? .null : .string(text),
            "refusal": refusal.isEmpty ? .null : .string(refusal),
        ]
        if !thoughts.isEmpty { object["reasoning_content"] = .string(thoughts) }
        if !blocks.isEmpty { object["thinking_blocks"] = .array(blocks) }
        object["annotations"] = annotations
        object["audio"] = audio
        if !images.isEmpty { object["images"] = .array(images) }
        if let signature { object["extra_content"] = OpenAIChatThoughts.extraContent(signature) }
        if !calls.isEmpty { object["tool_calls"] = .array(calls) }
        return .object(object)
    }

    private mutating func take(_ part: Part, _ losses: inout AnswerLosses) {
        switch part {
        case .text(let part):
            text += part.text
            hasText = hasText || !part.text.isEmpty
            signature = part.signature ?? signature
        case .thinking(let thinking):
            thoughts += thinking.text
            if thinking.signature != nil { blocks.append(.object(OpenAIChatThoughts.block(thinking))) }
        case .redactedThinking(let token):
            blocks.append(.object(OpenAIChatThoughts.block(redacted: token)))
        case .refusal(let words):
            refusal += words
            hasRefusal = true
        case .toolCall(let call):
            calls.append(Self.write(call))
        case .image(let media):
            if let image = OpenAIChatImages.write(media, index: images.count) {
                images.append(image)
            } else {
                losses.add(media)
            }
        case .foreign(let part) where part.dialect == .openAIChat:
            switch part.type {
            case "audio": audio = part.value
            case "annotations": annotations = part.value
            case let type where type.hasSuffix("_tool_call"): calls.append(part.value)
            default: losses.add(part)
            }
        case .foreign(let part): losses.add(part)
        case .audio(let media), .document(let media): losses.add(media)
        case .toolResult:
            // A model gives no results of tools.
            break
        }
    }

    private static func write(_ call: ToolCall) -> JSONValue {
        var object: JSONObject = [
            "id": .string(call.id),
            "type": "function",
            "function": [
                "name": .string(call.name),
                "arguments": .string(call.arguments.isEmpty ? "{}" : call.arguments),
            ],
        ]
        object["extra_content"] = call.signature.map(OpenAIChatThoughts.extraContent)
        return .object(object)
    }
}
