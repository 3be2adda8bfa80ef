import JSONText

/// A choice's parts, sorted into the members of a message.
struct OpenAIChatMessage {
    private var text = ""
    private var hasText = false
    private var refusal = ""
    private(set) var hasRefusal = false
    private var thoughts = ""
    private var blocks: [JSONValue] = []
    private var calls: [JSONValue] = []
    /// The call of a caller that knows no more than one.
    private var functionCall: JSONValue?
    private var callCount = 0
    private let isLegacy: Bool
    private var images: [JSONValue] = []
    private var audio: JSONValue?
    private var annotations: JSONValue = []
    private var signature: OpaqueToken?

    /// Sorts the parts of a choice.
    /// - Parameters:
    ///   - choice: the choice.
    ///   - isLegacy: whether a call goes in `function_call`, which has room for one.
    ///   - losses: takes what has no place in a message.
    init(_ choice: Choice, isLegacy: Bool, losses: inout AnswerLosses) {
        self.isLegacy = isLegacy
        for part in choice.parts { take(part, of: choice.index, &losses) }
        if !hasRefusal, case .refusal(let explanation?) = choice.stop { refusal = explanation }
    }

    /// Whether the message calls tools.
    var hasCalls: Bool { !calls.isEmpty || functionCall != nil }

    /// The message.
    var value: JSONValue {
        let isSilent = !hasText && (hasCalls || !refusal.isEmpty || audio != nil)
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
        object["function_call"] = functionCall
        return .object(object)
    }

    private mutating func take(_ part: Part, of choice: Int, _ losses: inout AnswerLosses) {
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
            take(call, of: choice, &losses)
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

    private mutating func take(_ call: ToolCall, of choice: Int, _ losses: inout AnswerLosses) {
        var function: JSONObject = [
            "name": .string(call.name),
            "arguments": .string(call.arguments.isEmpty ? "{}" : call.arguments),
        ]
        let extraContent = call.signature.map(OpenAIChatThoughts.extraContent)
        if !isLegacy {
            var object: JSONObject = ["id": .string(call.id), "type": "function", "function": .object(function)]
            object["extra_content"] = extraContent
            calls.append(.object(object))
        } else if functionCall == nil {
            function["extra_content"] = extraContent
            functionCall = .object(function)
        } else {
            losses.add(losses.names.call(callCount, of: choice), .object(function))
        }
        callCount += 1
    }
}
