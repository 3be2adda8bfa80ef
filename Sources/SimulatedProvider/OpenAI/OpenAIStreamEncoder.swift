import JSONText

/// `chat.completion.chunk` events in OpenAI's order.
struct OpenAIStreamEncoder: StreamEncoder {
    private let script: Script
    private let prompt: Prompt
    /// Some compatible providers count a call's index from 1 when text came first.
    private let firstCallIndex: Int
    private let id: String

    init(_ script: Script, prompt: Prompt, isOdd: Bool) {
        self.script = script
        self.prompt = prompt
        firstCallIndex = isOdd ? 1 : 0
        id = Identifiers.answer(.openAI, script.fingerprint)
    }

    mutating func encode(_ event: ScriptEvent) -> [WireEvent] {
        switch event {
        case .start, .ping, .signature, .closeBlock: return []
        case .openChoice(let choice):
            return [chunk(choice, ["role": "assistant", "content": "", "refusal": nil])]
        case .openBlock(let choice, let block): return opening(choice, block).map { [$0] } ?? []
        case .piece(let choice, let block, let text): return [piece(choice, block, text)]
        case .finish(let choice):
            let reason = OpenAIWriter.finishReason(
                script.choices[choice].stop,
                isLegacy: prompt.usesLegacyFunctions
            )
            return [chunk(choice, [:], finishReason: .string(reason))]
        case .end:
            var events: [WireEvent] = []
            if prompt.includesUsage { events.append(chunk([], usage: OpenAIWriter.usage(script.usage))) }
            events.append(WireEvent(data: Array("[DONE]".utf8)))
            return events
        }
    }

    private func opening(_ choice: Int, _ block: Int) -> WireEvent? {
        guard case .call(let call) = script.choices[choice].blocks[block] else { return nil }
        if prompt.usesLegacyFunctions {
            return chunk(choice, ["function_call": ["name": .string(call.name), "arguments": ""]])
        }
        let kind = call.isCustom ? "custom" : "function"
        return chunk(
            choice,
            [
                "tool_calls": [
                    [
                        "index": JSONValue(callIndex(choice, block)), "id": .string(call.id), "type": .string(kind),
                        kind: ["name": .string(call.name), call.isCustom ? "input" : "arguments": ""],
                    ]
                ]
            ]
        )
    }

    private func piece(_ choice: Int, _ block: Int, _ text: Substring) -> WireEvent {
        let string = JSONValue.string(String(text))
        switch script.choices[choice].blocks[block] {
        case .text:
            let logprobs = prompt.topLogprobs.map { OpenAILogprobs.piece(text, isRefusal: false, top: $0) }
            return chunk(choice, ["content": string], logprobs: logprobs ?? nil)
        case .refusal:
            let logprobs = prompt.topLogprobs.map { OpenAILogprobs.piece(text, isRefusal: true, top: $0) }
            return chunk(choice, ["refusal": string], logprobs: logprobs ?? nil)
        case .thinking, .redactedThinking: return chunk(choice, ["reasoning_content": string])
        case .call where prompt.usesLegacyFunctions:
            return chunk(choice, ["function_call": ["arguments": string]])
        case .call(let call):
            let details: JSONValue = [call.isCustom ? "input" : "arguments": string]
            return chunk(
                choice,
                [
                    "tool_calls": [
                        [
                            "index": JSONValue(callIndex(choice, block)),
                            call.isCustom ? "custom" : "function": details,
                        ]
                    ]
                ]
            )
        }
    }

    private func callIndex(_ choice: Int, _ block: Int) -> Int {
        script.choices[choice].blocks[..<block].reduce(firstCallIndex) { count, block in
            if case .call = block { count + 1 } else { count }
        }
    }

    private func chunk(
        _ choice: Int,
        _ delta: JSONValue,
        finishReason: JSONValue = nil,
        logprobs: JSONValue = nil
    ) -> WireEvent {
        chunk(
            [["index": JSONValue(choice), "delta": delta, "logprobs": logprobs, "finish_reason": finishReason]],
            usage: nil
        )
    }

    /// `usage` is a member of every chunk if the request asked for it, and of none otherwise.
    private func chunk(_ choices: JSONValue, usage: JSONValue) -> WireEvent {
        var object: JSONObject = [
            "id": .string(id), "object": "chat.completion.chunk", "created": JSONValue(Script.created),
            "model": .string(script.model), "service_tier": "default",
            "system_fingerprint": .string(OpenAIWriter.systemFingerprint(prompt)), "choices": choices,
        ]
        if prompt.includesUsage { object.append("usage", usage) }
        return WireEvent(data: JSONValue.object(object).bytes)
    }
}
