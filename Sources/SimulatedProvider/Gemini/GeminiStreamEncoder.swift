import JSONText

/// `GenerateContentResponse` chunks: usage so far on every one, no opening and closing of parts.
struct GeminiStreamEncoder: StreamEncoder {
    private let script: Script
    private var usage: TokenUsage

    init(_ script: Script) {
        self.script = script
        usage = script.usage
        usage.visibleOutput = 0
        usage.reasoning = script.choices.reduce(0) { $0 + $1.hiddenReasoning }
    }

    mutating func encode(_ event: ScriptEvent) -> [WireEvent] {
        switch event {
        case .start:
            return script.isPromptBlocked ? [WireEvent(data: GeminiWriter.blocked(script).bytes)] : []
        case .ping, .openChoice, .signature, .closeBlock, .end: return []
        case .openBlock(let choice, let block):
            // Calls are never split: one part carries the whole of it.
            guard case .call = script.choices[choice].blocks[block] else { return [] }
            let contents = script.choices[choice].blocks[block]
            usage.visibleOutput += contents.tokens
            return [chunk(choice, part: GeminiWriter.part(contents))]
        case .piece(let choice, let block, let text):
            switch script.choices[choice].blocks[block] {
            case .call, .redactedThinking: return []
            case .thinking:
                usage.reasoning += 1
                return [chunk(choice, part: ["text": .string(String(text)), "thought": true])]
            case .text, .refusal:
                usage.visibleOutput += 1
                return [chunk(choice, part: ["text": .string(String(text))])]
            }
        case .finish(let choice):
            let contents = script.choices[choice]
            guard contents.stop != .refusal else { return [chunk(choice, part: nil, isLast: true)] }
            var part: JSONObject = ["text": ""]
            if case .text = contents.blocks.last, let signature = GeminiWriter.signature(contents) {
                part.append("thoughtSignature", .string(signature))
            }
            return [chunk(choice, part: .object(part), isLast: true)]
        }
    }

    private func chunk(_ choice: Int, part: JSONValue?, isLast: Bool = false) -> WireEvent {
        var candidate: JSONObject = [:]
        if let part { candidate.append("content", ["parts": [part], "role": "model"]) }
        if isLast {
            for member in GeminiWriter.ending(script.choices[choice]) { candidate.append(member.name, member.value) }
        }
        candidate.append("index", JSONValue(choice))
        let response = GeminiWriter.response(
            script,
            candidates: [.object(candidate)],
            usage: GeminiWriter.usage(usage)
        )
        return WireEvent(data: response.bytes)
    }
}
