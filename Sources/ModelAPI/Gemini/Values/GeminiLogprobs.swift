import JSONText

/// `logprobsResult` and OpenAI's form of log probabilities.
enum GeminiLogprobs {
    /// Turns `logprobsResult` into `{"content": […]}`.
    static func read(_ result: JSONValue) -> JSONValue? {
        guard let chosen = result["chosenCandidates"]?.array, !chosen.isEmpty else { return nil }
        let tops = result["topCandidates"]?.array ?? []
        let content = chosen.enumerated().map { index, candidate -> JSONValue in
            var entry = token(candidate)
            let alternatives = tops.indices.contains(index) ? tops[index]["candidates"]?.array ?? [] : []
            entry.append("top_logprobs", .array(alternatives.map { .object(token($0)) }))
            return .object(entry)
        }
        return ["content": .array(content)]
    }

    private static func token(_ candidate: JSONValue) -> JSONObject {
        let text = candidate["token"]?.string ?? ""
        return [
            "token": .string(text), "logprob": candidate["logProbability"] ?? 0,
            "bytes": .array(text.utf8.map { JSONValue(Int($0)) }),
        ]
    }

    /// Turns OpenAI's form into `logprobsResult` and `avgLogprobs`.
    static func write(_ logprobs: JSONValue) -> (result: JSONValue, average: JSONValue)? {
        let tokens = (logprobs["content"]?.array ?? []) + (logprobs["refusal"]?.array ?? [])
        guard !tokens.isEmpty else { return nil }
        let chosen = tokens.map(candidate)
        let tops = tokens.map { token -> JSONValue in
            ["candidates": .array((token["top_logprobs"]?.array ?? []).map(candidate))]
        }
        let sum = tokens.reduce(0.0) { $0 + ($1["logprob"]?.number?.double ?? 0) }
        let average = JSONNumber(sum / Double(tokens.count)).map(JSONValue.number) ?? 0
        return (["topCandidates": .array(tops), "chosenCandidates": .array(chosen)], average)
    }

    private static func candidate(_ token: JSONValue) -> JSONValue {
        ["token": token["token"] ?? "", "logProbability": token["logprob"] ?? 0]
    }
}
