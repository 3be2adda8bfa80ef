import JSONText

/// Decides what is answered. Pure: the same prompt gives the same script.
struct ScriptWriter {
    private let prompt: Prompt
    private let text: String
    private let directives: Directives

    /// How much of the user's text an ordinary answer repeats, in tokens; the model `echo` repeats all of it.
    private static let echoLimit = 1024

    init(_ prompt: Prompt) {
        self.prompt = prompt
        text = prompt.lastUserText
        directives = Directives(text)
    }

    func script() -> Script {
        var script = Script(
            model: prompt.model,
            fingerprint: prompt.fingerprint,
            choices: [],
            usage: prompt.cached ?? TokenUsage(input: prompt.counted)
        )
        if prompt.dialect == .gemini, directives.asksForBlockedPrompt {
            script.isPromptBlocked = true
            return script
        }
        for index in 0..<prompt.choices {
            let choice = choice(index)
            script.usage.visibleOutput += choice.visibleTokens
            script.usage.reasoning += choice.reasoningTokens
            script.choices.append(choice)
        }
        return script
    }

    private func choice(_ index: Int) -> ScriptChoice {
        if directives.asksForRefusal { return refusal() }
        var choice = ScriptChoice(blocks: thinking(), stop: .end, hiddenReasoning: hiddenReasoning)
        let calls = calls(choice: index)
        if calls.isEmpty {
            let (answer, stop) = stopped(answer(choice: index))
            choice.blocks.append(.text(answer))
            choice.stop = stop
        } else {
            if directives.asksToThinkAloud {
                choice.blocks.append(.text("I will call \(calls.map(\.name).joined(separator: " and "))."))
            }
            choice.blocks += calls.map(ScriptBlock.call)
            choice.stop = .toolCalls
        }
        if prompt.dialect == .openAI, directives.asksForBlockedPrompt { choice.stop = .filtered }
        return limited(choice)
    }

    // MARK: Text

    private func answer(choice: Int) -> String {
        switch prompt.format {
        case .schema(let schema): return SchemaSample(schema, directives: directives).value().text
        case .word(let schema):
            let sample = SchemaSample(schema, directives: directives).value()
            return sample.string ?? sample.text
        case .object: return JSONValue.object(["echo": .string(text)]).text
        case .text: break
        }
        let answer = plainAnswer()
        return choice == 0 ? answer : "\(answer) (choice \(choice + 1))"
    }

    private func plainAnswer() -> String {
        let results = prompt.pendingResults
        if !results.isEmpty {
            let quotes = results.enumerated().map { index, result in
                "\(result.isError ? "Error" : "Result") \(index + 1): \"\(result.text)\"."
            }
            return quotes.joined(separator: " ")
        }
        if ModelName.isEcho(prompt.model) { return text }
        if directives.asksForSystemPrompt {
            return prompt.system.isEmpty
                ? "I have no system prompt." : "My system prompt is: \"\(prompt.system.joined(separator: "\n"))\""
        }
        if let count = directives.tokensToWrite { return Self.filler(tokens: count) }
        let echoed = Tokens.prefix(text, Self.echoLimit)
        var answer = "You said: \"\(echoed)\(echoed.utf8.count < text.utf8.count ? "…" : "")\"."
        answer += " I am \(prompt.model)."
        answer += " Turns: \(prompt.turns.count)."
        if !prompt.tools.isEmpty { answer += " Tools: \(prompt.tools.map(\.name).joined(separator: ", "))." }
        for kind in Media.Kind.allCases {
            let media = prompt.newMedia.filter { $0.kind == kind }
            guard !media.isEmpty else { continue }
            answer += " Received \(media.count) \(kind.rawValue): \(media.map(\.words).joined(separator: "; "))."
        }
        return answer
    }

    /// Text of exactly so many tokens.
    private static func filler(tokens: Int) -> String {
        let words = ["one ", "two ", "six ", "ten "]
        var text = ""
        text.reserveCapacity(tokens * 4)
        for index in 0..<tokens { text += words[index % words.count] }
        return text
    }

    private func refusal() -> ScriptChoice {
        switch prompt.dialect {
        case .openAI:
            ScriptChoice(blocks: [.refusal("I'm sorry, I can't assist with that request.")], stop: .refusal)
        case .anthropic, .gemini, .cohere: ScriptChoice(blocks: [], stop: .refusal)
        }
    }

    // MARK: Thinking

