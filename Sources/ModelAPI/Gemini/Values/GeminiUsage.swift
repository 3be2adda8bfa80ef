import JSONText

/// `usageMetadata`: the prompt includes cached tokens, the candidates exclude thoughts.
enum GeminiUsage {
    /// Reads `usageMetadata`.
    /// - Returns: `nil` where it counts nothing, as on the early chunks of some streams.
    static func read(_ value: JSONValue) -> Usage? {
        guard case .object(let object) = value else { return nil }
        let counted = ["promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount"]
        guard counted.contains(where: { object[$0] != nil }) else { return nil }

        let prompt = count(object["promptTokenCount"])
        let cached = min(count(object["cachedContentTokenCount"]), prompt)
        let thoughts = count(object["thoughtsTokenCount"])
        var usage = Usage()
        usage.cacheRead = cached
        // What server-side tools put into the prompt is billed as input but is no part of the prompt's count.
        usage.input = sum(prompt - cached, count(object["toolUsePromptTokenCount"]))
        usage.output = sum(count(object["candidatesTokenCount"]), thoughts)
        usage.reasoning = thoughts
        let audio = count(of: "AUDIO", in: object["promptTokensDetails"])
        usage.audioInput = min(max(audio - count(of: "AUDIO", in: object["cacheTokensDetails"]), 0), usage.input)
        usage.audioOutput = min(count(of: "AUDIO", in: object["candidatesTokensDetails"]), usage.output)
        return usage
    }

    /// Writes `usageMetadata`.
    static func write(_ usage: Usage) -> JSONValue {
        let candidates = max(usage.output - max(usage.reasoning, 0), 0)
        var object: JSONObject = [
            "promptTokenCount": JSONValue(usage.totalInput), "candidatesTokenCount": JSONValue(candidates),
            "totalTokenCount": JSONValue(usage.total),
        ]
        if usage.cacheRead > 0 { object.append("cachedContentTokenCount", JSONValue(usage.cacheRead)) }
        if usage.reasoning > 0 { object.append("thoughtsTokenCount", JSONValue(usage.reasoning)) }
        if usage.audioInput > 0 {
            object.append("promptTokensDetails", details(total: usage.totalInput, audio: usage.audioInput))
        }
        if usage.audioOutput > 0 {
            object.append("candidatesTokensDetails", details(total: candidates, audio: usage.audioOutput))
        }
        return .object(object)
    }

    private static func details(total: Int, audio: Int) -> JSONValue {
        [
            ["modality": "TEXT", "tokenCount": JSONValue(max(total - audio, 0))],
            ["modality": "AUDIO", "tokenCount": JSONValue(audio)],
        ]
    }

    /// A peer's count: absurd ones become the nearest sane one.
    private static func count(_ value: JSONValue?) -> Int { max(value?.int ?? 0, 0) }

    private static func count(of modality: String, in details: JSONValue?) -> Int {
        (details?.array ?? []).reduce(0) { total, entry in
            entry["modality"]?.string == modality ? sum(total, count(entry["tokenCount"])) : total
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
