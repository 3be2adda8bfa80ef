import JSONText

/// Log probabilities that look like real ones and depend on nothing but the token.
enum OpenAILogprobs {
    static func whole(_ choice: ScriptChoice, top: Int) -> JSONValue {
        var content: JSONValue = nil
        var refusal: JSONValue = nil
        for block in choice.blocks {
            let tokens = Tokens.split(block.streamedText).map { token(String($0), top: top) }
            switch block {
            case .text: content = .array((content.array ?? []) + tokens)
            case .refusal: refusal = .array(tokens)
            case .thinking, .redactedThinking, .call: break
            }
        }
        return ["content": content, "refusal": refusal]
    }

    static func piece(_ text: Substring, isRefusal: Bool, top: Int) -> JSONValue {
        let tokens: JSONValue = [token(String(text), top: top)]
        return ["content": isRefusal ? nil : tokens, "refusal": isRefusal ? tokens : nil]
    }

    private static func token(_ text: String, top: Int) -> JSONValue {
        var out = entry(text, rank: 0)
        let others = (0..<max(top, 0)).map { rank in
            entry(rank == 0 ? text : "\(text)\(rank)", rank: rank)
        }
        out.append("top_logprobs", .array(others.map(JSONValue.object)))
        return .object(out)
    }

    private static func entry(_ text: String, rank: Int) -> JSONObject {
        [
            "token": .string(text), "logprob": .number(JSONNumber(logprob(text, rank: rank)) ?? JSONNumber(0)),
            "bytes": .array(text.utf8.map { JSONValue(Int($0)) }),
        ]
    }

    /// Between -0.5 and 0 for the chosen token, lower by 1 with every rank.
    static func logprob(_ text: String, rank: Int) -> Double {
        -Double(Fingerprint(text.prefix(64).utf8).value % 500) / 1000 - Double(rank)
    }
}