    private var hiddenReasoning: Int {
        guard prompt.thinking.isOn, !prompt.thinking.showsText, prompt.dialect != .anthropic else { return 0 }
        return prompt.thinking.hiddenTokens ?? Tokens.count(thought)
    }

    private var thought: String {
        "The user wrote \(Tokens.count(text)) tokens, \"\(Tokens.prefix(text, 16))\". I answer at once."
    }

    private func thinking() -> [ScriptBlock] {
        guard prompt.thinking.isOn, prompt.thinking.showsText || prompt.dialect == .anthropic else { return [] }
        let seed = prompt.fingerprint.mixed(with: "thinking")
        let shown = prompt.thinking.showsText ? thought : ""
        let purpose = prompt.dialect == .gemini ? Signature.Purpose.thought : .thinking
        let over = prompt.dialect == .gemini ? "" : shown
        var blocks = [ScriptBlock.thinking(shown, signature: Signature.make(purpose, over: over, seed: seed))]
        if prompt.dialect == .anthropic, directives.asksForRedactedThinking {
            blocks.append(.redactedThinking(Signature.make(.redacted, over: "", seed: seed)))
        }
        return blocks
    }

    // MARK: Calls

    private func calls(choice: Int) -> [ScriptCall] {
        let names = calledNames()
        return names.enumerated().compactMap { index, name in
            guard let tool = prompt.tools.first(where: { $0.name == name }) else { return nil }
            let seed = prompt.fingerprint.mixed(with: "call \(choice) \(index)")
            return ScriptCall(
                id: Identifiers.call(prompt.dialect, seed),
                name: name,
                arguments: tool.isCustom
                    ? .string(directives.value(of: "input") ?? "sample")
                    : SchemaSample(tool.schema, directives: directives).value(),
                isCustom: tool.isCustom,
                signature: Signature.make(.functionCall, over: name, seed: seed)
            )
        }
    }

    private func calledNames() -> [String] {
        let offered = prompt.tools.map(\.name)
        let names: [String]
        switch prompt.toolChoice {
        case .none: return []
        case .auto:
            guard prompt.pendingResults.isEmpty, !ModelName.isEcho(prompt.model) else { return [] }
            names = directives.mentioned(offered)
        case .required(let allowed):
            let candidates = allowed.isEmpty ? offered : offered.filter(allowed.contains)
            let mentioned = directives.mentioned(candidates)
            names = mentioned.isEmpty ? Array(candidates.prefix(1)) : mentioned
        }
        return prompt.allowsParallelCalls ? names : Array(names.prefix(1))
    }

    // MARK: Limits

    private func stopped(_ answer: String) -> (String, StopReason) {
        var best: (end: String.Index, sequence: String)?
        for sequence in prompt.stopSequences {
            guard let range = answer.firstRange(of: sequence) else { continue }
            if let current = best, current.end <= range.lowerBound { continue }
            best = (range.lowerBound, sequence)
        }
        guard let best else { return (answer, .end) }
        return (String(answer[..<best.end]), .stopSequence(best.sequence))
    }

    /// Cuts the answer at the token limit: thoughts and text in the middle, a call that does not fit is left out.
    private func limited(_ choice: ScriptChoice) -> ScriptChoice {
        guard let limit = prompt.maximumTokens, choice.visibleTokens + choice.reasoningTokens > limit else {
            return choice
        }
        var limited = ScriptChoice(blocks: [], stop: .length, hiddenReasoning: min(choice.hiddenReasoning, limit))
        var room = limit - limited.hiddenReasoning
        for block in choice.blocks where room > 0 {
            let tokens = block.tokens
            if tokens <= room {
                limited.blocks.append(block)
                room -= tokens
                continue
            }
            switch block {
            case .text(let text): limited.blocks.append(.text(Tokens.prefix(text, room)))
            case .refusal(let text): limited.blocks.append(.refusal(Tokens.prefix(text, room)))
            case .thinking(let text, _):
                let cut = Tokens.prefix(text, room)
                let over = prompt.dialect == .gemini ? "" : cut
                let purpose = prompt.dialect == .gemini ? Signature.Purpose.thought : .thinking
                let seed = prompt.fingerprint.mixed(with: "thinking")
                limited.blocks.append(.thinking(cut, signature: Signature.make(purpose, over: over, seed: seed)))
            case .redactedThinking, .call: break
            }
            room = 0
        }
        return limited
    }
}
