import JSONText

/// A neutral answer as a `Message` object for a client.
///
/// The wire has one answer: of several choices the one with the lowest index is written. Refusals in words become text with
/// `stop_reason` `refusal`. Pictures, sound, log probabilities and blocks of other dialects have no place and are named as lost.
enum AnthropicResponseWriter {
    static func write(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        var losses = AnswerLosses(response)
        let choice = response.choices.min { $0.index < $1.index }
        var message: JSONObject = [
            "id": .string(messageID(response.id)),
            "type": "message",
            "role": "assistant",
            "model": .string(response.model),
            "content": .array(choice.map { content($0.parts, &losses) } ?? []),
        ]
        let parts = choice?.parts ?? []
        AnthropicStop.append(
            choice?.stop ?? .endTurn,
            calledTools: parts.contains { if case .toolCall = $0 { true } else { false } },
            refused: parts.contains { if case .refusal = $0 { true } else { false } },
            to: &message
        )
        message.append("usage", AnthropicUsage.write(response.usage ?? Usage(), serviceTier: response.serviceTier))
        if let choice { addLosses(of: choice, response, &losses) }
        return losses.written(message, to: request)
    }

    /// What of an answer stands in no block and has no place either.
    private static func addLosses(of choice: Choice, _ response: ChatResponse, _ losses: inout AnswerLosses) {
        let names = losses.names
        if let logprobs = choice.logprobs { losses.add(names.logprobs(choice.index), logprobs) }
        if AnthropicStop.losesDetail(of: choice.stop) { losses.add(names.stop(choice.stop, of: choice.index)) }
        for other in response.choices where other.index != choice.index {
            var unread = AnswerLosses(ChatResponse(id: "", model: ""))
            losses.add(names.choice(other.index), ["content": .array(content(other.parts, &unread))])
        }
        if let tier = response.serviceTier, !AnthropicUsage.tiers.contains(tier) {
            losses.add(names.serviceTier, .string(tier))
        }
        if let fingerprint = response.systemFingerprint { losses.add(names.systemFingerprint, .string(fingerprint)) }
        losses.add(names.counts(of: response.usage, audio: true))
    }

    /// An answer's id in this wire's shape.
    static func messageID(_ id: String) -> String { id.hasPrefix("msg_") ? id : "msg_\(id)" }

    private static func content(_ parts: [Part], _ losses: inout AnswerLosses) -> [JSONValue] {
        var blocks: [JSONValue] = []
        for part in parts {
            switch part {
            case .text(let text):
                if let signature = text.signature { blocks.append(carrier(of: signature)) }
                // An empty text block would be refused when the client sends the turn back.
                if !text.text.isEmpty { blocks.append(.object(AnthropicBlocks.text(text.text))) }
            case .refusal(let words):
                if !words.isEmpty { blocks.append(.object(AnthropicBlocks.text(words))) }
            case .thinking(let thinking):
                let signature = thinking.signature?.text(on: .anthropicMessages) ?? ""
                blocks.append(AnthropicBlocks.thinking(thinking.text, signature: signature))
            case .redactedThinking(let token):
                blocks.append(AnthropicBlocks.redactedThinking(token.text(on: .anthropicMessages)))
            case .toolCall(let call):
                if let signature = call.signature { blocks.append(carrier(of: signature)) }
                let input = AnthropicBlocks.input(call.arguments)
                blocks.append(.object(AnthropicBlocks.toolUse(id: call.id, name: call.name, input: input)))
            case .foreign(let part) where part.dialect == .anthropicMessages:
                blocks.append(part.value)
            case .foreign(let part): losses.add(part)
            case .image(let media), .audio(let media), .document(let media): losses.add(media)
            case .toolResult: continue
            }
        }
        return blocks
    }

    /// A thinking block without thoughts that carries another provider's signature of the block behind it.
    static func carrier(of signature: OpaqueToken) -> JSONValue {
        AnthropicBlocks.thinking("", signature: signature.text(on: .anthropicMessages))
    }
}
