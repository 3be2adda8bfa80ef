import JSONText

/// Writes a whole Chat Completions answer.
enum OpenAIChatResponseWriter {
    /// Writes an answer.
    static func write(_ response: ChatResponse) -> JSONValue {
        var object: JSONObject = [
            "id": .string(OpenAIChatID.answer(response.id)),
            "object": "chat.completion",
            "created": JSONValue(response.created ?? 0),
            "model": .string(response.model),
            "choices": .array(response.choices.map(write)),
        ]
        object["usage"] = response.usage.map(OpenAIChatUsage.write)
        object["service_tier"] = response.serviceTier.map(JSONValue.string)
        object["system_fingerprint"] = response.systemFingerprint.map(JSONValue.string)
        return .object(object)
    }

    private static func write(_ choice: Choice) -> JSONValue {
        let message = Message(choice)
        return [
            "index": JSONValue(choice.index),
            "message": message.value,
            "logprobs": choice.logprobs ?? .null,
            "finish_reason": .string(
                OpenAIChatStop.write(
                    choice.stop,
                    hasCalls: !message.calls.isEmpty,
                    hasRefusal: message.hasRefusal
                )
            ),
        ]
    }

    /// A choice's parts, sorted into the members of a message.
    private struct Message {
        private var text = ""
        private var hasText = false
        private var refusal = ""
        private(set) var hasRefusal = false
        private var thoughts = ""
        private var blocks: [JSONValue] = []
        private(set) var calls: [JSONValue] = []
        private var audio: JSONValue?
        private var annotations: JSONValue = []
        private var signature: OpaqueToken?

        init(_ choice: Choice) {
            for part in choice.parts { take(part) }
            if !hasRefusal, case .refusal(let explanation?) = choice.stop { refusal = explanation }
        }

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
            if let signature { object["extra_content"] = OpenAIChatThoughts.extraContent(signature) }
            if !calls.isEmpty { object["tool_calls"] = .array(calls) }
            return .object(object)
        }

        private mutating func take(_ part: Part) {
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
            case .foreign(let part) where part.dialect == .openAIChat:
                switch part.type {
                case "audio": audio = part.value
                case "annotations": annotations = part.value
                case let type where type.hasSuffix("_tool_call"): calls.append(part.value)
                default: break
                }
            // Blocks of another dialect have no place in a message; a model produces none of the rest.
            case .foreign, .image, .audio, .document, .toolResult:
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
}
