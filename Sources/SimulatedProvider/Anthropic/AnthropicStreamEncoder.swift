import JSONText

/// Messages events in Anthropic's order: every block is opened, filled and closed.
struct AnthropicStreamEncoder: StreamEncoder {
    private let script: Script

    init(_ script: Script) { self.script = script }

    mutating func encode(_ event: ScriptEvent) -> [WireEvent] {
        switch event {
        case .start:
            var message = AnthropicWriter.head(script)
            // The first token is counted before it is sent.
            message["usage"] = AnthropicWriter.usage(script.usage, output: 1)
            return [wire("message_start", ["message": .object(message)])]
        case .ping: return [wire("ping", [:])]
        case .openChoice: return []
        case .openBlock(_, let block): return opening(block)
        case .piece(_, let block, let text): return [piece(block, text)]
        case .signature(_, let block):
            guard case .thinking(_, let signature) = contents(block) else { return [] }
            return [delta(block, ["type": "signature_delta", "signature": .string(signature)])]
        case .closeBlock(_, let block): return [wire("content_block_stop", ["index": JSONValue(block)])]
        case .finish(let choice):
            let stop = AnthropicWriter.stop(script.choices[choice].stop, model: script.model)
            return [
                wire("message_delta", ["delta": .object(stop), "usage": AnthropicWriter.finalUsage(script.usage)])
            ]
        case .end: return [wire("message_stop", [:])]
        }
    }

    private func contents(_ block: Int) -> ScriptBlock { script.choices[0].blocks[block] }

    private func opening(_ block: Int) -> [WireEvent] {
        let empty: JSONValue
        var events: [WireEvent] = []
        switch contents(block) {
        case .text, .refusal: empty = ["type": "text", "text": ""]
        case .thinking: empty = ["type": "thinking", "thinking": "", "signature": ""]
        case .redactedThinking(let data): empty = ["type": "redacted_thinking", "data": .string(data)]
        case .call(let call):
            empty = ["type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": [:]]
            events = [delta(block, ["type": "input_json_delta", "partial_json": ""])]
        }
        return [wire("content_block_start", ["index": JSONValue(block), "content_block": empty])] + events
    }

    private func piece(_ block: Int, _ text: Substring) -> WireEvent {
        let string = JSONValue.string(String(text))
        return switch contents(block) {
        case .text, .refusal, .redactedThinking: delta(block, ["type": "text_delta", "text": string])
        case .thinking: delta(block, ["type": "thinking_delta", "thinking": string])
        case .call: delta(block, ["type": "input_json_delta", "partial_json": string])
        }
    }

    private func delta(_ block: Int, _ delta: JSONValue) -> WireEvent {
        wire("content_block_delta", ["index": JSONValue(block), "delta": delta])
    }

    private func wire(_ type: String, _ members: JSONObject) -> WireEvent {
        let object = JSONObject([JSONObject.Member("type", .string(type))] + members.map { $0 })
        return WireEvent(name: type, data: JSONValue.object(object).bytes)
    }
}
